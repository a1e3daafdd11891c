/// Scales gradients whose norm over all parameters is too large.
///
/// PyTorch's `clip_grad_norm_`: factor = limit / (norm + 1e-6), where that is below 1. The norm is summed in double in the
/// order of the parameters, so that it does not depend on threads.
public struct GradientClipping: Hashable, Sendable, Codable {
  /// The largest norm; nnU-Net's is 12.
  public let limit: Double

  /// A clipping; see the property.
  public init(limit: Double = 12) { self.limit = limit }

  /// The norm of gradients, and the factor they are to be multiplied by.
  public func factor(for gradients: NetworkParameters) -> (norm: Double, factor: Double) {
    var sum = 0.0
    gradients.forEachArray { array in
      for value in array { sum += Double(value) * Double(value) }
    }
    let norm = sum.squareRoot()
    return (norm, min(1, limit / (norm + 1e-6)))
  }
}
