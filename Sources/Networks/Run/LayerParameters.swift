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

extension NetworkWalk.Step {
  /// An array of a step's parameters: what tables call it, its extents, and where in `LayerParameters` it belongs.
  public struct ParameterArray {
    /// Name and extents.
    public let shape: WeightShape
    /// Its place.
    public let place: WritableKeyPath<LayerParameters, [Float]>

    init(_ name: String, _ extents: [Int], _ place: WritableKeyPath<LayerParameters, [Float]>) {
      shape = WeightShape(name, extents)
      self.place = place
    }
  }

  /// The arrays of a step, none without parameters. A bias that a normalisation takes away again is not among them.
  public var arrays: [ParameterArray] {
    guard let name else { return [] }
    switch operation {
    case .convolution(let own, let norm):
      return [
        ParameterArray(
          "\(name).conv.weight", [own.targets, own.sourceChannels] + own.kernel.values, \.weights),
        ParameterArray("\(name).norm.weight", [norm.channels], \.gamma),
        ParameterArray("\(name).norm.bias", [norm.channels], \.beta),
      ]
    case .transposed(let own, let biased):
      return [ParameterArray("\(name).weight", [own.sources, own.targets] + own.stride.values, \.weights)]
        + (biased ? [ParameterArray("\(name).bias", [own.targets], \.bias)] : [])
    case .pool, .sum: return []
    }
  }
}

extension LayerParameters {
  /// The parameters of a step out of a table; nil if it has none.
  init?(_ step: NetworkWalk.Step, in table: WeightTable) throws(NetworkError) {
    let arrays = step.arrays
    guard !arrays.isEmpty else { return nil }
    self.init(weights: [], bias: [], gamma: [], beta: [])
    for array in arrays {
      self[keyPath: array.place] = try table.values(array.shape.name, array.shape.shape)
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
