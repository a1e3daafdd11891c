/// A voxel's position in a grid: `x`, `y`, `z` count along the grid's own axes, from 0.
public struct VoxelIndex: Sendable, Hashable {
  /// Along the first, fastest axis.
  public var x: Int
  /// Along the second axis.
  public var y: Int
  /// Along the third, slowest axis.
  public var z: Int

  /// A position; see the properties.
  public init(x: Int, y: Int, z: Int) {
    self.x = x
    self.y = y
    self.z = z
  }

  /// The coordinate along axis 0, 1 or 2.
  public subscript(axis: Int) -> Int {
    get { axis == 0 ? x : axis == 1 ? y : z }
    set {
      switch axis {
      case 0: x = newValue
      case 1: y = newValue
      default: z = newValue
      }
    }
  }
}

/// The number of voxels along each axis of a grid, every one at least 1.
public struct GridShape: Sendable, Hashable {
  /// Along the first, fastest axis.
  public let x: Int
  /// Along the second axis.
  public let y: Int
  /// Along the third, slowest axis.
  public let z: Int

  /// A shape; see the properties. Whoever reads it from a file has checked it.
  public init(x: Int, y: Int, z: Int) {
    precondition(x > 0 && y > 0 && z > 0, "a grid has at least one voxel along each axis")
    self.x = x
    self.y = y
    self.z = z
  }

  /// The extent along axis 0, 1 or 2.
  public subscript(axis: Int) -> Int { axis == 0 ? x : axis == 1 ? y : z }

  /// Voxels in all.
  public var count: Int { x * y * z }

  /// Whether a position lies inside.
  public func contains(_ index: VoxelIndex) -> Bool {
    index.x >= 0 && index.y >= 0 && index.z >= 0 && index.x < x && index.y < y && index.z < z
  }

  /// The nearest position inside.
  public func clamp(_ index: VoxelIndex) -> VoxelIndex {
    VoxelIndex(
      x: min(max(index.x, 0), x - 1), y: min(max(index.y, 0), y - 1), z: min(max(index.z, 0), z - 1))
  }
}
