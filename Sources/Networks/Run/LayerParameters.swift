import Tensors

/// The parameters of one step of a walk, dense, in PyTorch's order.
public struct LayerParameters: Equatable, Sendable {
  /// Of the convolution or transposed convolution.
  public var weights: [Float]
  /// Of a transposed convolution or a head; empty where there is none or where a normalisation takes it away again.
  public var bias: [Float]
  /// Scale of the normalisation; empty without one.
  public var gamma: [Float]
  /// Shift of the normalisation; empty without one.
  public var beta: [Float]

  /// Parameters; see the properties.
  public init(weights: [Float], bias: [Float], gamma: [Float], beta: [Float]) {
    self.weights = weights
    self.bias = bias
    self.gamma = gamma
    self.beta = beta
  }
}

extension LayerParameters {
  /// The parameters of a step out of a table; nil if it has none.
  init?(_ step: NetworkWalk.Step, in table: WeightTable) throws(NetworkError) {
    guard let name = step.name else { return nil }
    switch step.operation {
    case .convolution(let operation, let norm):
      weights = try table.values(
        "\(name).conv.weight", [operation.targets, operation.sourceChannels] + operation.kernel.values)
      bias = []
      gamma = try table.values("\(name).norm.weight", [norm.channels])
      beta = try table.values("\(name).norm.bias", [norm.channels])
    case .transposed(let operation, let biased):
      weights = try table.values(
        "\(name).weight", [operation.sources, operation.targets] + operation.stride.values)
      bias = biased ? try table.values("\(name).bias", [operation.targets]) : []
      gamma = []
      beta = []
    case .pool, .sum: return nil
    }
  }

  /// The parameters of every step of a walk, by the steps' names.
  public static func read(
    _ walk: NetworkWalk, in table: WeightTable
  ) throws(NetworkError) -> [LayerParameters?] {
    var result: [LayerParameters?] = []
    for step in walk.steps { result.append(try LayerParameters(step, in: table)) }
    return result
  }
}

extension WeightTable {
  /// The values of a tensor that must have these extents and be finite.
  public func values(_ name: String, _ shape: [Int]) throws(NetworkError) -> [Float] {
    guard let tensor = self[name] else { throw .missing(name) }
    guard tensor.shape == shape else { throw .shape(name, given: tensor.shape, expected: shape) }
    let bad = tensor.values.notFiniteCount
    guard bad == 0 else { throw .notFinite(name, values: bad) }
    return tensor.values
  }
}
