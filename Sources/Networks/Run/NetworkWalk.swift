import Tensors

/// A part of a network as the list of its steps over numbered values: the one description that planning memory,
/// running on tensors and tracing for a backward pass all follow.
///
/// Values `0..<inputs` are given (the patch, or the skips finest first); every step adds one. Shapes follow from
/// those of the inputs, so a walk serves patches of any size.
public struct NetworkWalk: Hashable, Sendable {
  /// What a step does.
  public enum Operation: Hashable, Sendable {
    /// A convolution of concatenated sources, instance normalisation and leaky ReLU (slope 1: none); readers apply
    /// both while reading. A bias before a normalisation changes nothing and is not computed.
    case convolution(Convolution, InstanceNorm)
    /// A transposed convolution, with a bias or without.
    case transposed(TransposedConvolution, biased: Bool)
    /// Means over windows.
    case pool(AveragePool)
    /// The sum of two sources and a leaky ReLU.
    case sum(ResidualAdd)
  }

  /// An operation with what it reads and what it makes.
  public struct Step: Hashable, Sendable {
    /// The beginning of its parameters' names; nil without parameters.
    public let name: String?
    /// What it does.
    public let operation: Operation
    /// The values it reads, in channel order.
    public let sources: [Int]
    /// The value it makes.
    public let target: Int
  }

  /// Values that are given.
  public let inputs: Int
  /// In the order of computation.
  public private(set) var steps: [Step] = []
  /// Values that stay when the walk is over.
  public private(set) var outputs: [Int] = []

  /// Values of all kinds.
  public var valueCount: Int { inputs + steps.count }

  /// A walk without steps over given values.
  public init(inputs: Int) { self.inputs = inputs }

  /// Adds a step and returns the value it makes.
  public mutating func add(_ name: String?, _ operation: Operation, _ sources: Int...) -> Int {
    add(name, operation, sources: sources)
  }

  /// Adds a step and returns the value it makes.
  public mutating func add(_ name: String?, _ operation: Operation, sources: [Int]) -> Int {
    let target = valueCount
    steps.append(Step(name: name, operation: operation, sources: sources, target: target))
    return target
  }

  /// Marks a value as an output.
  public mutating func keep(_ value: Int) { outputs.append(value) }
}

extension NetworkWalk.Operation {
  /// The shape of the result for sources of these shapes.
  func targetShape(_ sources: [Shape]) throws(TensorError) -> Shape {
    guard let first = sources.first else {
      throw .unusable(operator: "network", shape: Shape(channels: 0, Axes(0)), reason: .empty)
    }
    switch self {
    case .convolution(let operation, _):
      return try operation.targetShape(first.with(channels: sources.reduce(0) { $0 + $1.channels }))
    case .transposed(let operation, _): return try operation.targetShape(first)
    case .pool(let operation): return try operation.targetShape(first)
    case .sum: return first
    }
  }
}

extension NetworkWalk {
  /// The shape of every value for inputs of these shapes.
  func shapes(_ inputs: [Shape]) throws(TensorError) -> [Shape] {
    var shapes = inputs
    for step in steps {
      shapes.append(try step.operation.targetShape(step.sources.map { shapes[$0] }))
    }
    return shapes
  }
}
