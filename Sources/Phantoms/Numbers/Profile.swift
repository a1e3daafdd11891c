/// A smooth curve through knots: a number that changes with height (or along anything else).
///
/// Piecewise cubic without overshoot (Fritsch, Carlson, doi 10.1137/0717021), kept as a table; `value(at:)` is
/// constant beyond the ends and costs two look-ups.
struct Profile {
  private let low: Double
  private let perUnit: Double
  private let table: [Double]

  /// Knots (place, value) in ascending order of place, at least one.
  init(_ knots: [(Double, Double)]) {
    precondition(!knots.isEmpty)
    let steps = 512
    low = knots[0].0
    let span = max(knots[knots.count - 1].0 - low, 1e-9)
    perUnit = Double(steps) / span
    let slopes = Profile.slopes(knots)
    var table: [Double] = []
    table.reserveCapacity(steps + 2)
    var piece = 0
    for step in 0...steps {
      let at = low + span * Double(step) / Double(steps)
      while piece + 2 < knots.count, knots[piece + 1].0 < at { piece += 1 }
      table.append(Profile.value(knots, slopes, piece: piece, at: at))
    }
    table.append(table[steps])
    self.table = table
  }

  /// The same value everywhere.
  init(_ value: Double) { self.init([(0, value)]) }

  func value(at place: Double) -> Double {
    let position = min(max((place - low) * perUnit, 0), Double(table.count - 2))
    let index = Int(position)
    let t = position - Double(index)
    return table[index] + (table[index + 1] - table[index]) * t
  }

  /// How fast the value changes at a place.
  func slope(at place: Double) -> Double { (value(at: place + 2) - value(at: place - 2)) / 4 }

  private static func slopes(_ knots: [(Double, Double)]) -> [Double] {
    guard knots.count > 1 else { return [0] }
    let secants = (1..<knots.count).map {
      (knots[$0].1 - knots[$0 - 1].1) / max(knots[$0].0 - knots[$0 - 1].0, 1e-9)
    }
    var slopes = [secants[0]]
    for index in 1..<max(knots.count - 1, 1) where knots.count > 2 {
      let (a, b) = (secants[index - 1], secants[index])
      slopes.append(a * b <= 0 ? 0 : 2 * a * b / (a + b))
    }
    slopes.append(secants[secants.count - 1])
    return slopes
  }

  private static func value(
    _ knots: [(Double, Double)], _ slopes: [Double], piece: Int, at place: Double
  ) -> Double {
    guard knots.count > 1 else { return knots[0].1 }
    let (a, b) = (knots[piece], knots[piece + 1])
    let h = max(b.0 - a.0, 1e-9)
    let t = (place - a.0) / h
    let t2 = t * t
    let t3 = t2 * t
    return a.1 * (2 * t3 - 3 * t2 + 1) + b.1 * (3 * t2 - 2 * t3) + slopes[piece] * h * (t3 - 2 * t2 + t)
      + slopes[piece + 1] * h * (t3 - t2)
  }
}
