import Tensors

/// The name and extents that a parameter array of a network must have.
public struct WeightShape: Hashable, Sendable {
  /// The name, as nnU-Net's state dictionaries have it.
  public let name: String
  /// Extents, slowest axis first.
  public let shape: [Int]

  /// A name with its extents.
  public init(_ name: String, _ shape: [Int]) {
    self.name = name
    self.shape = shape
  }

  /// Values of the array.
  public var count: Int { shape.reduce(1, *) }
}

/// Which parameter arrays an architecture has: every name once, in the order in which the layers run.
///
/// Names and extents are those of `dynamic_network_architectures`: [target][source][kz][ky][kx] for convolutions,
/// [source][target][kz][ky][kx] for transposed ones, [channel] for biases and normalisations. The duplicates of
/// checkpoints (`all_modules`, `decoder.encoder`) are not among them.
extension UNetArchitecture {
  /// All arrays, the encoder's before the decoder's.
  public var weightShapes: [WeightShape] { encoderWeightShapes + decoderWeightShapes }

  /// The encoder's arrays; names begin with `encoder.`.
  public var encoderWeightShapes: [WeightShape] {
    switch family {
    case .plain: plainEncoder
    case .residual: residualEncoder
    }
  }

  /// The decoder's arrays; names begin with `decoder.`. Stages are numbered coarsest first.
  ///
  /// With deep supervision every stage has a head, without it only the last stage; the head keeps the stage's number. What
  /// reads other decoders' logits comes last.
  public var decoderWeightShapes: [WeightShape] {
    let upward = decoderStages
    var shapes: [WeightShape] = []
    for (number, stage) in upward.enumerated() {
      shapes.append(
        WeightShape(
          "decoder.transpconvs.\(number).weight", [stage.below, stage.features] + stage.stride.values))
      if convolutionBias {
        shapes.append(WeightShape("decoder.transpconvs.\(number).bias", [stage.features]))
      }
      for (index, kernel) in stage.kernels.enumerated() {
        shapes += block(
          "decoder.stages.\(number).convs.\(index)",
          from: index == 0 ? stage.features + stage.skip : stage.features, to: stage.features, kernel: kernel)
      }
      if deepSupervision || number == upward.count - 1 {
        shapes.append(WeightShape("decoder.seg_layers.\(number).weight", [classes, stage.features, 1, 1, 1]))
        shapes.append(WeightShape("decoder.seg_layers.\(number).bias", [classes]))
      }
    }
    if let support {
      shapes += block(
        DecoderSupport.name, from: support.classes.reduce(finestFeatures, +), to: finestFeatures,
        kernel: stages[0].kernel)
    }
    return shapes
  }

  private var plainEncoder: [WeightShape] {
    var channels = inputChannels
    var shapes: [WeightShape] = []
    for (number, stage) in stages.enumerated() {
      for convolution in 0..<stage.blocks {
        shapes += block(
          "encoder.stages.\(number).0.convs.\(convolution)", from: channels, to: stage.features,
          kernel: stage.kernel)
        channels = stage.features
      }
    }
    return shapes
  }

  private var residualEncoder: [WeightShape] {
    guard let first = stages.first else { return [] }
    var shapes = block(
      "encoder.stem.convs.0", from: inputChannels, to: first.features, kernel: first.kernel)
    var channels = first.features
    for (number, stage) in stages.enumerated() {
      for part in 0..<stage.blocks {
        let name = "encoder.stages.\(number).blocks.\(part)"
        shapes += block("\(name).conv1", from: channels, to: stage.features, kernel: stage.kernel)
        shapes += block("\(name).conv2", from: stage.features, to: stage.features, kernel: stage.kernel)
        if channels != stage.features {
          // The shortcut pools first where the block strides, so its convolution is the second of the sequence.
          let isPooled = part == 0 && stage.stride != Axes(1)
          shapes += block(
            "\(name).skip.\(isPooled ? 1 : 0)", from: channels, to: stage.features, kernel: Axes(1),
            bias: false)
        }
        channels = stage.features
      }
    }
    return shapes
  }

  /// A convolution and its normalisation.
  private func block(
    _ name: String, from source: Int, to target: Int, kernel: Axes, bias: Bool? = nil
  ) -> [WeightShape] {
    [WeightShape("\(name).conv.weight", [target, source] + kernel.values)]
      + (bias ?? convolutionBias ? [WeightShape("\(name).conv.bias", [target])] : [])
      + [WeightShape("\(name).norm.weight", [target]), WeightShape("\(name).norm.bias", [target])]
  }
}
