import Foundation

/// Adam with decoupled weight decay (Loshchilov and Hutter 2019, arXiv 1711.05101), as PyTorch's `AdamW`.
///
/// w -= rate * decay * w; m += (1 - b1) * (g - m); v = b2 * v + (1 - b2) * g^2;
/// w -= rate / (1 - b1^t) * m / (sqrt(v) / sqrt(1 - b2^t) + epsilon), in single precision; the factors of a step are
/// computed in double. Every weight moves by about the rate, however small its gradient is, so that classes of a few
/// voxels learn from the first steps on.
public struct AdamW: Hashable, Sendable, Codable {
  /// How much of the first moment, the mean gradient, is kept: b1.
  public let momentum: Double
  /// How much of the second moment, the mean square, is kept: b2.
  public let memory: Double
  /// Weight decay, on every parameter.
  public let decay: Double
  /// Added to the root of the second moment.
  public let epsilon: Double

  /// An optimiser; PyTorch's numbers where nothing else is said.
  public init(momentum: Double = 0.9, memory: Double = 0.999, decay: Double = 0.01, epsilon: Double = 1e-8) {
    self.momentum = momentum
    self.memory = memory
    self.decay = decay
    self.epsilon = epsilon
  }

  /// Moves parameters by one step.
  /// - Parameters:
  ///   - gradients: of the loss; each is multiplied by `factor` first (clipping).
  ///   - moments: two, zeros before the first step; carried from step to step.
  ///   - number: of the step, from 0.
  func step(
    _ parameters: inout NetworkParameters, _ gradients: NetworkParameters, factor: Float,
    moments: inout [NetworkParameters], rate: Double, number: Int
  ) {
    let t = Double(number + 1)
    let kept = Float(1 - rate * decay), first = Float(1 - momentum)
    let second = Float(memory), fresh = Float(1 - memory)
    let length = Float(rate / (1 - pow(momentum, t)))
    let root = Float((1 - pow(memory, t)).squareRoot()), epsilon = Float(epsilon)
    parameters.update(with: gradients, &moments) { values, gradients, means, squares in
      for index in values.indices {
        let gradient = gradients[index] * factor
        let mean = means[index] + first * (gradient - means[index])
        let square = second * squares[index] + fresh * gradient * gradient
        means[index] = mean
        squares[index] = square
        values[index] = values[index] * kept - length * (mean / (square.squareRoot() / root + epsilon))
      }
    }
  }
}
