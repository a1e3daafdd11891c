import Imaging
import Networks
import Segmentation
import Tensors

/// Dice of whole scans of the validation side: what a reader gets of a network, where patches show only parts.
///
/// The network becomes a model in the folder of the run for as long as this takes; it segments every scan on the scan's
/// own grid (`Segmenter`), where it is held against the labels as they were drawn.
struct ScanValidation {
  /// Scans at most, the first by name: enough to see what went wrong, and minutes at most.
  static let mostCases = 4

  /// What was found.
  struct Result {
    /// Dice of every class but the background: the mean over the scans that have it; nil where none has.
    var dice: [Double?]
    /// Scans that the memory did not suffice for, a sentence each.
    var warnings: [String] = []
  }

  let dataset: TrainingDataset
  let cases: [TrainingDataset.Case]
  /// Which channel of the model each class is.
  let map: ClassMap
  let threads: Int

  /// Validates with at most `mostCases` of the cases of these names.
  init(_ dataset: TrainingDataset, names: [String], _ map: ClassMap, threads: Int) {
    self.dataset = dataset
    self.map = map
    self.threads = threads
    cases = Array(dataset.cases.filter { names.contains($0.name) }.prefix(Self.mostCases))
  }

  /// Segments the scans with the decoder that was learned; organs it knows and the data set does not label count as
  /// background.
  ///
  /// Throws what reading and segmenting throw, or `CancellationError`.
  func run(
    _ candidate: Candidate, progress: (Double, String) -> Void, isCancelled: () -> Bool
  ) throws -> Result {
    let segmenter = try Segmenter(
      candidate.model, SegmenterOptions(threads: threads, decoders: [candidate.decoder]))
    var sums = [Double](repeating: 0, count: dataset.classes), having = [Int](repeating: 0, count: sums.count)
    var warnings: [String] = []
    for (done, item) in cases.enumerated() {
      let scan = try dataset.read(item), share = Double(cases.count)
      let found: LabelMap
      do {
        found = try segmenter.segment(
          scan.image, file: item.image,
          progress: { progress((Double(done) + $0.fraction) / share, item.name) }, isCancelled: isCancelled
        ).labels
      } catch let error as SegmenterError where error.isLackOfMemory {
        warnings.append("\(item.name): not validated: \(error)")
        continue
      }
      for (label, dice) in dice(scan.labels.voxels, found.volume.voxels).enumerated() {
        guard let dice else { continue }
        sums[label] += dice
        having[label] += 1
      }
    }
    return Result(
      dice: (1..<dataset.classes).map { having[$0] == 0 ? nil : sums[$0] / Double(having[$0]) },
      warnings: warnings)
  }

  /// Dice of every class, nil where the truth has none; ignored voxels count nowhere.
  private func dice(_ truth: VoxelBuffer, _ found: VoxelBuffer) -> [Double?] {
    var both = [Int](repeating: 0, count: dataset.classes), ours = both, theirs = both
    let stretch = 1 << 16
    var labels = [UInt16](repeating: 0, count: stretch), own = labels
    var classes = [UInt16](repeating: 0, count: map.classes)
    for (label, channel) in map.channels.enumerated() { classes[Int(channel)] = UInt16(label) }
    for offset in stride(from: 0, to: truth.count, by: stretch) {
      let count = min(stretch, truth.count - offset)
      truth.copy(from: offset, count: count, to: &labels)
      found.copy(from: offset, count: count, to: &own)
      for index in 0..<count {
        guard let label = dataset.label(of: labels[index]), label != DiceCrossEntropy.ignored else {
          continue
        }
        ours[Int(label)] += 1
        let answer = classes[Int(own[index])]
        theirs[Int(answer)] += 1
        if label == answer { both[Int(label)] += 1 }
      }
    }
    return both.indices.map { ours[$0] == 0 ? nil : 2 * Double(both[$0]) / Double(ours[$0] + theirs[$0]) }
  }
}
