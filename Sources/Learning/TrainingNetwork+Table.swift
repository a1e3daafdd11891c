import Networks

extension TrainingNetwork {
  /// Parameters of this network's form as arrays in nnU-Net's names.
  ///
  /// Biases of convolutions that a normalisation follows are zeros: it takes them away again.
  public func table(of parameters: NetworkParameters) -> WeightTable {
    var table = WeightTable()
    for (walk, layers) in [(encoderWalk, parameters.encoder), (decoderWalk, parameters.decoder)] {
      for (step, layer) in zip(walk.steps, layers) {
        guard let name = step.name, let layer else { continue }
        add(name, step.operation, layer, to: &table)
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

  private func add(
    _ name: String, _ operation: NetworkWalk.Operation, _ layer: LayerParameters, to table: inout WeightTable
  ) {
    switch operation {
    case .convolution(let operation, _):
      table["\(name).conv.weight"] = WeightTensor(
        shape: [operation.targets, operation.sourceChannels] + operation.kernel.values, values: layer.weights)
      table["\(name).norm.weight"] = WeightTensor(shape: [layer.gamma.count], values: layer.gamma)
      table["\(name).norm.bias"] = WeightTensor(shape: [layer.beta.count], values: layer.beta)
      // A residual block's shortcut has no bias whatever the architecture says.
      if architecture.convolutionBias, !name.contains(".skip.") {
        let zeros = [Float](repeating: 0, count: operation.targets)
        table["\(name).conv.bias"] = WeightTensor(shape: [operation.targets], values: zeros)
      }
    case .transposed(let operation, let biased):
      table["\(name).weight"] = WeightTensor(
        shape: [operation.sources, operation.targets] + operation.stride.values, values: layer.weights)
      if biased { table["\(name).bias"] = WeightTensor(shape: [operation.targets], values: layer.bias) }
    case .pool, .sum: break
    }
  }
}
