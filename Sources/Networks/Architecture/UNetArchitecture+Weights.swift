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
  /// With deep supervision every stage has a head, without it only the last stage; the head keeps the stage's number.
  public var decoderWeightShapes: [WeightShape] {
    let upward = decoderConvolutions.indices
    var shapes: [WeightShape] = []
    for stage in upward {
      guard let (below, skip) = decoderLevels(stage) else { continue }
      shapes.append(
        WeightShape(
          "decoder.transpconvs.\(stage).weight", [below.features, skip.features] + below.stride.values))
      if convolutionBias {
        shapes.append(WeightShape("decoder.transpconvs.\(stage).bias", [skip.features]))
      }
      for convolution in 0..<decoderConvolutions[stage] {
        shapes += block(
          "decoder.stages.\(stage).convs.\(convolution)",
          from: convolution == 0 ? 2 * skip.features : skip.features,
          to: skip.features, kernel: skip.kernel)
      }
      if deepSupervision || stage == upward.last {
        shapes.append(WeightShape("decoder.seg_layers.\(stage).weight", [classes, skip.features, 1, 1, 1]))
        shapes.append(WeightShape("decoder.seg_layers.\(stage).bias", [classes]))
      }
    }
    return shapes
  }

  /// The encoder stages that a decoder stage joins: the one whose output it enlarges, by that one's stride, and the
  /// one whose skip it reads; nil where the architecture has no such stages.
  public func decoderLevels(_ stage: Int) -> (below: Stage, skip: Stage)? {
    let below = stages.count - 1 - stage
    guard stage >= 0, below >= 1, below < stages.count else { return nil }
    return (stages[below], stages[below - 1])
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
