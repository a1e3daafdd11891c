import Networks

/// A price on where parameters are, beside the loss of a batch.
public protocol ParameterPenalty: Sendable {
  /// Adds its gradient at `parameters`; returns its value.
  func add(to gradients: inout NetworkParameters, at parameters: NetworkParameters) -> Double
}
