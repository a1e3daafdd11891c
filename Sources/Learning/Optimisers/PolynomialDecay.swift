import Foundation

/// A learning rate that falls to zero: rate * (1 - step / steps)^0.9, as nnU-Net's; where there is a warm-up it first
/// rises evenly (Goyal et al. 2017, arXiv 1706.02677).
public struct PolynomialDecay: Hashable, Sendable, Codable {
  /// The first rate, before the warm-up's share of it is taken.
  public let rate: Double
  /// Steps until zero.
  public let steps: Int
  /// How it falls.
  public let exponent: Double
  /// Steps before the rate is whole: step t takes the share (t + 1) / (warmUp + 1) of it.
  public let warmUp: Int

  /// A decay; see the properties.
  public init(rate: Double = 0.01, steps: Int, exponent: Double = 0.9, warmUp: Int = 0) {
    self.rate = rate
    self.steps = steps
    self.exponent = exponent
    self.warmUp = warmUp
  }

  /// The rate of a step, counted from 0.
  public func rate(at step: Int) -> Double {
    let falling = rate * pow(max(0, 1 - Double(step) / Double(max(steps, 1))), exponent)
    return step < warmUp ? falling * Double(step + 1) / Double(warmUp + 1) : falling
  }
}
