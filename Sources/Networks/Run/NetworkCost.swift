import Tensors

/// What a part of a network costs, counted from its structure and weights.
///
/// Convolutions, transposed convolutions and heads are counted as they are defined, whatever way the kernels take;
/// normalisations, pooling and sums are left out, as papers do. A multiply-add is two floating-point operations.
public struct NetworkCost: Codable, Hashable, Sendable {
  /// Values of weights, biases, scales and shifts.
  public var parameters: Int
  /// Those of them that are not zero.
  public var nonZero: Int
  /// Multiply-adds of one patch.
  public var multiplyAdds: Int

  /// A cost; see the properties.
  public init(parameters: Int = 0, nonZero: Int = 0, multiplyAdds: Int = 0) {
    self.parameters = parameters
    self.nonZero = nonZero
    self.multiplyAdds = multiplyAdds
  }

  /// The cost of two parts together.
  public static func + (a: NetworkCost, b: NetworkCost) -> NetworkCost {
    NetworkCost(
      parameters: a.parameters + b.parameters, nonZero: a.nonZero + b.nonZero,
      multiplyAdds: a.multiplyAdds + b.multiplyAdds)
  }

  fileprivate init(
    _ walk: NetworkWalk, _ layers: [LayerParameters?], inputs: [Shape]
  ) throws(NetworkError) {
    self.init(
      multiplyAdds: try NetworkError.adopting { () throws(TensorError) in try walk.multiplyAdds(inputs) })
    for layer in layers.compactMap({ $0 }) { add(layer) }
  }

  fileprivate mutating func add(_ layer: LayerParameters) {
    for array in [layer.weights, layer.bias, layer.gamma, layer.beta] {
      parameters += array.count
      nonZero += array.count { $0 != 0 }
    }
  }
}

extension Encoder {
  /// Its cost on patches of these extents.
  public func cost(patch: Axes) throws(NetworkError) -> NetworkCost {
    try architecture.check(patch: patch)
    let input = Shape(channels: architecture.inputChannels, patch)
    return try NetworkCost(walk, parameters, inputs: [input])
  }
}

extension Decoder {
  /// Its cost on patches of these extents, the finest head with it; the heads of deep supervision serve training alone.
  public func cost(patch: Axes) throws(NetworkError) -> NetworkCost {
    try architecture.check(patch: patch)
    var cost = try NetworkCost(walk, parameters, inputs: architecture.decoderInputShapes(patch))
    cost.add(headParameters)
    cost.multiplyAdds += headParameters.weights.count * patch.product
    return cost
  }
}

extension NetworkWalk {
  /// Multiply-adds of all steps for inputs of these shapes.
  fileprivate func multiplyAdds(_ inputs: [Shape]) throws(TensorError) -> Int {
    let shapes = try shapes(inputs)
    return steps.reduce(0) { sum, step in
      switch step.operation {
      case .convolution(let operation, _):
        // One weight a target channel, source channel and tap, used once a target voxel.
        sum + operation.targets * operation.sourceChannels * operation.kernel.product
          * shapes[step.target].extent.product
      case .transposed(let operation, _):
        // Windows do not overlap: every target voxel reads one source voxel.
        sum + operation.targets * operation.sources * shapes[step.target].extent.product
      case .pool, .sum: sum
      }
    }
  }
}
