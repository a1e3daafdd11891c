import CKernels

/// Means over windows that do not overlap. Target extent = source extent / window; a remainder is dropped.
public struct AveragePool: Hashable, Sendable {
  /// Window extents, each at least 1.
  public let window: Axes

  /// Pooling over `window`.
  public init(_ window: Axes = Axes(2)) throws(TensorError) {
    guard window.values.allSatisfy({ $0 > 0 && $0 <= 32_768 }) else {
      throw .unusable(operator: "average pool", shape: Shape(channels: 1, window), reason: .window)
    }
    self.window = window
  }

  /// The shape of the result for a source of `shape`.
  public func targetShape(_ shape: Shape) throws(TensorError) -> Shape {
    let extent = shape.extent.zip(window, /)
    guard extent.values.allSatisfy({ $0 > 0 }) else {
      throw .unusable(operator: "average pool \(window)", shape: shape, reason: .window)
    }
    return Shape(batch: shape.batch, channels: shape.channels, extent)
  }

  /// The means in a new tensor.
  public func forward(_ source: Tensor, on engine: Engine) throws(TensorError) -> Tensor {
    let target = try engine.tensor(targetShape(source.shape))
    let window = window.values.map(Int32.init)
    engine.forEachSlab(of: target) { n, block, _, slab in
      engine.kernels.pool(&slab, source.map, source.block(n, block), window, target.block(n, block))
    }
    return target
  }

  /// The data gradient into `source`, replaced.
  public func backward(_ gradient: Tensor, into source: Tensor, on engine: Engine) throws(TensorError) {
    let expected = try targetShape(source.shape)
    guard gradient.shape == expected else {
      throw .mismatch(operator: "average pool backward", given: gradient.shape, expected: expected)
    }
    let window = window.values.map(Int32.init)
    engine.forEachSlab(of: source) { n, block, _, slab in
      engine.kernels.pool_gradient(
        &slab, gradient.map, gradient.block(n, block), window, source.block(n, block))
    }
  }
}
