/// A point or a direction in millimetres: x to the patient's right, y to anterior, z to superior.
struct Point3: Equatable {
  var x: Double
  var y: Double
  var z: Double

  init(_ x: Double, _ y: Double, _ z: Double) {
    self.x = x
    self.y = y
    self.z = z
  }

  static func + (a: Point3, b: Point3) -> Point3 { Point3(a.x + b.x, a.y + b.y, a.z + b.z) }
  static func - (a: Point3, b: Point3) -> Point3 { Point3(a.x - b.x, a.y - b.y, a.z - b.z) }
  static func * (a: Point3, factor: Double) -> Point3 { Point3(a.x * factor, a.y * factor, a.z * factor) }

  var length: Double { (x * x + y * y + z * z).squareRoot() }

  /// The same direction with length 1; straight up for a point at the origin.
  var unit: Point3 {
    let length = length
    return length > 0 ? self * (1 / length) : Point3(0, 0, 1)
  }

  /// The point on the other side of the median plane.
  var mirrored: Point3 { Point3(-x, y, z) }
}

extension Point3 {
  /// The scalar product.
  func dot(_ other: Point3) -> Double { x * other.x + y * other.y + z * other.z }

  /// The vector product.
  func cross(_ o: Point3) -> Point3 { Point3(y * o.z - z * o.y, z * o.x - x * o.z, x * o.y - y * o.x) }

  /// The point between two.
  static func mix(_ a: Point3, _ b: Point3, _ t: Double) -> Point3 { a + (b - a) * t }

  /// The point turned about the z axis, right to anterior, degrees.
  func turned(yaw degrees: Double) -> Point3 {
    let (s, c) = (Exact.sine(degrees), Exact.cosine(degrees))
    return Point3(x * c - y * s, x * s + y * c, z)
  }
}
