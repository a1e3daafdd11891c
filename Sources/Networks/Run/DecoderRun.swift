import Tensors

/// A decoder made ready for patches of one size; the dense weights are not held.
public final class DecoderRun {
  /// The architecture it was made from.
  public let architecture: UNetArchitecture
  /// Voxels of a patch.
  public let patch: Axes
  /// Its steps up to the head.
  public let walk: NetworkWalk
  /// The head.
  public let head: ClassHead
  private let layers: PreparedLayers
  private let headWeights: PreparedWeights

  /// Prepares `decoder` for patches of these extents. Throws `NetworkError.patch` where a stride does not divide.
  public init(_ decoder: Decoder, patch: Axes, on engine: Engine) throws(NetworkError) {
    try decoder.architecture.check(patch: patch)
    architecture = decoder.architecture
    self.patch = patch
    walk = decoder.walk
    head = decoder.head
    let inputs = decoder.architecture.decoderInputShapes(patch)
    (layers, headWeights) = try NetworkError.adopting { () throws(TensorError) in
      (
        try PreparedLayers(decoder.walk, decoder.parameters, inputs: inputs, on: engine),
        try PreparedWeights(
          decoder.head.convolution, decoder.headParameters.weights, bias: decoder.headParameters.bias,
          extent: patch, on: engine)
      )
    }
  }

  /// Logits of a voxel, the background's among them.
  public var classes: Int { architecture.classes }

  /// Bytes of the prepared weights.
  public var preparedBytes: Int { layers.bytes + headWeights.bytes }

  /// The finest features of a patch; the skips stay for other decoders.
  /// - Parameter support: the logits of the decoders that support this one, in its order.
  public func finest(
    reading features: Features, support: [Tensor] = [], on engine: Engine
  ) throws(TensorError) -> Operand {
    var inputs = features.lend() + support.map { Operand(plain: $0) }
    return try finest(&inputs, .kept, on: engine)
  }

  /// The finest features of a patch; skips and logits are freed on the way, `features` and `support` are empty afterwards.
  public func finest(
    spending features: Features, support: inout [Tensor], on engine: Engine
  ) throws(TensorError) -> Operand {
    var inputs = features.spend() + support.map { Operand(plain: $0) }
    support = []
    return try finest(&inputs, .spent, on: engine)
  }

  private func finest(
    _ inputs: inout [Operand?], _ fate: NetworkWalk.Fate, on engine: Engine
  ) throws(TensorError) -> Operand {
    let given = inputs.compactMap { $0?.tensor.shape }, expected = architecture.decoderInputShapes(patch)
    for (given, expected) in zip(given, expected) where given != expected {
      throw .mismatch(operator: "decoder", given: given, expected: expected)
    }
    guard given.count == expected.count else {
      throw .parameters(operator: "decoder", name: "inputs", given: given.count, expected: expected.count)
    }
    let last = try walk.carryDecoder(&inputs, inputs: fate, on: TensorCarrier(layers, on: engine))
    guard let last else {
      throw .parameters(operator: "decoder", name: "stages", given: 0, expected: 1)
    }
    return last
  }

  /// All logits of the finest features in one tensor, 1 x classes x patch.
  public func logits(of finest: Operand, on engine: Engine) throws(TensorError) -> Tensor {
    try head.convolution.forward(Concatenation(finest), headWeights, on: engine).tensor
  }

  /// The logits of the finest features, some rows at a time; see `ClassHead.forEachRows`.
  public func forEachRows(
    of finest: Operand, on engine: Engine, _ each: (_ rows: LogitRows, _ worker: Int) -> Void
  ) throws(TensorError) {
    try head.forEachRows(of: finest, headWeights, on: engine, each)
  }
}

extension UNetArchitecture {
  /// The shapes of the skips of a patch, finest first.
  func skipShapes(_ patch: Axes) -> [Shape] {
    var extent = patch
    return stages.map { stage in
      extent = extent.zip(stage.stride, /)
      return Shape(channels: stage.features, extent)
    }
  }

  /// The shapes of all that a decoder is given: skips and the logits of supporting decoders.
  func decoderInputShapes(_ patch: Axes) -> [Shape] {
    skipShapes(patch) + (support?.classes ?? []).map { Shape(channels: $0, patch) }
  }
}
