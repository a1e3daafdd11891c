extension BenchmarkNetwork {
  /// Weights in the order the kernels read them, for many patches.
  public final class Prepared {
    let encoder: [[PreparedWeights]]
    let decoder: [[PreparedWeights]]
    let upward: [PreparedWeights]
    let head: PreparedWeights

    /// Prepares every layer of `network`.
    public init(_ network: BenchmarkNetwork, on engine: Engine) throws(TensorError) {
      encoder = try Self.prepare(network.encoder, network, on: engine)
      decoder = try Self.prepare(network.decoder, network, on: engine)
      var upward: [PreparedWeights] = []
      for (stage, layer) in network.upward.enumerated() {
        upward.append(
          try PreparedWeights(
            layer.convolution, layer.weights, extent: network.extent(stage + 1), on: engine))
      }
      self.upward = upward
      head = try PreparedWeights(
        network.head.convolution, network.headWeights, bias: network.headBias, extent: network.extent,
        on: engine)
    }

    private static func prepare(
      _ stages: [[Layer]], _ network: BenchmarkNetwork, on engine: Engine
    ) throws(TensorError) -> [[PreparedWeights]] {
      var result: [[PreparedWeights]] = []
      for (stage, layers) in stages.enumerated() {
        var prepared: [PreparedWeights] = []
        for layer in layers {
          let extent = network.extent(layer.convolution.stride == Axes(1) ? stage : stage - 1)
          prepared.append(try PreparedWeights(layer.convolution, layer.weights, extent: extent, on: engine))
        }
        result.append(prepared)
      }
      return result
    }

    /// Bytes of all prepared weights.
    public var bytes: Int {
      (encoder + decoder).joined().reduce(0) { $0 + $1.bytes } + upward.reduce(head.bytes) { $0 + $1.bytes }
    }
  }

  /// The tensors of `forward` in the order it takes and releases them.
  public func forwardPlan() throws(TensorError) -> MemoryPlan {
    var plan = MemoryPlan(), skips: [MemoryPlan.Slot] = []
    let room = try plan.take(Shape(channels: channels[0], extent))
    let patch = try plan.take(Shape(channels: 1, extent))
    plan.release(room)
    for (stage, width) in channels.enumerated() {
      let shape = Shape(channels: width, extent(stage))
      let first = try plan.take(shape)
      if stage == 0 { plan.release(patch) }
      skips.append(try plan.take(shape))
      plan.release(first)
    }
    var below = skips.removeLast()
    for (stage, width) in channels.enumerated().dropLast().reversed() {
      let shape = Shape(channels: width, extent(stage))
      let up = try plan.take(shape)
      plan.release(below)
      let first = try plan.take(shape)
      plan.release(up)
      plan.release(skips.removeLast())
      below = try plan.take(shape)
      plan.release(first)
    }
    return plan
  }

  /// The class of every voxel of a dense patch. Tensors die as soon as nobody reads them any more.
  public func forward(
    _ patch: [Float], _ weights: Prepared, on engine: Engine
  ) throws(TensorError) -> Argmax.Result {
    try head.forward(features(patch, weights, on: engine), weights.head, on: engine)
  }

  /// The logits of a patch, in memory of their own size.
  public func logits(
    _ patch: [Float], _ weights: Prepared, on engine: Engine
  ) throws(TensorError) -> Tensor {
    let last = try features(patch, weights, on: engine)
    return try head.convolution.forward(Concatenation(last), weights.head, on: engine).tensor
  }

  private func features(
    _ patch: [Float], _ weights: Prepared, on engine: Engine
  ) throws(TensorError) -> Operand {
    var skips: [Operand] = []
    for stage in encoder.indices {
      let first = try Self.apply(
        encoder[stage][0], source(skips.last, patch, on: engine), weights.encoder[stage][0], on: engine)
      skips.append(
        try Self.apply(encoder[stage][1], Concatenation(first), weights.encoder[stage][1], on: engine))
    }
    for stage in decoder.indices.reversed() {
      let first = try Self.apply(
        decoder[stage][0], joined(stage, &skips, weights, on: engine), weights.decoder[stage][0], on: engine)
      skips.append(
        try Self.apply(decoder[stage][1], Concatenation(first), weights.decoder[stage][1], on: engine))
    }
    return skips.removeLast()
  }

  /// What the first layer of an encoder stage reads.
  private func source(
    _ last: Operand?, _ patch: [Float], on engine: Engine
  ) throws(TensorError) -> Concatenation {
    if let last { return Concatenation(last) }
    // The patch dies first: behind the room of the first result it leaves no gap that is too small for others.
    let room = try engine.tensor(Shape(channels: channels[0], extent))
    defer { withExtendedLifetime(room) {} }
    return Concatenation(
      Operand(plain: try Tensor(Shape(channels: 1, extent), patch, in: engine.arena)))
  }

  /// The upsampled last tensor of `skips` beside the one before it; both leave the list.
  private func joined(
    _ stage: Int, _ skips: inout [Operand], _ weights: Prepared, on engine: Engine
  ) throws(TensorError) -> Concatenation {
    let up = try upward[stage].convolution.forward(
      skips.removeLast(), weights.upward[stage], on: engine)
    return try Concatenation([Operand(plain: up), skips.removeLast()])
  }

  private static func apply(
    _ layer: Layer, _ source: Concatenation, _ weights: PreparedWeights, on engine: Engine
  ) throws(TensorError) -> Operand {
    let (tensor, moments) = try layer.convolution.forward(source, weights, moments: true, on: engine)
    guard let moments else { return Operand(plain: tensor) }
    let result = try layer.norm.forward(moments, gamma: layer.gamma, beta: layer.beta)
    return try Operand(tensor, through: result.load)
  }
}
