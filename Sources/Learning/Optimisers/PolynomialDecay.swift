import Foundation

/// A learning rate that falls to zero: rate * (1 - step / steps)^0.9, as nnU-Net's.
public struct PolynomialDecay: Hashable, Sendable, Codable {
  /// The first rate.
  public let rate: Double
  /// Steps until zero.
  public let steps: Int
  /// How it falls.
  public let exponent: Double

  /// A decay; see the properties.
  public init(rate: Double = 0.01, steps: Int, exponent: Double = 0.9) {
    self.rate = rate
    self.steps = steps
    self.exponent = exponent
  }

  /// The rate of a step, counted from 0.
  public func rate(at step: Int) -> Double {
    rate * pow(max(0, 1 - Double(step) / Double(max(steps, 1))), exponent)
  }
}
