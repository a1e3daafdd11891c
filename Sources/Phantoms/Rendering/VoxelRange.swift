import Imaging

/// A box of voxels of a stored grid.
struct VoxelRange: Sendable {
  let x: Range<Int>
  let y: Range<Int>
  let z: Range<Int>

  var count: Int { x.count * y.count * z.count }

  /// Length of its longest side, mm.
  func longestSide(spacing: Vector3) -> Double {
    max(Double(x.count) * spacing.x, Double(y.count) * spacing.y, Double(z.count) * spacing.z)
  }

  /// Both halves, cut across the side that is longest in mm.
  func halves(spacing: Vector3) -> (VoxelRange, VoxelRange) {
    let sides = (
      x.count > 1 ? Double(x.count) * spacing.x : 0, y.count > 1 ? Double(y.count) * spacing.y : 0,
      z.count > 1 ? Double(z.count) * spacing.z : 0
    )
    func cut(_ range: Range<Int>) -> (Range<Int>, Range<Int>) {
      let middle = range.lowerBound + range.count / 2
      return (range.lowerBound..<middle, middle..<range.upperBound)
    }
    if sides.2 >= max(sides.0, sides.1) {
      let (a, b) = cut(z)
      return (VoxelRange(x: x, y: y, z: a), VoxelRange(x: x, y: y, z: b))
    }
    if sides.1 >= sides.0 {
      let (a, b) = cut(y)
      return (VoxelRange(x: x, y: a, z: z), VoxelRange(x: x, y: b, z: z))
    }
    let (a, b) = cut(x)
    return (VoxelRange(x: a, y: y, z: z), VoxelRange(x: b, y: y, z: z))
  }

  /// The storage offsets of its voxels, x fastest.
  func forEachOffset(in shape: GridShape, _ body: (Int) -> Void) {
    for z in z {
      for y in y {
        let row = (z * shape.y + y) * shape.x
        for x in x { body(row + x) }
      }
    }
  }
}
