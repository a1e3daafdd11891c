/// The general part of a network, from a patch to the skips of every resolution: structure and dense weights.
///
/// A plain value; `EncoderRun` makes it ready for patches of one size.
public struct Encoder: Equatable, Sendable {
  /// What it was made for.
  public let architecture: UNetArchitecture
  /// Its steps: one input (the patch), an output a stage, finest first.
  public let walk: NetworkWalk
  /// The parameters of each step; nil where a step has none.
  public let parameters: [LayerParameters?]

  /// The encoder of an architecture with the tensors `encoder.*` of a table; others are not looked at.
  public init(_ architecture: UNetArchitecture, weights: WeightTable) throws(NetworkError) {
    self.architecture = architecture
    walk = try NetworkWalk.encoder(architecture)
    parameters = try LayerParameters.read(walk, in: weights)
  }
}
