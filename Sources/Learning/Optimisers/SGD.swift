/// Stochastic gradient descent with Nesterov momentum and weight decay, as PyTorch's `SGD(nesterov=True)`.
///
/// g += decay * w; v = momentum * v + g; w -= rate * (g + momentum * v), in single precision; v starts as the first g.
public struct SGD: Hashable, Sendable, Codable {
  /// How much of the last direction is kept.
  public let momentum: Float
  /// Weight decay (L2), on every parameter.
  public let decay: Float

  /// An optimiser; nnU-Net's momentum is 0.99, its decay 3e-5.
  public init(momentum: Float = 0.99, decay: Float = 3e-5) {
    self.momentum = momentum
    self.decay = decay
  }

  /// Moves parameters by one step.
  /// - Parameters:
  ///   - gradients: of the loss; each is multiplied by `factor` first (clipping).
  ///   - moments: the velocity, zeros before the first step; carried from step to step.
  func step(
    _ parameters: inout NetworkParameters, _ gradients: NetworkParameters, factor: Float,
    moments: inout [NetworkParameters], rate: Float
  ) {
    parameters.update(with: gradients, &moments) { values, gradients, velocities, _ in
      for index in values.indices {
        let gradient = gradients[index] * factor + decay * values[index]
        let velocity = momentum * velocities[index] + gradient
        velocities[index] = velocity
        values[index] -= rate * (gradient + momentum * velocity)
      }
    }
  }
}
