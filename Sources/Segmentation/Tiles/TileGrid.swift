import Tensors

/// Where the tiles of a box lie: evenly spaced, the first and last flush with its ends.
///
/// The rule is nnU-Net's (`compute_steps_for_sliding_window`, `pad_nd_image` of nnunetv2 2.8.1 and acvl_utils): a
/// box smaller than the patch is padded with zeros on both sides, the odd voxel behind; the step is the largest that
/// is not above `step` patches and divides the way evenly; origins are rounded to nearest, halves to even.
public struct TileGrid: Hashable, Sendable {
  /// The box of the prepared grid that the tiles cover.
  public let box: GridBox
  /// Voxels of a tile.
  public let patch: Axes
  /// First voxels of the tiles along z, y, x, relative to the box; negative where it is padded.
  public let origins: [[Int]]

  /// The tiles of `box`; `step` is a part of the patch, above 0 and at most 1.
  public init(_ box: GridBox, patch: Axes, step: Double) throws(TilingError) {
    guard step > 0, step <= 1 else { throw .step(step) }
    guard (box.shape.values + patch.values).allSatisfy({ $0 > 0 }) else {
      throw .grid(given: box.shape, expected: patch)
    }
    self.box = box
    self.patch = patch
    origins = (0..<3).map { Self.origins(box.shape.values[$0], patch: patch.values[$0], step: step) }
  }

  /// Tiles in all.
  public var count: Int { origins[0].count * origins[1].count * origins[2].count }

  /// Tiles of one row along z: those that share their first plane.
  var tilesOfRow: [(y: Int, x: Int)] {
    origins[1].flatMap { y in origins[2].map { (y: y, x: $0) } }
  }

  static func origins(_ extent: Int, patch: Int, step: Double) -> [Int] {
    let padded = max(extent, patch), before = (padded - extent) / 2, way = padded - patch
    let count = Int((Double(way) / (Double(patch) * step)).rounded(.up)) + 1
    guard count > 1 else { return [-before] }
    let actual = Double(way) / Double(count - 1)
    return (0..<count).map { Int((actual * Double($0)).rounded(.toNearestOrEven)) - before }
  }
}
