import Tensors

/// The skips of a patch, finest first, as decoders read them. They live in the arena of the engine that made them;
/// release them before the next patch.
public final class Features {
  private(set) var skips: [Operand]

  init(_ skips: [Operand]) { self.skips = skips }

  /// The skips for a reader that leaves them to others.
  func lend() -> [Operand?] { skips }

  /// The skips for their last reader, who frees each as soon as it has read it.
  func spend() -> [Operand?] {
    defer { skips = [] }
    return skips
  }
}

/// An encoder made ready for patches of one size.
///
/// The dense weights are not held: the `Encoder` may go once this is made. Cost: `Encoder.walk`'s prepared weights,
/// up to 8 times the dense ones.
public final class EncoderRun {
  /// The architecture it was made from.
  public let architecture: UNetArchitecture
  /// Voxels of a patch.
  public let patch: Axes
  /// Its steps.
  public let walk: NetworkWalk
  private let layers: PreparedLayers

  /// Prepares `encoder` for patches of these extents. Throws `NetworkError.patch` where a stride does not divide.
  public init(_ encoder: Encoder, patch: Axes, on engine: Engine) throws(NetworkError) {
    try encoder.architecture.check(patch: patch)
    architecture = encoder.architecture
    self.patch = patch
    walk = encoder.walk
    let input = Shape(channels: encoder.architecture.inputChannels, patch)
    layers = try NetworkError.adopting { () throws(TensorError) in
      try PreparedLayers(encoder.walk, encoder.parameters, inputs: [input], on: engine)
    }
  }

  /// The shape of a patch.
  public var input: Shape { Shape(channels: architecture.inputChannels, patch) }

  /// Bytes of the prepared weights.
  public var preparedBytes: Int { layers.bytes }

  /// The skips of a dense patch (channel by channel, x fastest). Throws `.notFinite` if some value is not finite.
  public func features(of patch: [Float], on engine: Engine) throws(TensorError) -> Features {
    guard patch.count == input.count else {
      throw .parameters(operator: "encoder", name: "patch", given: patch.count, expected: input.count)
    }
    let bad = patch.notFiniteCount
    guard bad == 0 else { throw .notFinite(operator: "encoder", shape: input, values: bad) }
    return Features(
      try walk.carryEncoder(input, on: TensorCarrier(layers, patch: patch, on: engine)))
  }
}
