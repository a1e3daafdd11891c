extension Exact {
  /// e to the power of a number between -700 and 700, by halving and a polynomial; relative error below 1e-9.
  static func exponential(_ x: Double) -> Double {
    let held = min(max(x, -700), 700)
    let power = (held * 1.4426950408889634).rounded()
    let r = held - power * 0.6931471805599453
    let tail = 1 + r / 6 * (1 + r / 7 * (1 + r / 8 * (1 + r / 9)))
    let series = 1 + r * (1 + r / 2 * (1 + r / 3 * (1 + r / 4 * (1 + r / 5 * tail))))
    return Double(sign: .plus, exponent: Int(power), significand: 1) * series
  }
}
