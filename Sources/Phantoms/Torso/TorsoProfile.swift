/// A smooth curve through knots, `value(at:)` constant beyond the ends.
struct TorsoProfile {
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
