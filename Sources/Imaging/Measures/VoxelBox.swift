/// A box of voxels, both corners inside it; never empty.
public struct VoxelBox: Sendable, Hashable {
  /// The smallest coordinates.
  public var lower: VoxelIndex
  /// The largest coordinates, inside the box.
  public var upper: VoxelIndex

  /// A box; `lower` must not exceed `upper` along any axis.
  public init(lower: VoxelIndex, upper: VoxelIndex) {
    precondition(lower.x <= upper.x && lower.y <= upper.y && lower.z <= upper.z)
    self.lower = lower
    self.upper = upper
  }

  /// A whole grid.
  public init(_ shape: GridShape) {
    self.init(
      lower: VoxelIndex(x: 0, y: 0, z: 0),
      upper: VoxelIndex(x: shape.x - 1, y: shape.y - 1, z: shape.z - 1))
  }

  /// Voxels along each axis.
  public var shape: GridShape {
    GridShape(x: upper.x - lower.x + 1, y: upper.y - lower.y + 1, z: upper.z - lower.z + 1)
  }

  /// The smallest box that holds both.
  public func union(_ other: VoxelBox) -> VoxelBox {
    var union = self
    for axis in 0..<3 {
      union.lower[axis] = min(lower[axis], other.lower[axis])
      union.upper[axis] = max(upper[axis], other.upper[axis])
    }
    return union
  }

  /// What both share; nil when they do not meet.
  public func intersection(_ other: VoxelBox) -> VoxelBox? {
    var lower = lower
    var upper = upper
    for axis in 0..<3 {
      lower[axis] = max(lower[axis], other.lower[axis])
      upper[axis] = min(upper[axis], other.upper[axis])
      if lower[axis] > upper[axis] { return nil }
    }
    return VoxelBox(lower: lower, upper: upper)
  }
}
