import Tensors

/// What a U-Net looks like: a plain value from which layers, shapes and weight names follow.
///
/// The two families that nnU-Net v2 trains (`dynamic_network_architectures`): PlainConvUNet and ResidualEncoderUNet.
/// Axes are network axes z, y, x. Instance normalisation with affine and leaky ReLU follow every convolution.
public struct UNetArchitecture: Codable, Hashable, Sendable {
  /// How the encoder's stages are built; decoders are plain in both.
  public enum Family: String, Codable, Sendable {
    /// Convolutions one after the other.
    case plain
    /// A stem and blocks of two convolutions with a shortcut.
    case residual
  }

  /// A resolution of the encoder, finest first.
  public struct Stage: Codable, Hashable, Sendable {
    /// Channels.
    public var features: Int
    /// Kernel of every convolution, 1 or 3 along each axis.
    public var kernel: Axes
    /// Stride of the first convolution or block, 1 or 2 along each axis; 1 in the first stage.
    public var stride: Axes
    /// Convolutions (plain) or blocks (residual).
    public var blocks: Int

    /// A stage; see the properties.
    public init(features: Int, kernel: Axes, stride: Axes, blocks: Int) {
      self.features = features
      self.kernel = kernel
      self.stride = stride
      self.blocks = blocks
    }
  }

  /// How the encoder is built.
  public var family: Family
  /// Channels of the input.
  public var inputChannels: Int
  /// Encoder stages, finest first.
  public var stages: [Stage]
  /// Convolutions of each decoder stage in nnU-Net's order, coarsest first: one fewer than stages.
  public var decoderConvolutions: [Int]
  /// What the decoder looks like where it is not the encoder's mirror image; then `decoderConvolutions` says nothing.
  public var decoderForm: DecoderForm?
  /// Which other decoders' logits the decoder reads; nil where it reads the encoder alone.
  public var support: DecoderSupport?
  /// Logits, the background's among them.
  public var classes: Int
  /// Whether convolutions have a bias (transposed convolutions and heads as nnU-Net has them: always with bias for heads).
  public var convolutionBias: Bool
  /// Added to the variance in every normalisation.
  public var epsilon: Double
  /// Slope of the leaky ReLU below zero.
  public var slope: Float
  /// Whether every decoder stage has a head of its own in the weights; only the finest is used for segmentation.
  public var deepSupervision: Bool

  /// An architecture; see the properties.
  public init(
    family: Family, inputChannels: Int, stages: [Stage], decoderConvolutions: [Int],
    decoderForm: DecoderForm? = nil, support: DecoderSupport? = nil, classes: Int,
    convolutionBias: Bool = true, epsilon: Double = 1e-5,
    slope: Float = 0.01, deepSupervision: Bool = true
  ) {
    self.family = family
    self.inputChannels = inputChannels
    self.stages = stages
    self.decoderConvolutions = decoderConvolutions
    self.decoderForm = decoderForm
    self.support = support
    self.classes = classes
    self.convolutionBias = convolutionBias
    self.epsilon = epsilon
    self.slope = slope
    self.deepSupervision = deepSupervision
  }
}
