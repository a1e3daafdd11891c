import Tensors

/// Why a network cannot be made from an architecture and weights, or cannot run on a patch: facts to match.
public enum NetworkError: Error, Equatable, Sendable {
  /// An architecture that no network has; `stage` numbers encoder stages, finest first.
  case architecture(Problem, stage: Int?)
  /// A parameter array that is not there.
  case missing(String)
  /// A parameter array of other extents than the architecture's.
  case shape(String, given: [Int], expected: [Int])
  /// A parameter array with values that are infinite or not a number.
  case notFinite(String, values: Int)
  /// A decoder for other skips than the encoder's: channels and strides of stages.
  case stages(encoder: [UNetArchitecture.Stage], decoder: [UNetArchitecture.Stage])
  /// A patch whose voxels at the entry of `stage` the stage's stride does not divide: what comes back up would not
  /// fit the skip.
  case patch(Axes, stage: Int, extent: Axes, stride: Axes)
  /// What an operator refuses.
  case tensors(TensorError)

  /// What is wrong with an architecture.
  public enum Problem: String, Equatable, Sendable {
    /// Fewer than two stages.
    case stages
    /// Not one number of decoder convolutions for each stage but the coarsest, or one below 1.
    case decoderConvolutions
    /// A form with another number of stages, a stage without channels or operators.
    case decoderForm
    /// Channels below 1, of a stage or of the input.
    case features
    /// A kernel other than 1 or 3.
    case kernel
    /// A stride other than 1 or 2, or other than 1 in the finest stage.
    case stride
    /// A stage without blocks.
    case blocks
    /// Fewer than 1 or more than 1,024 classes.
    case classes
    /// An epsilon that is not above zero, or a slope that is not finite.
    case normalisation
  }
}

extension NetworkError: CustomStringConvertible {
  /// One sentence with the field or tensor.
  public var description: String {
    switch self {
    case .architecture(let problem, let stage):
      "the architecture's \(Self.text(problem))" + (stage.map { ", stage \($0)" } ?? "")
    case .missing(let name): "the weights have no \(name)"
    case .shape(let name, let given, let expected):
      "weights \(name): the extents are \(Self.text(given)), expected \(Self.text(expected))"
    case .notFinite(let name, let values): "weights \(name): \(values) values are not finite"
    case .stages(let encoder, let decoder):
      "the decoder was made for an encoder of \(Self.text(decoder.map(\.features))) channels, "
        + "this one has \(Self.text(encoder.map(\.features))), or other strides"
    case .patch(let patch, let stage, let extent, let stride):
      "patch \(patch): \(extent) voxels reach stage \(stage), whose stride \(stride) does not divide them"
    case .tensors(let error): error.description
    }
  }

  private static func text(_ values: [Int]) -> String {
    values.map(String.init).joined(separator: "x")
  }

  private static func text(_ problem: Problem) -> String {
    switch problem {
    case .stages: "stages are fewer than two"
    case .decoderConvolutions: "decoder convolutions do not match its stages"
    case .decoderForm: "decoder form does not match its stages"
    case .features: "channels are below 1"
    case .kernel: "kernel is not 1 or 3 along each axis"
    case .stride: "stride is not 1 or 2 along each axis, or not 1 in the finest stage"
    case .blocks: "blocks are below 1"
    case .classes: "classes are not between 1 and 1,024"
    case .normalisation: "epsilon or slope cannot be used"
    }
  }

  /// The result of `body`, its `TensorError` as a fact of the network.
  public static func adopting<Result>(
    _ body: () throws(TensorError) -> Result
  ) throws(NetworkError) -> Result {
    do throws(TensorError) { return try body() } catch { throw .tensors(error) }
  }
}
