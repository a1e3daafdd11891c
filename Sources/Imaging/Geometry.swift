/// Where a grid of voxels lies in the patient: shape, affine (voxel index to RAS+ mm) and what follows from them.
public struct Geometry: Sendable, Hashable {
  /// Voxels along each axis.
  public let shape: GridShape
  /// Voxel index to RAS+ millimetres.
  public let affine: Affine

  /// A geometry; see the properties.
  public init(shape: GridShape, affine: Affine) {
    self.shape = shape
    self.affine = affine
  }

  /// Millimetres between voxel centres along each axis of the grid.
  public var spacing: Vector3 {
    Vector3(x: affine.columnX.length, y: affine.columnY.length, z: affine.columnZ.length)
  }

  /// Millilitres of one voxel.
  public var voxelMillilitres: Double { abs(affine.determinant) / 1000 }

  /// The centre of a voxel, RAS+ mm.
  public func position(of index: VoxelIndex) -> Vector3 { affine.apply(index) }

  /// The voxel whose centre is nearest to a point, inside the grid or not; nil for a singular affine.
  public func index(at position: Vector3) -> VoxelIndex? {
    guard let p = affine.inverse?.apply(x: position.x, y: position.y, z: position.z) else { return nil }
    guard let x = Int(exactly: p.x.rounded()), let y = Int(exactly: p.y.rounded()),
      let z = Int(exactly: p.z.rounded())
    else { return nil }
    return VoxelIndex(x: x, y: y, z: z)
  }

  /// Whether two grids have the same voxels: equal shape, and no corner further apart than `tolerance` mm.
  public func matches(_ other: Geometry, tolerance: Double = 0.1) -> Bool {
    guard shape == other.shape else { return false }
    for corner in 0..<8 {
      let index = VoxelIndex(
        x: corner & 1 == 0 ? 0 : shape.x - 1, y: corner & 2 == 0 ? 0 : shape.y - 1,
        z: corner & 4 == 0 ? 0 : shape.z - 1)
      if (affine.apply(index) - other.affine.apply(index)).length > tolerance { return false }
    }
    return true
  }
}
