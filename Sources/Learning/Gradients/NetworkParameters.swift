import Networks

/// All parameters of an encoder, a decoder and the decoder's heads; gradients, momenta and averages have the same form.
public struct NetworkParameters: Equatable, Sendable {
  /// By step of the encoder's walk; nil where a step has none.
  public var encoder: [LayerParameters?]
  /// By step of the decoder's walk.
  public var decoder: [LayerParameters?]
  /// By head, coarsest first: weights and bias of a 1x1x1 convolution to logits.
  public var heads: [LayerParameters]

  /// Parameters; see the properties.
  public init(encoder: [LayerParameters?], decoder: [LayerParameters?], heads: [LayerParameters]) {
    self.encoder = encoder
    self.decoder = decoder
    self.heads = heads
  }

  /// Zeros of the same form.
  public var zeroed: NetworkParameters {
    NetworkParameters(
      encoder: encoder.map { $0?.zeroed }, decoder: decoder.map { $0?.zeroed }, heads: heads.map(\.zeroed))
  }

  /// Values of all arrays together.
  public var count: Int {
    var count = 0
    forEachArray { count += $0.count }
    return count
  }

  /// Visits every array in a fixed order.
  public func forEachArray(_ visit: ([Float]) -> Void) {
    for layer in encoder + decoder + heads {
      for array in layer?.arrays ?? [] { visit(array) }
    }
  }
}

extension LayerParameters {
  /// Zeros of the same extents.
  var zeroed: LayerParameters {
    func zeros(_ values: [Float]) -> [Float] { [Float](repeating: 0, count: values.count) }
    return LayerParameters(
      weights: zeros(weights), bias: zeros(bias), gamma: zeros(gamma), beta: zeros(beta))
  }

  /// Its arrays in a fixed order.
  var arrays: [[Float]] { [weights, bias, gamma, beta] }

  /// Every array multiplied by `factor`.
  func scaled(by factor: Float) -> LayerParameters {
    LayerParameters(
      weights: weights.map { $0 * factor }, bias: bias.map { $0 * factor }, gamma: gamma.map { $0 * factor },
      beta: beta.map { $0 * factor })
  }
}
