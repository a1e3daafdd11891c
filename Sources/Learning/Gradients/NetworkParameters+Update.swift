import Networks

/// What happens to an array: its own values, those of the other parameters, and those of up to two states, of which the
/// ones that there are have as many.
typealias ArrayChange = (
  _ own: UnsafeMutableBufferPointer<Float>, _ other: UnsafeBufferPointer<Float>,
  _ first: UnsafeMutableBufferPointer<Float>, _ second: UnsafeMutableBufferPointer<Float>
) -> Void

extension NetworkParameters {
  /// Changes every array together with those at the same place of `other` and of at most two `states`, all of one form.
  ///
  /// Layers that `other` has none of stay as they are. Arrays that nobody else holds are changed where they lie.
  mutating func update(
    with other: NetworkParameters, _ states: inout [NetworkParameters], _ change: ArrayChange
  ) {
    let others = other.encoder + other.decoder + other.heads
    var layers = drained(), held = states.indices.map { states[$0].drained() }
    for (index, other) in others.enumerated() {
      guard let other, var own = layers.taken(index) else { continue }
      var first = held.isEmpty ? nil : held[0].taken(index)
      var second = held.count < 2 ? nil : held[1].taken(index)
      own.update(with: other, &first, &second, change)
      layers[index] = own
      if !held.isEmpty { held[0][index] = first }
      if held.count > 1 { held[1][index] = second }
    }
    refill(layers, as: other)
    for (index, layers) in held.enumerated() { states[index].refill(layers, as: other) }
  }

  /// Its layers in a fixed order. It keeps none of them, so that they are in one hand.
  private mutating func drained() -> [LayerParameters?] {
    let layers = encoder + decoder + heads
    self = NetworkParameters(encoder: [], decoder: [], heads: [])
    return layers
  }

  /// Takes layers back; how many belong where `form` tells.
  private mutating func refill(_ layers: [LayerParameters?], as form: NetworkParameters) {
    let behind = form.encoder.count + form.decoder.count
    encoder = Array(layers[..<form.encoder.count])
    decoder = Array(layers[form.encoder.count..<behind])
    heads = layers[behind...].compactMap { $0 }
  }
}

extension [LayerParameters?] {
  /// A layer, of which nothing stays in its place.
  fileprivate mutating func taken(_ index: Int) -> LayerParameters? {
    let layer = self[index]
    self[index] = nil
    return layer
  }
}

extension LayerParameters {
  fileprivate mutating func update(
    with other: LayerParameters, _ first: inout LayerParameters?, _ second: inout LayerParameters?,
    _ change: ArrayChange
  ) {
    for array in [\LayerParameters.weights, \.bias, \.gamma, \.beta] {
      self[keyPath: array].withUnsafeMutableBufferPointer { own in
        other[keyPath: array].withUnsafeBufferPointer { other in
          first.withArray(array) { first in
            second.withArray(array) { second in change(own, other, first, second) }
          }
        }
      }
    }
  }
}

extension LayerParameters? {
  /// An array where it lies; an empty one where there is no layer.
  fileprivate mutating func withArray(
    _ array: WritableKeyPath<LayerParameters, [Float]>, _ body: (UnsafeMutableBufferPointer<Float>) -> Void
  ) {
    guard self != nil else { return body(UnsafeMutableBufferPointer(start: nil, count: 0)) }
    self?[keyPath: array].withUnsafeMutableBufferPointer { body($0) }
  }
}
