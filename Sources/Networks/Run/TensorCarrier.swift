import Tensors

/// Carries a walk on tensors. Results lie in the engine's arena and go back to it with their last reference.
final class TensorCarrier: WalkCarrier {
  private let engine: Engine
  private let layers: PreparedLayers
  private let dense: [Float]

  /// Steps with these weights; `patch` is the dense input of an encoder.
  init(_ layers: PreparedLayers, patch: [Float] = [], on engine: Engine) {
    self.engine = engine
    self.layers = layers
    dense = patch
  }

  func patch(_ shape: Shape) throws(TensorError) -> Operand {
    Operand(plain: try Tensor(shape, dense, in: engine.arena))
  }

  func room(_ shape: Shape) throws(TensorError) -> Operand {
    Operand(plain: try engine.tensor(shape))
  }

  func perform(
    _ index: Int, _ step: NetworkWalk.Step, _ sources: [Operand]
  ) throws(TensorError) -> Operand {
    switch (step.operation, layers[index]) {
    case (.convolution(let operation, let norm), .some(let layer)):
      let (tensor, moments) = try operation.forward(
        Concatenation(sources), layer.weights, moments: true, on: engine)
      let result = try norm.forward(
        moments ?? Moments(of: tensor, on: engine), gamma: layer.gamma, beta: layer.beta)
      return try Operand(tensor, through: result.load)
    case (.transposed(let operation, _), .some(let layer)):
      return Operand(plain: try operation.forward(sources[0], layer.weights, on: engine))
    case (.pool(let operation), _):
      // Blocks end in a sum, so what is pooled is never deferred; another order would still be right.
      let source = sources[0].load == nil ? sources[0].tensor : try sources[0].materialised(on: engine)
      return Operand(plain: try operation.forward(source, on: engine))
    case (.sum(let operation), _):
      return Operand(plain: try operation.forward(sources[0], sources[1], on: engine))
    case (.convolution, .none), (.transposed, .none):
      throw .parameters(operator: step.name ?? "network", name: "weights", given: 0, expected: 1)
    }
  }

  func release(_ value: Operand) {}
}
