import Networks
import Tensors

/// An encoder whose parameters stay, and the decoders that support the one that learns: of their activations only the
/// skips and those decoders' logits are kept.
///
/// A decoder's step then holds a tensor a stage of the encoder in place of one a layer.
final class FrozenEncoder {
  private let encoder: FrozenWalk
  private let supports: FrozenDecoders

  /// An encoder with parameters that stay, and decoders that are asked for what the learning one reads.
  init(
    _ walk: NetworkWalk, _ parameters: [LayerParameters?], supports: DecoderChain = DecoderChain([])
  ) {
    encoder = FrozenWalk(walk, parameters)
    self.supports = FrozenDecoders(supports)
  }

  /// What a decoder reads of a batch: skips, finest first, then the logits of the decoders that support it.
  func inputs(of batch: TrainingBatch, on engine: Engine) throws(TensorError) -> [Operand] {
    let image = Operand(plain: try Tensor(batch.shape, batch.image, in: engine.arena))
    let skips = try encoder.outputs([image], on: engine)
    return skips + (try supports.logits(behind: skips, on: engine))
  }
}
