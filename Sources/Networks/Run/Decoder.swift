import Tensors

/// The part of a network from an encoder's skips to the logits of its own classes: structure and dense weights.
///
/// One that other decoders support reads their logits too, which whoever runs it provides (`DecoderChain`).
/// Of the heads of deep supervision only the finest is kept: the others serve training.
public struct Decoder: Equatable, Sendable {
  /// What it was made for; its stages must be those of the encoder whose skips it reads.
  public let architecture: UNetArchitecture
  /// Its steps up to the head: the skips as inputs, finest first, then supporting logits, and one output.
  public let walk: NetworkWalk
  /// The parameters of each step.
  public let parameters: [LayerParameters?]
  /// The head on the finest features.
  public let head: ClassHead
  /// Its weights and bias.
  public let headParameters: LayerParameters

  /// The decoder of an architecture with the tensors `decoder.*` of a table; others are not looked at.
  public init(_ architecture: UNetArchitecture, weights: WeightTable) throws(NetworkError) {
    self.architecture = architecture
    walk = try NetworkWalk.decoder(architecture)
    parameters = try LayerParameters.read(walk, in: weights)
    let features = architecture.finestFeatures, classes = architecture.classes
    let name = "decoder.seg_layers.\(architecture.stages.count - 2)"
    head = try NetworkError.adopting { () throws(TensorError) in
      try ClassHead(features, classes: classes)
    }
    headParameters = LayerParameters(
      weights: try weights.values("\(name).weight", [classes, features, 1, 1, 1]),
      bias: try weights.values("\(name).bias", [classes]), gamma: [], beta: [])
  }

  /// Logits of a voxel, the background's among them.
  public var classes: Int { architecture.classes }
}
