extension BenchmarkNetwork {
  /// Gradients of all parameters of a step, layer by layer.
  public struct Gradients: Equatable {
    /// Two layers a stage; each with the gradients of its weights, gamma and beta (bias there is none).
    public var encoder: [[LayerGradient]]
    /// The same, finest first.
    public var decoder: [[LayerGradient]]
    /// Of the transposed convolutions.
    public var upward: [ParameterGradient]
    /// Of the head.
    public var head: ParameterGradient
  }

  /// Gradients of a convolution and its normalisation.
  public struct LayerGradient: Equatable {
    /// Of the convolution's weights.
    public var weights: [Float]
    /// Of the normalisation's scale.
    public var gamma: [Float]
    /// Of its shift.
    public var beta: [Float]
  }

  /// What the forward pass of a layer leaves for the backward pass.
  private struct Trace {
    var source: Concatenation
    var tensor: Tensor
    var norm: InstanceNorm.Result
    var operand: Operand
  }

  /// Forward, Dice and cross-entropy, and backward of one patch: the loss and the gradients of all parameters.
  /// Weights are prepared anew, as after every step of an optimiser.
  public func trainingStep(
    _ patch: [Float], labels: [UInt16], on engine: Engine
  ) throws(TensorError) -> (loss: Double, gradients: Gradients) {
    var encoderTraces: [[Trace]] = [], decoderTraces: [[Trace]] = []
    var current = Operand(plain: try Tensor(Shape(channels: 1, extent), patch, in: engine.arena))
    for layers in encoder {
      let first = try apply(layers[0], Concatenation(current), on: engine)
      let second = try apply(layers[1], Concatenation(first.operand), on: engine)
      encoderTraces.append([first, second])
      current = second.operand
    }
    for stage in decoder.indices.reversed() {
      let prepared = try PreparedWeights(
        upward[stage].convolution, upward[stage].weights, extent: extent(stage + 1), on: engine)
      let up = try upward[stage].convolution.forward(current, prepared, on: engine)
      let whole = try Concatenation([Operand(plain: up), encoderTraces[stage][1].operand])
      let first = try apply(decoder[stage][0], whole, on: engine)
      let second = try apply(decoder[stage][1], Concatenation(first.operand), on: engine)
      decoderTraces.insert([first, second], at: 0)
      current = second.operand
    }
    let (loss, gradient, headGradient) = try backwardHead(current, labels, on: engine)
    return try backward(
      loss, gradient, headGradient, &encoderTraces, &decoderTraces, on: engine)
  }

  /// The tensors of `trainingStep` up to and including the backward pass of the finest stage, its fullest moment.
  public func trainingPlan() throws(TensorError) -> MemoryPlan {
    var plan = MemoryPlan()
    _ = try plan.take(Shape(channels: 1, extent))
    for (stage, width) in channels.enumerated() {
      for _ in 0..<(stage + 1 < channels.count ? 5 : 2) {
        _ = try plan.take(Shape(channels: width, extent(stage)))
      }
    }
    let finest = Shape(channels: channels[0], extent)
    let logits = try plan.take(finest.with(channels: classes)), gradient = try plan.take(finest)
    plan.release(logits)
    _ = gradient
    for _ in 0..<3 { _ = try plan.take(finest) }
    return plan
  }

  private func apply(
    _ layer: Layer, _ source: Concatenation, on engine: Engine
  ) throws(TensorError) -> Trace {
    let weights = try PreparedWeights(
      layer.convolution, layer.weights, extent: source.shape.extent, on: engine)
    let (tensor, moments) = try layer.convolution.forward(source, weights, moments: true, on: engine)
    let result = try layer.norm.forward(
      moments ?? Moments(of: tensor, on: engine), gamma: layer.gamma, beta: layer.beta)
    return Trace(
      source: source, tensor: tensor, norm: result, operand: try Operand(tensor, through: result.load))
  }

  /// Logits, loss, and the gradient of what the head read; the logits are gone afterwards.
  private func backwardHead(
    _ source: Operand, _ labels: [UInt16], on engine: Engine
  ) throws(TensorError) -> (loss: Double, gradient: Tensor, head: ParameterGradient) {
    let operation = head.convolution
    let forward = try PreparedWeights(operation, headWeights, bias: headBias, extent: extent, on: engine)
    let logits = try operation.forward(Concatenation(source), forward, on: engine).tensor
    let loss = try DiceCrossEntropy().backward(logits, labels: labels, on: engine)
    let parameters = try operation.parameterGradient(Concatenation(source), logits, on: engine)
    let gradient = try engine.tensor(source.tensor.shape)
    let back = try PreparedWeights(operation, headWeights, direction: .gradient, extent: extent, on: engine)
    try operation.backward(logits, back, into: [gradient], on: engine)
    return (loss, gradient, parameters)
  }

  private func backward(
    _ loss: Double, _ last: Tensor, _ head: ParameterGradient, _ encoderTraces: inout [[Trace]],
    _ decoderTraces: inout [[Trace]], on engine: Engine
  ) throws(TensorError) -> (loss: Double, gradients: Gradients) {
    var gradients = Gradients(encoder: [], decoder: [], upward: [], head: head)
    var gradient = last, skips: [Tensor] = []
    for stage in decoder.indices {
      let (parts, own) = try backward(decoder[stage], decoderTraces.removeFirst(), gradient, nil, on: engine)
      gradients.decoder.append(own)
      skips.append(parts[1])
      let below =
        stage + 1 < decoder.count ? decoderTraces[0][1].operand : encoderTraces[stage + 1][1].operand
      let operation = upward[stage].convolution
      gradients.upward.append(try operation.parameterGradient(below, parts[0], on: engine))
      let prepared = try PreparedWeights(
        operation, upward[stage].weights, direction: .gradient, extent: extent(stage + 1), on: engine)
      gradient = try engine.tensor(below.tensor.shape)
      try operation.backward(parts[0], prepared, into: gradient, on: engine)
    }
    for stage in encoder.indices.reversed() {
      let above = stage > 0 ? skips.removeLast() : nil
      let (_, own) = try backward(encoder[stage], encoderTraces.removeLast(), gradient, above, on: engine)
      gradients.encoder.insert(own, at: 0)
      if let above { gradient = above }
    }
    return (loss, gradients)
  }

  /// Both layers of a stage. The data gradient of the first goes to new tensors, or is added to `sum` in the
  /// encoder; the very first layer needs none.
  private func backward(
    _ layers: [Layer], _ traces: [Trace], _ gradient: Tensor, _ sum: Tensor?, on engine: Engine
  ) throws(TensorError) -> (parts: [Tensor], gradients: [LayerGradient]) {
    let middle = try engine.tensor(traces[0].tensor.shape)
    let second = try backward(layers[1], traces[1], gradient, into: [middle], accumulate: false, on: engine)
    var parts: [Tensor] = []
    if let sum {
      parts = [sum]
    } else if layers[0].convolution.sourceChannels > 1 {
      for part in traces[0].source.parts { parts.append(try engine.tensor(part.tensor.shape)) }
    }
    let first = try backward(
      layers[0], traces[0], middle, into: parts, accumulate: sum != nil, on: engine)
    return (parts, [first, second])
  }

  /// One layer: `gradient` of what its readers saw becomes that of the convolution's output on the way.
  private func backward(
    _ layer: Layer, _ trace: Trace, _ gradient: Tensor, into parts: [Tensor], accumulate: Bool,
    on engine: Engine
  ) throws(TensorError) -> LayerGradient {
    let (gamma, beta) = try layer.norm.backward(
      trace.tensor, trace.norm, gamma: layer.gamma, gradient: gradient, on: engine)
    let own = try layer.convolution.parameterGradient(trace.source, gradient, on: engine)
    if !parts.isEmpty {
      let prepared = try PreparedWeights(
        layer.convolution, layer.weights, direction: .gradient, extent: trace.source.shape.extent, on: engine)
      try layer.convolution.backward(gradient, prepared, into: parts, accumulate: accumulate, on: engine)
    }
    return LayerGradient(weights: own.weights, gamma: gamma, beta: beta)
  }
}

extension BenchmarkNetwork.Gradients {
  /// The sum of squares of all gradients.
  public var squaredNorm: Double {
    let layers = (encoder + decoder).joined().flatMap { [$0.weights, $0.gamma, $0.beta] }
    return (layers + upward.map(\.weights) + [head.weights, head.bias]).joined().reduce(0) {
      $0 + Double($1) * Double($1)
    }
  }
}

extension BenchmarkNetwork {
  /// The network with every parameter moved by `factor` times its gradient.
  public func moved(by gradients: Gradients, _ factor: Double) -> BenchmarkNetwork {
    func move(_ values: inout [Float], _ gradient: [Float]) {
      for index in values.indices { values[index] += Float(factor) * gradient[index] }
    }
    func move(_ layers: inout [[Layer]], _ gradients: [[LayerGradient]]) {
      for stage in layers.indices {
        for index in layers[stage].indices {
          move(&layers[stage][index].weights, gradients[stage][index].weights)
          move(&layers[stage][index].gamma, gradients[stage][index].gamma)
          move(&layers[stage][index].beta, gradients[stage][index].beta)
        }
      }
    }
    var result = self
    move(&result.encoder, gradients.encoder)
    move(&result.decoder, gradients.decoder)
    for stage in upward.indices { move(&result.upward[stage].weights, gradients.upward[stage].weights) }
    move(&result.headWeights, gradients.head.weights)
    move(&result.headBias, gradients.head.bias)
    return result
  }
}
