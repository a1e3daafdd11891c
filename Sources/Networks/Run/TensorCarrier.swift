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
    try layers[index].run(sources, on: engine).value
  }

  func release(_ value: Operand) {}
}
