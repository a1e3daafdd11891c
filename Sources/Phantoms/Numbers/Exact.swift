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
