import Networks
import Tensors

/// An encoder, a decoder and its heads in training: forward, loss and backward of a batch.
///
/// The layers are those of `UNetArchitecture`; every decoder stage has a head when the architecture has deep supervision.
/// Cost of a step: every activation of what learns is held until the backward pass has gone over it; of a frozen encoder
/// the skips alone.
public struct TrainingNetwork: Sendable {
  /// What a batch gave.
  public struct Outcome: Sendable {
    /// The weighted sum of the heads' losses.
    public let loss: Double
    /// The loss of the finest head.
    public let finestLoss: Double
    /// Gradients of all parameters; none of a frozen encoder's, so that no decay moves it either.
    public let gradients: NetworkParameters
  }

  /// What the network looks like.
  public let architecture: UNetArchitecture
  /// The parameters; an optimiser changes them between steps.
  public var parameters: NetworkParameters
  /// Whether the encoder learns; of a frozen one no gradients are computed.
  public var learnsEncoder = true
  /// Decoders of the frozen encoder whose logits this one reads, asked in the order in which it reads them.
  public var supports = DecoderChain([])

  let encoderWalk: NetworkWalk
  let decoderWalk: NetworkWalk
  /// Its heads, coarsest first.
  public let heads: [TrainingHead]

  /// A network with the weights of a table in nnU-Net's names.
  /// - Throws: `NetworkError` for an architecture that cannot be, or weights that are missing or of other extents.
  public init(_ architecture: UNetArchitecture, weights: WeightTable) throws(NetworkError) {
    try self.init(architecture, weights: weights, decoder: try Decoder(architecture, weights: weights).walk)
  }

  /// A network whose decoder takes other steps to features of the same channels; the table has their weights too.
  init(
    _ architecture: UNetArchitecture, weights: WeightTable, decoder walk: NetworkWalk
  ) throws(NetworkError) {
    let encoder = try Encoder(architecture, weights: weights)
    self.architecture = architecture
    encoderWalk = encoder.walk
    decoderWalk = walk
    heads = try Self.heads(architecture)
    var own: [LayerParameters] = []
    for head in heads { own.append(try LayerParameters(headOf: head.stage, head.operation, in: weights)) }
    parameters = NetworkParameters(
      encoder: encoder.parameters, decoder: try LayerParameters.read(walk, in: weights), heads: own)
  }

  private static func heads(_ architecture: UNetArchitecture) throws(NetworkError) -> [TrainingHead] {
    let upward = architecture.decoderStages, stages = upward.count
    let first = architecture.deepSupervision ? 0 : stages - 1
    let weighting = DeepSupervision(heads: stages - first)
    var heads: [TrainingHead] = []
    for stage in first..<stages {
      let level = stages - 1 - stage
      let operation = try NetworkError.adopting { () throws(TensorError) in
        try Convolution(upward[stage].features, architecture.classes, kernel: Axes(1))
      }
      heads.append(
        TrainingHead(
          stage: stage, weight: weighting.weights[stage - first],
          stride: architecture.stages[...level].reduce(Axes(1)) { $0.zip($1.stride, *) },
          operation: operation))
    }
    return heads
  }

  /// Forward, loss and backward of a batch.
  /// - Parameter objective: what is minimised; labels by Dice and cross-entropy where nothing else is said.
  /// - Throws: `TensorError` where shapes do not fit, a value is not finite, or a label is no class.
  public func step(
    _ batch: TrainingBatch, _ objective: any TrainingObjective = LabelObjective(), on engine: Engine
  ) throws(TensorError) -> Outcome {
    try step(batch, objective, behind: frozenEncoder, on: engine)
  }

  /// The encoder of a network that learns its decoder alone; kept from step to step its weights are prepared once.
  var frozenEncoder: FrozenEncoder? {
    learnsEncoder ? nil : FrozenEncoder(encoderWalk, parameters.encoder, supports: supports)
  }

  /// A step behind a frozen encoder, this network's, or of the whole network where there is none.
  func step(
    _ batch: TrainingBatch, _ objective: any TrainingObjective, behind frozen: FrozenEncoder?,
    on engine: Engine
  ) throws(TensorError) -> Outcome {
    let forward = frozen == nil ? try encoderTrace(batch, on: engine) : nil
    let inputs: [Operand]
    if let frozen {
      inputs = try frozen.inputs(of: batch, on: engine)
    } else {
      precondition(architecture.support == nil, "a supported decoder learns behind a frozen encoder")
      inputs = encoderWalk.outputs.compactMap { forward?[$0] }
    }
    let targets = try objective.targets(for: batch, inputs: inputs, on: engine)
    let trace = try WalkTrace(decoderWalk, parameters.decoder, inputs: inputs, on: engine)
    var gradients = [Tensor?](repeating: nil, count: decoderWalk.valueCount)
    var (loss, finest, own) = try backward(targets, batch, trace, &gradients, on: engine)
    loss += try addFeatureLoss(targets, trace, &gradients, on: engine)
    let wanted = forward == nil ? [] : Set(0..<decoderWalk.inputs)
    let ofDecoder = try trace.backward(&gradients, inputs: wanted)
    guard let forward else {
      return Outcome(
        loss: loss, finestLoss: finest,
        gradients: NetworkParameters(
          encoder: parameters.encoder.map { _ in nil }, decoder: ofDecoder, heads: own))
    }
    var above = [Tensor?](repeating: nil, count: encoderWalk.valueCount)
    for (place, value) in encoderWalk.outputs.enumerated() { above[value] = gradients[place] }
    gradients = []
    let ofEncoder = try forward.backward(&above, inputs: [])
    return Outcome(
      loss: loss, finestLoss: finest,
      gradients: NetworkParameters(encoder: ofEncoder, decoder: ofDecoder, heads: own))
  }

  /// The heads' losses, and with them the gradients of what they read and of their parameters.
  private func backward(
    _ targets: any TrainingTargets, _ batch: TrainingBatch, _ trace: WalkTrace, _ gradients: inout [Tensor?],
    on engine: Engine
  ) throws(TensorError) -> (loss: Double, finest: Double, own: [LayerParameters]) {
    var loss = 0.0, finest = 0.0
    var own = parameters.heads.map(\.zeroed)
    for (index, head) in heads.enumerated().reversed() where head.weight > 0 {
      let coarse = DeepSupervision.downsampled(
        batch.labels, batch: batch.shape.batch, extent: batch.shape.extent, by: head.stride)
      let place = decoderWalk.stageEnds[head.stage]
      guard let source = trace[place] else { continue }
      let (value, gradient, ofHead) = try backward(
        head, targets, parameters.heads[index], source, labels: coarse, on: engine)
      loss += head.weight * value
      if index == heads.count - 1 { finest = value }
      own[index] = ofHead
      gradients[place] = gradient
    }
    return (loss, finest, own)
  }

  /// The loss on the features in which stages end.
  private func addFeatureLoss(
    _ targets: any TrainingTargets, _ trace: WalkTrace, _ gradients: inout [Tensor?], on engine: Engine
  ) throws(TensorError) -> Double {
    let places = decoderWalk.stageEnds
    guard let result = try targets.backward(features: places.compactMap { trace[$0] }, on: engine) else {
      return 0
    }
    for (place, gradient) in zip(places, result.gradients) {
      guard let gradient else { continue }
      if let sum = gradients[place] {
        try sum.add(gradient, on: engine)
      } else {
        gradients[place] = gradient
      }
    }
    return result.value
  }

  /// The way forward through an encoder that learns.
  private func encoderTrace(_ batch: TrainingBatch, on engine: Engine) throws(TensorError) -> WalkTrace {
    let input = Operand(plain: try Tensor(batch.shape, batch.image, in: engine.arena))
    return try WalkTrace(encoderWalk, parameters.encoder, inputs: [input], on: engine)
  }

  /// The logits of the heads, coarsest first, and the features in which the decoder's stages end, for given inputs.
  func outputs(
    behind inputs: [Operand], on engine: Engine
  ) throws(TensorError) -> (logits: [Tensor], features: [Operand]) {
    let trace = try WalkTrace(decoderWalk, parameters.decoder, inputs: inputs, on: engine)
    let features = decoderWalk.stageEnds.compactMap { trace[$0] }
    var logits: [Tensor] = []
    for (head, own) in zip(heads, parameters.heads) {
      logits.append(try self.logits(head, own, features[head.stage], on: engine))
    }
    return (logits, features)
  }

  /// What the decoder reads of a batch: skips, finest first, then logits of the decoders that support it.
  func inputs(_ batch: TrainingBatch, on engine: Engine) throws(TensorError) -> [Operand] {
    try FrozenEncoder(encoderWalk, parameters.encoder, supports: supports).inputs(of: batch, on: engine)
  }

  /// The class of every voxel of a batch, by the finest head.
  func classes(_ batch: TrainingBatch, on engine: Engine) throws(TensorError) -> [UInt16] {
    let trace = try WalkTrace(decoderWalk, parameters.decoder, inputs: inputs(batch, on: engine), on: engine)
    guard let head = heads.last, let own = parameters.heads.last,
      let source = trace[decoderWalk.stageEnds[head.stage]]
    else { return [] }
    return try Argmax().forward(try logits(head, own, source, on: engine), on: engine).label
  }

  private func logits(
    _ head: TrainingHead, _ own: LayerParameters, _ source: Operand, on engine: Engine
  ) throws(TensorError) -> Tensor {
    let weights = try PreparedWeights(
      head.operation, own.weights, bias: own.bias, extent: source.tensor.shape.extent, on: engine)
    return try head.operation.forward(Concatenation(source), weights, on: engine).tensor
  }

  /// The loss of a head, the gradient of what it read, and of its parameters, both with the head's weight.
  private func backward(
    _ head: TrainingHead, _ targets: any TrainingTargets, _ own: LayerParameters, _ source: Operand,
    labels: [UInt16], on engine: Engine
  ) throws(TensorError) -> (loss: Double, gradient: Tensor, parameters: LayerParameters) {
    let extent = source.tensor.shape.extent
    let logits = try logits(head, own, source, on: engine)
    let loss = try targets.backward(logits, of: head, labels: labels, on: engine)
    let result = try head.operation.parameterGradient(Concatenation(source), logits, on: engine)
    // Everything behind is linear in the gradient of the logits, so the weight goes into the two products.
    let weight = Float(head.weight)
    let gradient = try engine.tensor(source.tensor.shape)
    let back = try PreparedWeights(
      head.operation, own.weights.map { $0 * weight }, direction: .gradient, extent: extent, on: engine)
    try head.operation.backward(logits, back, into: [gradient], on: engine)
    let parameters = LayerParameters(weights: result.weights, bias: result.bias, gamma: [], beta: [])
    return (loss, gradient, parameters.scaled(by: weight))
  }
}

extension LayerParameters {
  /// The parameters of a head out of a table.
  init(headOf stage: Int, _ operation: Convolution, in table: WeightTable) throws(NetworkError) {
    let name = "decoder.seg_layers.\(stage)"
    self.init(
      weights: try table.values("\(name).weight", [operation.targets, operation.sourceChannels, 1, 1, 1]),
      bias: try table.values("\(name).bias", [operation.targets]), gamma: [], beta: [])
  }
}

extension NetworkWalk {
  /// The values in which the stages of a decoder end, coarsest first.
  var stageEnds: [Int] {
    steps.indices.filter { index in
      guard index + 1 < steps.count else { return true }
      if case .transposed = steps[index + 1].operation { return true }
      return false
    }.map { steps[$0].target }
  }
}
