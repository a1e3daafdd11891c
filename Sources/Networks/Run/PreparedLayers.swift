import Tensors

/// The weights of a walk in the order the kernels read them, for inputs of one size; reused over many patches.
struct PreparedLayers {
  /// What a step with parameters needs.
  struct Layer {
    let weights: PreparedWeights
    let gamma: [Float]
    let beta: [Float]
  }

  private let layers: [Layer?]

  /// Prepares the parameters of every step for inputs of these shapes.
  init(
    _ walk: NetworkWalk, _ parameters: [LayerParameters?], inputs: [Shape], on engine: Engine
  ) throws(TensorError) {
    let shapes = try walk.shapes(inputs)
    var layers: [Layer?] = []
    for (step, parameters) in zip(walk.steps, parameters) {
      guard let parameters else {
        layers.append(nil)
        continue
      }
      layers.append(
        try Layer(step.operation, parameters, shapes[step.sources[0]].extent, on: engine))
    }
    self.layers = layers
  }

  /// The weights of step number `index`.
  subscript(index: Int) -> Layer? { layers[index] }

  /// Bytes of all prepared weights.
  var bytes: Int { layers.reduce(0) { $0 + ($1?.weights.bytes ?? 0) } }
}

extension PreparedLayers.Layer {
  fileprivate init?(
    _ operation: NetworkWalk.Operation, _ parameters: LayerParameters, _ extent: Axes, on engine: Engine
  ) throws(TensorError) {
    switch operation {
    case .convolution(let operation, _):
      weights = try PreparedWeights(
        operation, parameters.weights, extent: extent, method: operation.leanMethod(for: extent), on: engine)
    case .transposed(let operation, let biased):
      weights = try PreparedWeights(
        operation, parameters.weights, bias: biased ? parameters.bias : nil, extent: extent, on: engine)
    case .pool, .sum: return nil
    }
    gamma = parameters.gamma
    beta = parameters.beta
  }
}
