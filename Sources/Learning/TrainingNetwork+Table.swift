import Networks

extension TrainingNetwork {
  /// Parameters of this network's form as arrays in nnU-Net's names.
  ///
  /// Biases of convolutions that a normalisation follows are zeros: it takes them away again.
  public func table(of parameters: NetworkParameters) -> WeightTable {
    var table = WeightTable()
    for (walk, layers) in [(encoderWalk, parameters.encoder), (decoderWalk, parameters.decoder)] {
      for (step, layer) in zip(walk.steps, layers) {
        if let layer { add(step, layer, to: &table) }
      }
    }
    for (head, own) in zip(heads, parameters.heads) {
      let name = "decoder.seg_layers.\(head.stage)"
      table["\(name).weight"] = WeightTensor(
        shape: [head.operation.targets, head.operation.sourceChannels, 1, 1, 1], values: own.weights)
      table["\(name).bias"] = WeightTensor(shape: [own.bias.count], values: own.bias)
    }
    return table
  }

  /// Its own parameters as arrays in nnU-Net's names.
  public var weights: WeightTable { table(of: parameters) }

  private func add(_ step: NetworkWalk.Step, _ layer: LayerParameters, to table: inout WeightTable) {
    for array in step.arrays {
      table[array.shape.name] = WeightTensor(shape: array.shape.shape, values: layer[keyPath: array.place])
    }
    // A residual block's shortcut has no bias whatever the architecture says.
    guard case .convolution(let operation, _) = step.operation, let name = step.name,
      architecture.convolutionBias, !name.contains(".skip.")
    else { return }
    table["\(name).conv.bias"] = WeightTensor(
      shape: [operation.targets], values: [Float](repeating: 0, count: operation.targets))
  }
}
