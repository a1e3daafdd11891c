import Anatomy
import Foundation
import Imaging
import Networks
import Phantoms
import Segmentation

/// Scores a decoder on the held-out scans of a task's data set: each is segmented as a reader's is and compared with the
/// truth on its own grid.
struct ScanScoring {
  /// A held-out scan.
  struct Scan {
    let image: String
    let labels: String
  }

  /// The data set's folder.
  let folder: String
  let task: OrganTask
  let threads: Int

  /// The held-out scans, by name.
  func scans() throws -> [Scan] {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder + "/labelsTs")
    return names.filter { $0.hasSuffix(".nii.gz") && !$0.hasPrefix(".") }.sorted().map { name in
      Scan(
        image: "\(folder)/imagesTs/\(name.dropLast(".nii.gz".count))_0000.nii.gz",
        labels: "\(folder)/labelsTs/\(name)")
    }
  }

  /// Scores a decoder of a model, `member/decoder`, as if the model had no other.
  ///
  /// Organs of the model that the task does not label are no error: their voxels are background to it.
  /// Throws what reading and segmenting throw, or `CancellationError`.
  func score(
    _ model: ModelBundle, decoder: String, progress: (Double) -> Void, isCancelled: () -> Bool
  ) throws -> TaskScore {
    let segmenter = try Segmenter(model, SegmenterOptions(threads: threads, decoders: [decoder]))
    let scans = try scans(), clock = ContinuousClock()
    var agreements: [Organ.ID: [OrganAgreement]] = [:], seconds = 0.0
    for (done, scan) in scans.enumerated() {
      let volume = try Volume.read(scan.image), start = clock.now
      let found = try segmenter.segment(
        volume, file: scan.image, progress: { progress((Double(done) + $0.fraction) / Double(scans.count)) },
        isCancelled: isCancelled
      ).labels
      seconds += (clock.now - start) / .seconds(1)
      let truth = LabelMap(volume: try LabelMapReader.read(path: scan.labels).volume, table: .task(task))
      let compared = try LabelComparison.compute(
        reference: truth, candidate: found, tolerance: 2, referenceName: scan.labels,
        candidateName: "the segmentation of \(scan.image)", threads: threads)
      for agreement in compared where !agreement.referenceIDs.isEmpty {
        agreements[agreement.organ ?? agreement.name, default: []].append(agreement)
      }
    }
    return TaskScore(
      scans: scans.count, organs: task.organs.map { OrganScore($0, agreements[$0] ?? []) },
      secondsOfScan: seconds / Double(max(scans.count, 1)))
  }
}
