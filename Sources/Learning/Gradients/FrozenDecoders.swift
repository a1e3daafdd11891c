import Networks
import Tensors

/// Decoders whose parameters stay, for another that reads their logits; weights are prepared once for one extent.
final class FrozenDecoders {
  private let chain: DecoderChain
  private let walks: [FrozenWalk]
  private var heads: [PreparedHead?]

  private struct PreparedHead {
    let extent: Axes
    let weights: PreparedWeights
  }

  /// The decoders of a chain.
  init(_ chain: DecoderChain) {
    self.chain = chain
    walks = chain.decoders.map { FrozenWalk($0.walk, $0.parameters) }
    heads = chain.decoders.map { _ in nil }
  }

  /// The logits of the decoders that are asked, in the chain's order, each a tensor of batch x classes x patch.
  func logits(behind skips: [Operand], on engine: Engine) throws(TensorError) -> [Operand] {
    var logits: [Operand] = []
    for place in walks.indices {
      let inputs = skips + chain.supports[place].map { logits[$0] }
      guard let finest = try walks[place].outputs(inputs, on: engine).last else { continue }
      logits.append(try self.logits(place, finest, on: engine))
    }
    return chain.asked.map { logits[$0] }
  }

  private func logits(_ place: Int, _ finest: Operand, on engine: Engine) throws(TensorError) -> Operand {
    let decoder = chain.decoders[place], extent = finest.tensor.shape.extent
    let head: PreparedHead
    if let ready = heads[place], ready.extent == extent {
      head = ready
    } else {
      head = PreparedHead(
        extent: extent,
        weights: try PreparedWeights(
          decoder.head.convolution, decoder.headParameters.weights, bias: decoder.headParameters.bias,
          extent: extent, on: engine))
      heads[place] = head
    }
    return Operand(
      plain: try decoder.head.convolution.forward(Concatenation(finest), head.weights, on: engine).tensor)
  }
}
