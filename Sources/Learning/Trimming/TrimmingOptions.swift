/// How a decoder is trimmed.
public struct TrimmingOptions: Codable, Hashable, Sendable {
  /// A way to make a decoder smaller.
  public enum Method: String, Codable, Hashable, Sendable, CaseIterable {
    /// Cheaper operators and narrower stages, searched for and learned from the teacher: smaller and faster.
    case distillation
    /// Single weights set to zero, the rest learned again from where it was: fewer weights, not less time.
    case lottery
  }

  /// Which way.
  public var method: Method
  /// How far mean validation Dice may fall.
  public var tolerance: Double
  /// What size and time weigh in the search beside the loss, the teacher's being 1.
  public var priceWeight: Double

  /// Options; see the properties.
  public init(method: Method = .distillation, tolerance: Double = 0.01, priceWeight: Double = 5) {
    self.method = method
    self.tolerance = tolerance
    self.priceWeight = priceWeight
  }
}
