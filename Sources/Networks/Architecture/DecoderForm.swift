import Tensors

/// What a decoder looks like where it is not its encoder's mirror image: a width and a list of operators a stage.
///
/// A stage enlarges what is below by a transposed convolution to `features` channels; its first operator reads that and
/// the encoder's skip, each further one the result of the one before; all give `features` channels.
public struct DecoderForm: Codable, Hashable, Sendable {
  /// An operator: one or two convolutions, each with instance normalisation and leaky ReLU.
  public enum Operator: String, Codable, Hashable, Sendable, CaseIterable {
    /// 3x3x3.
    case full = "3x3x3"
    /// 1x3x3: within the plane of the slowest axis.
    case planar = "1x3x3"
    /// 1x3x3, then 3x1x1.
    case separable = "1x3x3+3x1x1"
    /// 1x1x1.
    case pointwise = "1x1x1"

    /// The kernels of its convolutions, in order.
    public var kernels: [Axes] {
      switch self {
      case .full: [Axes(3)]
      case .planar: [Axes(1, 3, 3)]
      case .separable: [Axes(1, 3, 3), Axes(3, 1, 1)]
      case .pointwise: [Axes(1)]
      }
    }
  }

  /// A stage.
  public struct Stage: Codable, Hashable, Sendable {
    /// Channels.
    public var features: Int
    /// At least one.
    public var operators: [Operator]

    /// A stage; see the properties.
    public init(features: Int, operators: [Operator]) {
      self.features = features
      self.operators = operators
    }
  }

  /// Coarsest first, one fewer than the encoder's.
  public var stages: [Stage]

  /// A form; see the property.
  public init(stages: [Stage]) { self.stages = stages }
}

/// A stage of a decoder as the network has it, whatever described it.
public struct DecoderStage: Hashable, Sendable {
  /// Channels of what is enlarged.
  public let below: Int
  /// By how much it is enlarged.
  public let stride: Axes
  /// Channels of the encoder's skip.
  public let skip: Int
  /// Channels of the stage.
  public let features: Int
  /// The kernels of its convolutions; the first reads the enlarged features and the skip.
  public let kernels: [Axes]
}

extension UNetArchitecture {
  /// The stages of the decoder, coarsest first: those of its form, or else the encoder's mirror image.
  ///
  /// As many as both the encoder's stages and the decoder's description allow.
  public var decoderStages: [DecoderStage] {
    guard var below = stages.last?.features else { return [] }
    var result: [DecoderStage] = []
    let count = decoderForm?.stages.count ?? decoderConvolutions.count
    for number in 0..<count {
      let level = stages.count - 2 - number
      guard level >= 0 else { break }
      let skip = stages[level], own = decoderForm?.stages[number]
      let features = own?.features ?? skip.features
      let kernels =
        own.map { $0.operators.flatMap(\.kernels) }
        ?? [Axes](repeating: skip.kernel, count: decoderConvolutions[number])
      result.append(
        DecoderStage(
          below: below, stride: stages[level + 1].stride, skip: skip.features, features: features,
          kernels: kernels))
      below = features
    }
    return result
  }

  /// Gives the decoder stages of fewer channels than its encoder's mirror image has, in multiples of 8, with the same kernels
  /// where an operator has them.
  public mutating func narrowDecoder(to width: Double) {
    decoderForm = DecoderForm(
      stages: decoderStages.map { stage in
        let features = min(stage.features, max(8, Int((Double(stage.features) * width / 8).rounded()) * 8))
        let operators = stage.kernels.map { kernel in
          DecoderForm.Operator.allCases.first { $0.kernels == [kernel] } ?? .full
        }
        return DecoderForm.Stage(features: features, operators: operators)
      })
  }

  /// Channels that the finest head reads.
  public var finestFeatures: Int { decoderStages.last?.features ?? stages.first?.features ?? 0 }
}
