import Foundation

/// A range of numbers and where its marks stand: steps of 1, 2 or 5 times a power of ten.
public struct AxisScale: Sendable, Hashable {
  /// The least value shown.
  public let low: Double
  /// The greatest value shown, above `low`.
  public let high: Double

  /// A range that holds what is given; values that are no numbers are left out, an empty range is widened.
  public init(low: Double, high: Double) {
    let a = low.isFinite ? low : 0
    let b = high.isFinite ? high : a + 1
    let least = min(a, b)
    let most = max(a, b)
    self.low = least
    self.high = most > least ? most : least + max(1, abs(least) * 0.1)
  }

  /// The range of values; 0...1 when none is a number.
  public init(of values: some Sequence<Double>) {
    var least = Double.infinity
    var most = -Double.infinity
    for value in values where value.isFinite {
      least = min(least, value)
      most = max(most, value)
    }
    if least > most { self.init(low: 0, high: 1) } else { self.init(low: least, high: most) }
  }

  /// The distance of marks when at most `count` fit.
  public func step(count: Int) -> Double {
    let rough = (high - low) / Double(max(1, count))
    let power = pow(10, log10(rough).rounded(.down))
    guard power.isFinite, power > 0 else { return high - low }
    return ([1, 2, 5].first { $0 * power >= rough * 0.999 } ?? 10) * power
  }

  /// The marks within the range, ascending, at most `count` or so.
  public func ticks(count: Int) -> [Double] {
    let step = step(count: count)
    let first = (low / step).rounded(.up)
    return (0...(2 * max(1, count))).map { (first + Double($0)) * step }.filter { $0 <= high + step * 1e-9 }
  }

  /// Where a value stands between `low` (0) and `high` (1); nil for what is not a number.
  public func position(_ value: Double) -> Double? {
    value.isFinite ? (value - low) / (high - low) : nil
  }

  /// The index of `count` equal places that holds a value, ends included; nil outside or for no number.
  public func index(_ value: Double, count: Int) -> Int? {
    guard count > 0, let place = position(value), place >= 0, place <= 1 else { return nil }
    return min(count - 1, Int(place * Double(count)))
  }
}
