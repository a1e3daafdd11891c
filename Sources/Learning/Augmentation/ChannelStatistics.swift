/// Mean, spread and range of the intensities of a channel; sums go in a fixed order.
struct ChannelStatistics {
  let mean: Double
  /// Of the whole population.
  let deviation: Double
  let minimum: Float
  let maximum: Float

  init(_ image: UnsafeBufferPointer<Float>) {
    let start = image.first ?? 0
    var low = SIMD4(repeating: start), high = low
    let sum = ChannelStatistics.sum(image) { values in
      low = pointwiseMin(low, values)
      high = pointwiseMax(high, values)
      return SIMD4<Double>(values)
    }
    let mean = sum / Double(max(image.count, 1))
    let squares = ChannelStatistics.sum(image) { values in
      let off = SIMD4<Double>(values) - mean
      return off * off
    }
    self.mean = mean
    deviation = (squares / Double(max(image.count, 1))).squareRoot()
    minimum = low.min()
    maximum = high.max()
  }

  /// The sum of what is made of every value, in four strands.
  @inline(__always) private static func sum(
    _ image: UnsafeBufferPointer<Float>, _ term: (SIMD4<Float>) -> SIMD4<Double>
  ) -> Double {
    var total = SIMD4<Double>()
    let whole = image.count / 4 * 4
    for first in stride(from: 0, to: whole, by: 4) {
      total += term(SIMD4(image[first], image[first + 1], image[first + 2], image[first + 3]))
    }
    var rest = 0.0
    for index in whole..<image.count { rest += term(SIMD4(repeating: image[index]))[0] }
    return total[0] + total[1] + total[2] + total[3] + rest
  }
}
