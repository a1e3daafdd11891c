import Networks
import Tensors

/// An encoder whose parameters stay: of its activations only the skips are kept, and its weights are prepared once for
/// all batches of one extent.
///
/// The skips are the same bits as those of a trace. Cost: prepared weights take up to 8 times the dense ones' memory;
/// a decoder's step then holds a tensor a stage of the encoder in place of one a layer.
final class FrozenEncoder {
  private let walk: NetworkWalk
  private let parameters: [LayerParameters?]
  private var prepared: [PreparedStep?]

  /// An encoder with parameters that stay.
  init(_ walk: NetworkWalk, _ parameters: [LayerParameters?]) {
    self.walk = walk
    self.parameters = parameters
    prepared = [PreparedStep?](repeating: nil, count: walk.steps.count)
  }

  /// The skips of a batch, finest first.
  func skips(of batch: TrainingBatch, on engine: Engine) throws(TensorError) -> [Operand] {
    var values: [Operand?] = [Operand(plain: try Tensor(batch.shape, batch.image, in: engine.arena))]
    try walk.carry(&values, inputs: .spent, on: Carrier(encoder: self, engine: engine))
    return walk.outputs.compactMap { values[$0] }
  }

  /// A step, prepared anew where the extent is another one.
  private func step(
    _ index: Int, _ step: NetworkWalk.Step, extent: Axes, on engine: Engine
  ) throws(TensorError) -> PreparedStep {
    if let ready = prepared[index], ready.extent == extent { return ready }
    let fresh = try PreparedStep(step, parameters[index], extent: extent, on: engine)
    prepared[index] = fresh
    return fresh
  }

  /// Carries the walk on tensors with the encoder's prepared steps.
  private final class Carrier: WalkCarrier {
    let encoder: FrozenEncoder
    let engine: Engine

    init(encoder: FrozenEncoder, engine: Engine) {
      self.encoder = encoder
      self.engine = engine
    }

    func room(_ shape: Shape) throws(TensorError) -> Operand { Operand(plain: try engine.tensor(shape)) }

    func patch(_ shape: Shape) throws(TensorError) -> Operand { try room(shape) }

    func perform(
      _ index: Int, _ step: NetworkWalk.Step, _ sources: [Operand]
    ) throws(TensorError) -> Operand {
      let extent = sources.first?.tensor.shape.extent ?? Axes(0)
      return try encoder.step(index, step, extent: extent, on: engine).run(sources, on: engine).value
    }

    func release(_ value: Operand) {}
  }
}
