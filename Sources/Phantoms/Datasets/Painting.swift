import Anatomy
import Foundation
import Imaging
import Storage

/// A case of a data set whose CT is painted over a label map from elsewhere: real shapes, where synthetic patients have
/// their own.
///
/// The first of a map's paintings shows organs as scans do, the second draws the brightness of every label afresh, and so on
/// in turn. The same map and seed give the same voxels.
public struct Painting: Sendable, Hashable {
  /// A label map and where its names are from.
  public struct Source: Sendable, Hashable {
    /// The label map, a file or a folder with one mask an organ.
    public let path: String
    /// A file that names its ids; nil where it does so itself.
    public let names: String?

    /// A label map; see the properties.
    public init(path: String, names: String? = nil) {
      self.path = path
      self.names = names
    }

    /// What tells this map from any other, wherever its files lie.
    /// - Throws: `StorageError`.
    func digest() throws -> String {
      let masks = (try? FileManager.default.contentsOfDirectory(atPath: path))?.sorted()
      let files = (masks?.map { "\(path)/\($0)" } ?? [path]) + (names.map { [$0] } ?? [])
      let digests = try files.map { try SHA256(ofFile: $0).description }
      return digests.count == 1
        ? digests[0] : try SHA256(ofText: ((masks ?? []) + digests).joined(separator: "\n")).description
    }
  }

  /// `total_painted_0001`.
  let name: String
  let source: Source
  let task: OrganTask
  /// Whether every label's brightness is drawn.
  let isRandom: Bool
  let seed: UInt64

  /// The paintings of some label maps, `copies` of each.
  static func all(
    _ sources: [Source], copies: Int, of task: OrganTask, seed: UInt64
  ) -> [Painting] {
    sources.flatMap { source in (0..<copies).map { (source, $0) } }.enumerated().map { place, item in
      var random = SeededGenerator(seed: seed, stream: "painting.\(task.rawValue).\(place)")
      return Painting(
        name: DatasetCase.name("\(task.rawValue)_painted", place + 1), source: item.0, task: task,
        isRandom: item.1 % 2 == 1, seed: random.next())
    }
  }

  /// The CT and the truth in the task's classes.
  /// - Throws: `ImagingError`.
  func make(threads: Int) throws -> (ct: Volume, labels: LabelMap) {
    let map = try LabelMapReader.read(path: source.path, names: source.names)
    let ct = try painter.paint(map, threads: threads)
    return (ct, try TaskLabels(map.table, task: task).map(map))
  }

  private var painter: LabelPainter {
    guard !isRandom else { return LabelPainter(RandomizedIntensities(seed: seed)) }
    let own = TaskProtocol.of(task)
    var random = SeededGenerator(seed: seed, stream: "painting.scan")
    let phase = DatasetCase.drawn(own.phases.map { ($0.share, $0.phase) }, random.between(0, 1))
    let noise = random.between(own.noise.lowerBound, own.noise.upperBound)
    return LabelPainter(CatalogueIntensities(scan: Scan(phase: phase, noise: noise, seed: random.next())))
  }
}
