import Networks
import Tensors

/// A step of a walk with its weights in the order that the kernels read them, for sources of one extent.
struct PreparedStep {
  /// What a step made.
  struct Result {
    /// The values as they lie in memory, before their normalisation.
    let tensor: Tensor
    /// The normalisation that readers apply; nil without one.
    let norm: InstanceNorm.Result?
    /// The values as readers see them.
    let value: Operand
  }

  /// The extent of its sources.
  let extent: Axes
  private let operation: NetworkWalk.Operation
  private let weights: PreparedWeights?
  private let gamma: [Float]
  private let beta: [Float]

  /// Prepares a step; `parameters` are nil for a step that has none.
  init(
    _ step: NetworkWalk.Step, _ parameters: LayerParameters?, extent: Axes, on engine: Engine
  ) throws(TensorError) {
    self.extent = extent
    operation = step.operation
    gamma = parameters?.gamma ?? []
    beta = parameters?.beta ?? []
    switch (step.operation, parameters) {
    case (.convolution(let operation, _), .some(let own)):
      weights = try PreparedWeights(operation, own.weights, extent: extent, on: engine)
    case (.transposed(let operation, let biased), .some(let own)):
      weights = try PreparedWeights(
        operation, own.weights, bias: biased ? own.bias : nil, extent: extent, on: engine)
    case (.pool, _), (.sum, _): weights = nil
    case (.convolution, .none), (.transposed, .none): throw Self.missing(step)
    }
  }

  /// Does the step.
  func run(_ source: Concatenation, on engine: Engine) throws(TensorError) -> Result {
    switch (operation, weights) {
    case (.convolution(let operation, let norm), .some(let weights)):
      let (tensor, moments) = try operation.forward(source, weights, moments: true, on: engine)
      let result = try norm.forward(moments ?? Moments(of: tensor, on: engine), gamma: gamma, beta: beta)
      return Result(tensor: tensor, norm: result, value: try Operand(tensor, through: result.load))
    case (.transposed(let operation, _), .some(let weights)):
      return Self.plain(try operation.forward(source.parts[0], weights, on: engine))
    case (.pool(let operation), _):
      let part = source.parts[0]
      return Self.plain(
        try operation.forward(part.load == nil ? part.tensor : part.materialised(on: engine), on: engine))
    case (.sum(let operation), _):
      return Self.plain(try operation.forward(source.parts[0], source.parts[1], on: engine))
    case (.convolution, .none), (.transposed, .none):
      throw .parameters(operator: "network", name: "weights", given: 0, expected: 1)
    }
  }

  private static func plain(_ tensor: Tensor) -> Result {
    Result(tensor: tensor, norm: nil, value: Operand(plain: tensor))
  }

  private static func missing(_ step: NetworkWalk.Step) -> TensorError {
    .parameters(operator: step.name ?? "network", name: "weights", given: 0, expected: 1)
  }
}
