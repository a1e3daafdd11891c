import Imaging
import Tensors

/// What one look at a case tells: everything that planning needs of it.
public struct CaseFacts: Hashable, Sendable, Codable {
  /// The case's name.
  public let name: String
  /// Millimetres between voxels along z, y, x of the canonical grid (to superior, anterior, right).
  public let spacing: [Double]
  /// Voxels along z, y, x of the box that is not zero.
  public let shape: Axes
  /// Voxels of every class, the background's first; ignored ones are in none.
  public let classVoxels: [Int]
  /// Values drawn from the foreground, as many of a large case as of a small one, as nnU-Net does.
  public let intensities: IntensitySample
  /// What is odd about the image, one sentence each.
  public let warnings: [String]
}

extension CaseFacts {
  /// Why a case has no facts.
  enum Flaw: Error {
    case unknownLabels([Int])
    case constant(Float)
  }

  /// Draws begin from here for every case, as nnU-Net's do.
  private static let seed: UInt64 = 1234

  /// Looks at every voxel of a case.
  /// - Parameters:
  ///   - draws: how many values are drawn from the foreground.
  ///   - label: the class of an id.
  init(
    _ name: String, _ scan: TrainingDataset.Scan, classes: Int, draws: Int, label: (UInt16) -> UInt16?
  ) throws(Flaw) {
    var look = VoxelLook(scan, classes: classes)
    look.run(label)
    guard look.unknown.isEmpty else { throw .unknownLabels(look.unknown.sorted()) }
    guard look.low < look.high, let box = look.box else { throw .constant(look.low) }
    self.name = name
    classVoxels = look.counts
    warnings = scan.warnings
    let orientation = scan.image.orientation, spacing = scan.image.geometry.spacing
    shape = Axes(
      box[orientation.axes[2]].count, box[orientation.axes[1]].count, box[orientation.axes[0]].count)
    // In single precision, as the header has them and preparation takes them.
    self.spacing = [spacing.z, spacing.y, spacing.x].map { Double(Float($0)) }
    var random = SampleRandom(seed: Self.seed, index: 0, purpose: "foreground intensities")
    let foreground = look.counts.dropFirst().reduce(0, +)
    // One draw from each of as many equal shares of the foreground: neighbours are alike, so this strays far less
    // from the whole than draws from anywhere.
    let ranks = (0..<(foreground == 0 ? 0 : draws)).map { draw in
      min(Int((Double(draw) + random.uniform()) / Double(draws) * Double(foreground)), foreground - 1)
    }
    intensities = IntensitySample(look.values(ofForeground: ranks, label))
  }
}

/// A walk over the voxels of a scan and its ids, row by row in storage order.
private struct VoxelLook {
  let scan: TrainingDataset.Scan
  var counts: [Int]
  var unknown: Set<Int> = []
  var low = Float.infinity
  var high = -Float.infinity
  /// The box that is not zero, along storage axes x, y, z.
  var box: [Range<Int>]?

  init(_ scan: TrainingDataset.Scan, classes: Int) {
    self.scan = scan
    counts = [Int](repeating: 0, count: classes)
  }

  /// Counts classes and finds range and box of the values.
  mutating func run(_ label: (UInt16) -> UInt16?) {
    let shape = scan.image.storedGeometry.shape
    var values = [Float](repeating: 0, count: shape.x)
    var tally = [Int](repeating: 0, count: 65_536)
    var ids = [UInt16](repeating: 0, count: shape.x)
    for z in 0..<shape.z {
      for y in 0..<shape.y {
        let offset = (z * shape.y + y) * shape.x
        scan.image.voxels.copy(from: offset, count: shape.x, to: &values)
        scan.labels.voxels.copy(from: offset, count: shape.x, to: &ids)
        for id in ids { tally[Int(id)] += 1 }
        note(values, y: y, z: z)
      }
    }
    for (id, count) in tally.enumerated() where count > 0 {
      guard let own = label(UInt16(id)) else {
        unknown.insert(id)
        continue
      }
      if own != DiceCrossEntropy.ignored { counts[Int(own)] += count }
    }
  }

  private mutating func note(_ row: [Float], y: Int, z: Int) {
    for value in row {
      low = min(low, value)
      high = max(high, value)
    }
    guard let first = row.firstIndex(where: { $0 != 0 }), let last = row.lastIndex(where: { $0 != 0 }) else {
      return
    }
    let found = [first..<(last + 1), y..<(y + 1), z..<(z + 1)]
    box =
      box.map { zip($0, found).map { min($0.lowerBound, $1.lowerBound)..<max($0.upperBound, $1.upperBound) } }
      ?? found
  }

  /// The values at some ranks (ascending, some perhaps twice) of the voxels that have a class.
  func values(ofForeground ranks: [Int], _ label: (UInt16) -> UInt16?) -> [Float] {
    let shape = scan.image.storedGeometry.shape
    let isForeground = (0...UInt16.max).map { id in
      label(id).map { $0 != 0 && $0 != DiceCrossEntropy.ignored } ?? false
    }
    var result: [Float] = []
    result.reserveCapacity(ranks.count)
    var ids = [UInt16](repeating: 0, count: shape.x), values = [Float](repeating: 0, count: shape.x)
    var next = 0, rank = 0
    for row in 0..<(shape.y * shape.z) where next < ranks.count {
      scan.labels.voxels.copy(from: row * shape.x, count: shape.x, to: &ids)
      let inside = ids.reduce(0) { isForeground[Int($1)] ? $0 + 1 : $0 }
      guard ranks[next] < rank + inside else {
        rank += inside
        continue
      }
      scan.image.voxels.copy(from: row * shape.x, count: shape.x, to: &values)
      for x in 0..<shape.x where isForeground[Int(ids[x])] {
        while next < ranks.count && ranks[next] == rank {
          result.append(values[x])
          next += 1
        }
        rank += 1
      }
    }
    return result
  }
}
