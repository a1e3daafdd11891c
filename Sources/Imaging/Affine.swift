/// A point or a direction in RAS+ millimetres: x grows to the patient's right, y to anterior, z to superior.
public struct Vector3: Sendable, Hashable {
  /// To the patient's right.
  public var x: Double
  /// To anterior.
  public var y: Double
  /// To superior.
  public var z: Double

  /// A vector; see the properties.
  public init(x: Double, y: Double, z: Double) {
    self.x = x
    self.y = y
    self.z = z
  }

  /// The coordinate along axis 0, 1 or 2.
  public subscript(axis: Int) -> Double { axis == 0 ? x : axis == 1 ? y : z }

  /// Euclidean length.
  public var length: Double { (x * x + y * y + z * z).squareRoot() }

  /// Sum.
  public static func + (a: Vector3, b: Vector3) -> Vector3 {
    Vector3(x: a.x + b.x, y: a.y + b.y, z: a.z + b.z)
  }

  /// Difference.
  public static func - (a: Vector3, b: Vector3) -> Vector3 {
    Vector3(x: a.x - b.x, y: a.y - b.y, z: a.z - b.z)
  }

  /// Scaled.
  public static func * (a: Vector3, factor: Double) -> Vector3 {
    Vector3(x: a.x * factor, y: a.y * factor, z: a.z * factor)
  }
}

/// An affine map from voxel coordinates to RAS+ millimetres: `p = x * columnX + y * columnY + z * columnZ + origin`.
public struct Affine: Sendable, Hashable {
  /// A step of one voxel along x, in mm.
  public var columnX: Vector3
  /// A step of one voxel along y, in mm.
  public var columnY: Vector3
  /// A step of one voxel along z, in mm.
  public var columnZ: Vector3
  /// Where voxel (0, 0, 0) has its centre.
  public var origin: Vector3

  /// An affine from its columns.
  public init(columnX: Vector3, columnY: Vector3, columnZ: Vector3, origin: Vector3) {
    self.columnX = columnX
    self.columnY = columnY
    self.columnZ = columnZ
    self.origin = origin
  }

  /// Column 0, 1 or 2.
  public func column(_ axis: Int) -> Vector3 { axis == 0 ? columnX : axis == 1 ? columnY : columnZ }

  /// Voxel coordinates (fractions allowed) to millimetres.
  public func apply(x: Double, y: Double, z: Double) -> Vector3 {
    columnX * x + columnY * y + columnZ * z + origin
  }

  /// The centre of a voxel in millimetres.
  public func apply(_ index: VoxelIndex) -> Vector3 {
    apply(x: Double(index.x), y: Double(index.y), z: Double(index.z))
  }

  /// The determinant of the 3x3 part: voxel volume in mm^3, negative when the axes are left-handed.
  public var determinant: Double {
    let a = columnX
    let b = columnY
    let c = columnZ
    return a.x * (b.y * c.z - b.z * c.y) - b.x * (a.y * c.z - a.z * c.y) + c.x * (a.y * b.z - a.z * b.y)
  }

  /// Millimetres to voxel coordinates; nil when the affine is singular.
  public var inverse: Affine? {
    let d = determinant
    guard d.isFinite, abs(d) > 1e-12 else { return nil }
    let a = columnX
    let b = columnY
    let c = columnZ
    func cofactor(_ u: Vector3, _ v: Vector3) -> Vector3 {
      Vector3(x: u.y * v.z - u.z * v.y, y: u.z * v.x - u.x * v.z, z: u.x * v.y - u.y * v.x) * (1 / d)
    }
    let rows = [cofactor(b, c), cofactor(c, a), cofactor(a, b)]
    var inverse = Affine(
      columnX: Vector3(x: rows[0].x, y: rows[1].x, z: rows[2].x),
      columnY: Vector3(x: rows[0].y, y: rows[1].y, z: rows[2].y),
      columnZ: Vector3(x: rows[0].z, y: rows[1].z, z: rows[2].z),
      origin: Vector3(x: 0, y: 0, z: 0))
    let o = inverse.apply(x: origin.x, y: origin.y, z: origin.z)
    inverse.origin = o * -1
    return inverse
  }
}
