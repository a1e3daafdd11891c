import CKernels

/// Gradients of a convolution's parameters, in the order of the parameters.
public struct ParameterGradient: Equatable, Sendable {
  /// Of the weights.
  public var weights: [Float]
  /// Of the bias.
  public var bias: [Float]
}

extension Convolution {
  /// The data gradient into `parts`, which have the shapes of the concatenated sources: replaced, or added to.
  public func backward(
    _ gradient: Tensor, _ weights: PreparedWeights, into parts: [Tensor], accumulate: Bool = false,
    on engine: Engine
  ) throws(TensorError) {
    let target = try Concatenation(parts.map { Operand(plain: $0) })
    try check(target)
    try check(gradient, against: target.shape)
    try weights.check(self, .gradient, target.shape.extent)
    _ = try weights.run(
      Concatenation(Operand(plain: gradient)), target, accumulate: accumulate, moments: false, on: engine)
  }

  /// The gradients of weights and bias, summed over samples and voxels in an order fixed by the shapes.
  public func parameterGradient(
    _ source: Concatenation, _ gradient: Tensor, method: Method? = nil, on engine: Engine
  ) throws(TensorError) -> ParameterGradient {
    try check(source)
    try check(gradient, against: source.shape)
    var method = method ?? gradientMethod(for: source.shape.extent)
    if !allows(method) { method = .tapped }
    let target = Concatenation(Operand(plain: gradient))
    let places = split.padded * targets * kernel.product
    var dense = [Float](repeating: 0, count: places)
    try withDense(&dense) { dense throws(TensorError) in
      if method == .tapped {
        let program = TapProgram.forward(self, extent: source.shape.extent)
        try program.weightGradient(source: source, target: target, dense: dense, on: engine)
      } else {
        let run = WinogradRun(method, source: source, target: target, on: engine)
        try run.weightGradient(dense, sources: split.padded, on: engine)
      }
    }
    return ParameterGradient(
      weights: split.gather(dense, outer: targets, inner: kernel.product),
      bias: channelSums(gradient, on: engine))
  }

  /// The method that measures fastest for weight gradients.
  public func gradientMethod(for extent: Axes) -> Method {
    let forward = method(for: extent)
    return forward == .winograd2 && (extent.values.min() ?? 0) <= 8 ? .tapped : forward
  }

  private func check(_ gradient: Tensor, against source: Shape) throws(TensorError) {
    let expected = try targetShape(source)
    guard gradient.shape == expected else {
      throw .mismatch(operator: name, given: gradient.shape, expected: expected)
    }
  }
}

/// Calls `body` with the memory of an array; typed throws do not pass through the closures of the library.
func withDense(
  _ values: inout [Float], _ body: (UnsafeMutablePointer<Float>) throws(TensorError) -> Void
) throws(TensorError) {
  var failure: TensorError?
  values.withUnsafeMutableBufferPointer { buffer in
    guard let base = buffer.baseAddress else { return }
    do throws(TensorError) { try body(base) } catch { failure = error }
  }
  if let failure { throw failure }
}

/// Sums of every channel over samples and voxels, slab by slab in order.
func channelSums(_ tensor: Tensor, on engine: Engine) -> [Float] {
  let slabs = Engine.slabs(tensor.shape.extent.depth).count, lanes = Int(CK_LANES)
  var parts = [Double](repeating: 0, count: tensor.shape.batch * tensor.blocks * slabs * lanes)
  parts.withUnsafeMutableBufferPointer { buffer in
    guard let parts = buffer.baseAddress else { return }
    engine.forEachSlab(of: tensor) { n, block, index, slab in
      engine.kernels.sums(
        &slab, tensor.block(n, block), parts + ((n * tensor.blocks + block) * slabs + index) * lanes)
    }
  }
  return (0..<tensor.shape.channels).map { channel in
    var sum = 0.0
    for n in 0..<tensor.shape.batch {
      for slab in 0..<slabs {
        sum += parts[((n * tensor.blocks + channel / lanes) * slabs + slab) * lanes + channel % lanes]
      }
    }
    return Float(sum)
  }
}
