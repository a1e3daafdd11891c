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
  /// For every step the values that no later one reads.
  private let dying: [[Int]]
  private var prepared: [PreparedStep?]

  /// An encoder with parameters that stay.
  init(_ walk: NetworkWalk, _ parameters: [LayerParameters?]) {
    self.walk = walk
    self.parameters = parameters
    prepared = [PreparedStep?](repeating: nil, count: walk.steps.count)
    var last = [Int](repeating: 0, count: walk.valueCount)
    for (index, step) in walk.steps.enumerated() {
      for source in step.sources { last[source] = index }
    }
    let kept = walk.outputs
    dying = walk.steps.indices.map { index in
      last.indices.filter { last[$0] == index && $0 <= index && !kept.contains($0) }
    }
  }

  /// The skips of a batch, finest first.
  func skips(of batch: TrainingBatch, on engine: Engine) throws(TensorError) -> [Operand] {
    var values: [Operand?] = [Operand(plain: try Tensor(batch.shape, batch.image, in: engine.arena))]
    for index in walk.steps.indices {
      values.append(try value(index, values, on: engine))
      for value in dying[index] { values[value] = nil }
    }
    return walk.outputs.compactMap { values[$0] }
  }

  /// One step, in a function of its own, so that no temporary outlives it.
  private func value(_ index: Int, _ values: [Operand?], on engine: Engine) throws(TensorError) -> Operand {
    let step = walk.steps[index], source = try Concatenation(step.sources.compactMap { values[$0] })
    let extent = source.shape.extent
    if let ready = prepared[index], ready.extent == extent { return try ready.run(source, on: engine).value }
    let fresh = try PreparedStep(step, parameters[index], extent: extent, on: engine)
    prepared[index] = fresh
    return try fresh.run(source, on: engine).value
  }
}
