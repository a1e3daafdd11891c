import Tensors

/// A step of a walk with its weights in the order that the kernels read them, for sources of one extent.
public struct PreparedStep {
  /// What counts more where weights can lie in several ways.
  public enum Preference: Sendable {
    /// The fastest way, as for one batch.
    case speed
    /// A way of less memory where the fastest takes much, as for a model that stays loaded.
    case memory
  }

  /// What a step made.
  public struct Result {
    /// The values as they lie in memory, before their normalisation.
    public let tensor: Tensor
    /// The normalisation that readers apply; nil without one.
    public let norm: InstanceNorm.Result?
    /// The values as readers see them.
    public let value: Operand
  }

  /// The extent of its sources.
  public let extent: Axes
  private let operation: NetworkWalk.Operation
  private let weights: PreparedWeights?
  private let gamma: [Float]
  private let beta: [Float]

  /// Prepares a step.
  /// - Parameters:
  ///   - parameters: nil for a step that has none.
  ///   - preference: what counts more for its weights.
  public init(
    _ step: NetworkWalk.Step, _ parameters: LayerParameters?, extent: Axes,
    preferring preference: Preference = .speed,
    on engine: Engine
  ) throws(TensorError) {
    self.extent = extent
    operation = step.operation
    gamma = parameters?.gamma ?? []
    beta = parameters?.beta ?? []
    switch (step.operation, parameters) {
    case (.convolution(let operation, _), .some(let own)):
      switch preference {
      case .speed: weights = try PreparedWeights(operation, own.weights, extent: extent, on: engine)
      case .memory:
        weights = try PreparedWeights(
          operation, own.weights, extent: extent, method: operation.leanMethod(for: extent), on: engine)
      }
    case (.transposed(let operation, let biased), .some(let own)):
      weights = try PreparedWeights(
        operation, own.weights, bias: biased ? own.bias : nil, extent: extent, on: engine)
    case (.pool, _), (.sum, _): weights = nil
    case (.convolution, .none), (.transposed, .none):
      throw .parameters(operator: step.name ?? "network", name: "weights", given: 0, expected: 1)
    }
  }

  /// Bytes of the prepared weights.
  public var bytes: Int { weights?.bytes ?? 0 }

  /// Does the step on its sources, in their order.
  public func run(_ sources: [Operand], on engine: Engine) throws(TensorError) -> Result {
    guard let first = sources.first else {
      throw .parameters(operator: "network", name: "sources", given: 0, expected: 1)
    }
    switch (operation, weights) {
    case (.convolution(let operation, let norm), .some(let weights)):
      let (tensor, moments) = try operation.forward(
        Concatenation(sources), weights, moments: true, on: engine)
      let result = try norm.forward(moments ?? Moments(of: tensor, on: engine), gamma: gamma, beta: beta)
      return Result(tensor: tensor, norm: result, value: try Operand(tensor, through: result.load))
    case (.transposed(let operation, _), .some(let weights)):
      return Self.plain(try operation.forward(first, weights, on: engine))
    case (.pool(let operation), _):
      // Blocks end in a sum, so what is pooled is never deferred; another order would still be right.
      let source = first.load == nil ? first.tensor : try first.materialised(on: engine)
      return Self.plain(try operation.forward(source, on: engine))
    case (.sum(let operation), _):
      return Self.plain(try operation.forward(first, sources[1], on: engine))
    case (.convolution, .none), (.transposed, .none):
      throw .parameters(operator: "network", name: "weights", given: 0, expected: 1)
    }
  }

  private static func plain(_ tensor: Tensor) -> Result {
    Result(tensor: tensor, norm: nil, value: Operand(plain: tensor))
  }
}
