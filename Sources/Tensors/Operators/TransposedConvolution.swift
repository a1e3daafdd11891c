/// A 3-D transposed convolution whose kernel is its stride (1 or 2 along each axis): every source voxel becomes a
/// block of target voxels, and blocks do not overlap. Target extent = source extent * stride.
///
/// Weights are dense, [source][target][kz][ky][kx].
public struct TransposedConvolution: Hashable, Sendable {
  /// Source channels.
  public let sources: Int
  /// Target channels.
  public let targets: Int
  /// Stride and kernel.
  public let stride: Axes

  /// A transposed convolution of `sources` to `targets` channels.
  public init(_ sources: Int, _ targets: Int, stride: Axes = Axes(2)) throws(TensorError) {
    self.sources = sources
    self.targets = targets
    self.stride = stride
    let shape = Shape(channels: targets, stride)
    guard sources > 0, targets > 0, sources <= 16_384, targets <= 16_384 else {
      throw .unusable(operator: "transposed convolution", shape: shape, reason: .empty)
    }
    guard stride.values.allSatisfy({ $0 == 1 || $0 == 2 }) else {
      throw .unusable(operator: "transposed convolution", shape: shape, reason: .kernel)
    }
  }

  /// "transposed convolution 2x2x2".
  public var name: String { "transposed convolution \(stride)" }

  /// Values of the weights.
  public var weightCount: Int { sources * targets * stride.product }

  /// The shape of the result for a source of `shape`.
  public func targetShape(_ shape: Shape) throws(TensorError) -> Shape {
    guard shape.channels == sources else {
      throw .mismatch(operator: name, given: shape, expected: shape.with(channels: sources))
    }
    return Shape(batch: shape.batch, channels: targets, shape.extent.zip(stride, *))
  }

  /// The result in a new tensor.
  public func forward(
    _ source: Operand, _ weights: PreparedWeights, on engine: Engine
  ) throws(TensorError) -> Tensor {
    let shape = try targetShape(source.tensor.shape)
    try weights.check(self, .forward, source.tensor.shape.extent)
    let tensor = try engine.tensor(shape)
    _ = try weights.run(
      Concatenation(source), Concatenation(Operand(plain: tensor)), accumulate: false, moments: false,
      on: engine)
    return tensor
  }

  /// The data gradient into `target`, replaced or added to.
  public func backward(
    _ gradient: Tensor, _ weights: PreparedWeights, into target: Tensor, accumulate: Bool = false,
    on engine: Engine
  ) throws(TensorError) {
    try check(gradient, against: target.shape)
    try weights.check(self, .gradient, target.shape.extent)
    _ = try weights.run(
      Concatenation(Operand(plain: gradient)), Concatenation(Operand(plain: target)),
      accumulate: accumulate, moments: false, on: engine)
  }

  /// The gradients of weights and bias.
  public func parameterGradient(
    _ source: Operand, _ gradient: Tensor, on engine: Engine
  ) throws(TensorError) -> ParameterGradient {
    try check(gradient, against: source.tensor.shape)
    var dense = [Float](repeating: 0, count: weightCount)
    let program = TapProgram.transposed(self, extent: source.tensor.shape.extent)
    try withDense(&dense) { dense throws(TensorError) in
      try program.weightGradient(
        source: Concatenation(source), target: Concatenation(Operand(plain: gradient)), dense: dense,
        on: engine)
    }
    return ParameterGradient(weights: dense, bias: channelSums(gradient, on: engine))
  }

  private func check(_ gradient: Tensor, against source: Shape) throws(TensorError) {
    let expected = try targetShape(source)
    guard gradient.shape == expected else {
      throw .mismatch(operator: name, given: gradient.shape, expected: expected)
    }
  }
}
