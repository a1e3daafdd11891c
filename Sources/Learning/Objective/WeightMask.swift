import Networks

/// Weights that are cut out of a network: they are zero and stay so, whatever the optimiser does.
///
/// Of convolutions and transposed convolutions only; biases and normalisations are never cut.
public struct WeightMask: Equatable, Sendable {
  /// 1 where a weight is kept and 0 where it is cut, by step of the decoder's walk; nil where none is cut.
  var decoder: [[Float]?]

  /// The share of the weights it covers that is kept.
  public var kept: Double {
    var all = 0, kept = 0
    for layer in decoder {
      all += layer?.count ?? 0
      kept += layer?.reduce(0) { $0 + ($1 > 0 ? 1 : 0) } ?? 0
    }
    return all == 0 ? 1 : Double(kept) / Double(all)
  }

  /// Makes cut weights zero.
  func apply(to parameters: inout NetworkParameters) {
    for (index, layer) in decoder.enumerated() {
      guard let layer, var own = parameters.decoder[index] else { continue }
      parameters.decoder[index] = nil
      for place in layer.indices { own.weights[place] *= layer[place] }
      parameters.decoder[index] = own
    }
  }

  /// Makes cut weights zero wherever a run keeps them.
  func apply(to state: inout TrainingState) {
    apply(to: &state.parameters)
    for index in state.moments.indices { apply(to: &state.moments[index]) }
    if var average = state.average {
      apply(to: &average)
      state.average = average
    }
  }
}
