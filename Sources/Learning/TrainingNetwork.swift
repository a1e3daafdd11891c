import Networks
import Tensors

/// An encoder, a decoder and its heads in training: forward, loss and backward of a batch.
///
/// The layers are those of `UNetArchitecture`; every decoder stage has a head when the architecture has deep supervision.
/// Cost of a step: every activation of the network is held until the backward pass has gone over it.
public struct TrainingNetwork: Sendable {
  /// A head of the decoder: what it reads, and its part in the loss.
  private struct Head: Sendable {
    /// Stage of the decoder, coarsest first.
    let stage: Int
    /// The value of the decoder's walk that it reads.
    let value: Int
    let operation: Convolution
    let weight: Double
    /// How much coarser its grid is than the patch's.
    let stride: Axes
  }

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

  let encoderWalk: NetworkWalk
  let decoderWalk: NetworkWalk
  private let heads: [Head]

  /// A network with the weights of a table in nnU-Net's names.
  /// - Throws: `NetworkError` for an architecture that cannot be, or weights that are missing or of other extents.
  public init(_ architecture: UNetArchitecture, weights: WeightTable) throws(NetworkError) {
    let encoder = try Encoder(architecture, weights: weights)
    let decoder = try Decoder(architecture, weights: weights)
    self.architecture = architecture
    encoderWalk = encoder.walk
    decoderWalk = decoder.walk
    let stages = architecture.decoderConvolutions.count
    let first = architecture.deepSupervision ? 0 : stages - 1
    let weighting = DeepSupervision(heads: stages - first)
    var heads: [Head] = [], own: [LayerParameters] = []
    for stage in first..<stages {
      let level = stages - 1 - stage, features = architecture.stages[level].features
      let operation = try NetworkError.adopting { () throws(TensorError) in
        try Convolution(features, architecture.classes, kernel: Axes(1))
      }
      heads.append(
        Head(
          stage: stage, value: decoder.walk.stageEnds[stage], operation: operation,
          weight: weighting.weights[stage - first],
          stride: architecture.stages[...level].reduce(Axes(1)) { $0.zip($1.stride, *) }))
      own.append(try LayerParameters(headOf: stage, operation, in: weights))
    }
    self.heads = heads
    parameters = NetworkParameters(encoder: encoder.parameters, decoder: decoder.parameters, heads: own)
  }

  /// Forward, loss and backward of a batch.
  /// - Parameters:
  ///   - patch: batch x channels x depth x height x width, dense.
  ///   - labels: batch x depth x height x width; `DiceCrossEntropy.ignored` counts nowhere.
  ///   - shape: of the patch.
  /// - Throws: `TensorError` where shapes do not fit, a value is not finite, or a label is no class.
  public func step(
    _ patch: [Float], labels: [UInt16], shape: Shape, on engine: Engine
  ) throws(TensorError) -> Outcome {
    let (forward, trace) = try traces(patch, shape: shape, on: engine)
    var gradients = [Tensor?](repeating: nil, count: decoderWalk.valueCount)
    var loss = 0.0, finest = 0.0
    var own = parameters.heads.map(\.zeroed)
    for (index, head) in heads.enumerated().reversed() where head.weight > 0 {
      let coarse = DeepSupervision.downsampled(
        labels, batch: shape.batch, extent: shape.extent, by: head.stride)
      guard let source = trace[head.value] else { continue }
      let (value, gradient, ofHead) = try backward(
        head, parameters.heads[index], source, labels: coarse, on: engine)
      loss += head.weight * value
      if index == heads.count - 1 { finest = value }
      own[index] = ofHead
      gradients[head.value] = gradient
    }
    let wanted = learnsEncoder ? Set(0..<decoderWalk.inputs) : []
    let ofDecoder = try trace.backward(&gradients, inputs: wanted)
    guard learnsEncoder else {
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

  /// The stages that have a head, coarsest first.
  var headStages: [Int] { heads.map(\.stage) }

  /// The way forward through encoder and decoder.
  private func traces(
    _ patch: [Float], shape: Shape, on engine: Engine
  ) throws(TensorError) -> (encoder: WalkTrace, decoder: WalkTrace) {
    let input = Operand(plain: try Tensor(shape, patch, in: engine.arena))
    let forward = try WalkTrace(encoderWalk, parameters.encoder, inputs: [input], on: engine)
    let skips = encoderWalk.outputs.compactMap { forward[$0] }
    return (forward, try WalkTrace(decoderWalk, parameters.decoder, inputs: skips, on: engine))
  }

  /// The class of every voxel of a batch, by the finest head.
  func classes(_ patch: [Float], shape: Shape, on engine: Engine) throws(TensorError) -> [UInt16] {
    let trace = try traces(patch, shape: shape, on: engine).decoder
    guard let head = heads.last, let own = parameters.heads.last, let source = trace[head.value] else {
      return []
    }
    let weights = try PreparedWeights(
      head.operation, own.weights, bias: own.bias, extent: shape.extent, on: engine)
    let logits = try head.operation.forward(Concatenation(source), weights, on: engine).tensor
    return try Argmax().forward(logits, on: engine).label
  }

  /// The loss of a head, the gradient of what it read, and of its parameters, both with the head's weight.
  private func backward(
    _ head: Head, _ own: LayerParameters, _ source: Operand, labels: [UInt16], on engine: Engine
  ) throws(TensorError) -> (loss: Double, gradient: Tensor, parameters: LayerParameters) {
    let extent = source.tensor.shape.extent
    let forward = try PreparedWeights(
      head.operation, own.weights, bias: own.bias, extent: extent, on: engine)
    let logits = try head.operation.forward(Concatenation(source), forward, on: engine).tensor
    let loss = try DiceCrossEntropy().backward(logits, labels: labels, on: engine)
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
