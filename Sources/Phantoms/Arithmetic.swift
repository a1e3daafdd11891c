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

/// An axis-parallel box in millimetres.
struct Box3 {
  var low: Point3
  var high: Point3

  /// The box grown by a margin on every side.
  func grown(by margin: Double) -> Box3 {
    Box3(low: low - Point3(margin, margin, margin), high: high + Point3(margin, margin, margin))
  }
}

/// Arithmetic that gives the same bits on every machine.
///
/// Only +, -, *, / and square roots, which IEEE 754 fixes to the last bit; the C library's sine and exponential
/// differ between versions, and a phantom must not.
enum Exact {
  /// a at 0, b at 1, straight between and beyond.
  static func mix(_ a: Double, _ b: Double, _ t: Double) -> Double { a + (b - a) * t }

  /// 0 below `low`, 1 above `high`, a smooth cubic between.
  static func smooth(_ low: Double, _ high: Double, _ value: Double) -> Double {
    let t = min(max((value - low) / (high - low), 0), 1)
    return t * t * (3 - 2 * t)
  }

  /// The smaller of two distances, rounded where they are closer than `radius`: bodies grown together.
  static func blend(_ a: Double, _ b: Double, _ radius: Double) -> Double {
    let h = max(radius - abs(a - b), 0) / radius
    return min(a, b) - h * h * radius / 4
  }

  /// Sine of an angle in degrees, by a polynomial; error below 1e-6.
  static func sine(_ degrees: Double) -> Double {
    var angle = degrees - 360 * (degrees / 360).rounded()
    if angle > 90 { angle = 180 - angle }
    if angle < -90 { angle = -180 - angle }
    let x = angle * 0.017453292519943295
    let s = x * x
    return x * (1 - s / 6 * (1 - s / 20 * (1 - s / 42 * (1 - s / 72 * (1 - s / 110)))))
  }

  /// Cosine of an angle in degrees.
  static func cosine(_ degrees: Double) -> Double { sine(degrees + 90) }
}

/// A smooth curve through knots, `value(at:)` constant beyond the ends.
struct Profile {
  private let knots: [(at: Double, value: Double)]

  /// Knots in ascending order, at least one.
  init(_ knots: [(Double, Double)]) {
    precondition(!knots.isEmpty)
    self.knots = knots.map { (at: $0.0, value: $0.1) }
  }

  /// The value at a place, eased between its two knots.
  func value(at place: Double) -> Double {
    var before = knots[0]
    for knot in knots {
      if knot.at >= place {
        guard knot.at > before.at else { return knot.value }
        return Exact.mix(before.value, knot.value, Exact.smooth(before.at, knot.at, place))
      }
      before = knot
    }
    return before.value
  }
}
