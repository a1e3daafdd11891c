import Networks

extension TrainingNetwork {
  /// Parameters of this network's form as arrays in nnU-Net's names.
  ///
  /// Biases of convolutions that a normalisation follows are zeros: it takes them away again.
  public func table(of parameters: NetworkParameters) -> WeightTable {
    var arrays: [String: [Float]] = [:]
    for (walk, layers) in [(encoderWalk, parameters.encoder), (decoderWalk, parameters.decoder)] {
      for (step, layer) in zip(walk.steps, layers) {
        guard let name = step.name, let layer else { continue }
        switch step.operation {
        case .convolution:
          arrays["\(name).conv.weight"] = layer.weights
          arrays["\(name).norm.weight"] = layer.gamma
          arrays["\(name).norm.bias"] = layer.beta
        case .transposed:
          arrays["\(name).weight"] = layer.weights
          arrays["\(name).bias"] = layer.bias
        case .pool, .sum: continue
        }
      }
    }
    for (stage, head) in zip(headStages, parameters.heads) {
      arrays["decoder.seg_layers.\(stage).weight"] = head.weights
      arrays["decoder.seg_layers.\(stage).bias"] = head.bias
    }
    var table = WeightTable()
    for shape in architecture.weightShapes {
      let values = arrays[shape.name] ?? [Float](repeating: 0, count: shape.count)
      table[shape.name] = WeightTensor(shape: shape.shape, values: values)
    }
    return table
  }

  /// Its own parameters as arrays in nnU-Net's names.
  public var weights: WeightTable { table(of: parameters) }
}
