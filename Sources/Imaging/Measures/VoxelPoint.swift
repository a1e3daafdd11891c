/// A place between voxels: canonical voxel coordinates with fractions, voxel centres at whole numbers.
public struct VoxelPoint: Sendable, Hashable, Codable {
  /// To the patient's right.
  public var x: Double
  /// To anterior.
  public var y: Double
  /// To superior.
  public var z: Double

  /// A place; see the properties.
  public init(x: Double, y: Double, z: Double) {
    self.x = x
    self.y = y
    self.z = z
  }

  /// The centre of a voxel.
  public init(_ voxel: VoxelIndex) {
    self.init(x: Double(voxel.x), y: Double(voxel.y), z: Double(voxel.z))
  }

  /// A place on a slice.
  public init(plane: Plane, index: Int, horizontal: Double, vertical: Double) {
    self.init(x: 0, y: 0, z: 0)
    self[plane.normalAxis] = Double(index)
    self[plane.horizontalAxis] = horizontal
    self[plane.verticalAxis] = vertical
  }

  /// The coordinate along axis 0, 1 or 2.
  public subscript(axis: Int) -> Double {
    get { axis == 0 ? x : axis == 1 ? y : z }
    set {
      switch axis {
      case 0: x = newValue
      case 1: y = newValue
      default: z = newValue
      }
    }
  }

  /// The same place in RAS+ mm; `geometry` is the canonical one.
  public func position(in geometry: Geometry) -> Vector3 { geometry.affine.apply(x: x, y: y, z: z) }
}
