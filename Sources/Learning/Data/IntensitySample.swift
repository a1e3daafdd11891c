/// Values drawn from an image's foreground: each value once, with how often it was drawn.
public struct IntensitySample: Hashable, Sendable, Codable {
  /// The values, ascending, HU.
  public let values: [Float]
  /// How often each was drawn.
  public let counts: [Int]

  /// Values in any order.
  public init(_ drawn: [Float]) {
    var values: [Float] = [], counts: [Int] = []
    for value in drawn.sorted() {
      if value == values.last {
        counts[counts.count - 1] += 1
      } else {
        values.append(value)
        counts.append(1)
      }
    }
    self.values = values
    self.counts = counts
  }

  /// Several samples in one.
  public init(_ samples: [IntensitySample]) {
    var pairs: [(value: Float, count: Int)] = []
    for sample in samples { pairs += zip(sample.values, sample.counts).map { ($0, $1) } }
    pairs.sort { $0.value < $1.value }
    var values: [Float] = [], counts: [Int] = []
    for pair in pairs {
      if pair.value == values.last {
        counts[counts.count - 1] += pair.count
      } else {
        values.append(pair.value)
        counts.append(pair.count)
      }
    }
    self.values = values
    self.counts = counts
  }

  /// Values in all.
  public var count: Int { counts.reduce(0, +) }

  /// The mean; 0 of no values.
  public var mean: Double {
    let sum = zip(values, counts).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
    return sum / Double(max(count, 1))
  }

  /// The standard deviation of the values themselves (divided by their number), as numpy's `std`.
  public var deviation: Double {
    let mean = mean
    let sum = zip(values, counts).reduce(0.0) {
      $0 + (Double($1.0) - mean) * (Double($1.0) - mean) * Double($1.1)
    }
    return (sum / Double(max(count, 1))).squareRoot()
  }

  /// A percentile, 0...100, between the two nearest values as numpy's `percentile`; 0 of no values.
  public func percentile(_ percent: Double) -> Double {
    guard !values.isEmpty else { return 0 }
    let position = percent / 100 * Double(count - 1)
    let below = Int(position.rounded(.down))
    let low = value(at: below), high = value(at: min(below + 1, count - 1))
    return low + (high - low) * (position - Double(below))
  }

  /// The value of a rank, counted from 0.
  private func value(at rank: Int) -> Double {
    var passed = 0
    for (value, count) in zip(values, counts) {
      passed += count
      if rank < passed { return Double(value) }
    }
    return Double(values[values.count - 1])
  }
}
