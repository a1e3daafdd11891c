import Networks
import Tensors

/// A walk whose parameters stay: its weights are prepared once for all batches of one extent, and of its values only the
/// outputs are kept.
///
/// The outputs are the same bits as those of a trace. Cost: prepared weights take up to 8 times the dense ones' memory.
final class FrozenWalk {
  private let walk: NetworkWalk
  private let parameters: [LayerParameters?]
  private var prepared: [PreparedStep?]

  /// A walk with parameters that stay.
  init(_ walk: NetworkWalk, _ parameters: [LayerParameters?]) {
    self.walk = walk
    self.parameters = parameters
    prepared = [PreparedStep?](repeating: nil, count: walk.steps.count)
  }

  /// The outputs for given inputs, which go as soon as no step reads them any more, unless the caller holds them.
  func outputs(_ inputs: [Operand], on engine: Engine) throws(TensorError) -> [Operand] {
    var values: [Operand?] = inputs
    try walk.carry(&values, inputs: .spent, on: Carrier(walk: self, engine: engine))
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

  /// Carries the walk on tensors with its prepared steps.
  private final class Carrier: WalkCarrier {
    let walk: FrozenWalk
    let engine: Engine

    init(walk: FrozenWalk, engine: Engine) {
      self.walk = walk
      self.engine = engine
    }

    func room(_ shape: Shape) throws(TensorError) -> Operand { Operand(plain: try engine.tensor(shape)) }

    func patch(_ shape: Shape) throws(TensorError) -> Operand { try room(shape) }

    func perform(
      _ index: Int, _ step: NetworkWalk.Step, _ sources: [Operand]
    ) throws(TensorError) -> Operand {
      let extent = sources.first?.tensor.shape.extent ?? Axes(0)
      return try walk.step(index, step, extent: extent, on: engine).run(sources, on: engine).value
    }

    func release(_ value: Operand) {}
  }
}
