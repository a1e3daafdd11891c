/// The logits of earlier decoders that a decoder reads.
///
/// Behind its last stage a convolution of the encoder's finest kernel reads the features and those logits, both at full
/// resolution; its normalised result is added to the features that the head reads. The scale of that normalisation is the
/// gate, one a channel, which training begins at a half. After the feature-level supporting of CL-Net, which has one gate and
/// adds to the logits. The decoders that are read stay the bits they were.
public struct DecoderSupport: Codable, Hashable, Sendable {
  /// Where the gate begins.
  public static let initialGate: Float = 0.5
  /// The beginning of its parameters' names.
  public static let name = "decoder.support"

  /// Logits of every supporting decoder, the background's among them, in the order in which they are read.
  public var classes: [Int]

  /// Support; see the property.
  public init(classes: [Int]) { self.classes = classes }
}
