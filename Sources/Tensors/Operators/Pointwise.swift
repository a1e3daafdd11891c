import CKernels

/// The sum of two tensors, then a leaky ReLU: the end of a residual block. Either may have a deferred load.
public struct ResidualAdd: Hashable, Sendable {
  /// Slope below zero; 1 is none.
  public let slope: Float

  /// An addition with a leaky ReLU of `slope`.
  public init(slope: Float = 0.01) { self.slope = slope }

  /// The sum in a new tensor.
  public func forward(
    _ first: Operand, _ second: Operand, on engine: Engine
  ) throws(TensorError) -> Tensor {
    guard first.tensor.shape == second.tensor.shape else {
      throw .mismatch(
        operator: "residual add", given: second.tensor.shape, expected: first.tensor.shape)
    }
    let target = try engine.tensor(first.tensor.shape)
    engine.forEachSlab(of: target) { n, block, _, slab in
      engine.kernels.combine(
        &slab, first.tensor.block(n, block), first.load?.load(n, block), second.tensor.block(n, block),
        second.load?.load(n, block), slope, target.block(n, block))
    }
    return target
  }

  /// Turns the gradient of the sum into that of both summands (they share it), in place. `sum` is the result of
  /// `forward`; the slope must be above zero for its sign to tell that of the sum before the ReLU.
  public func backward(_ sum: Tensor, gradient: Tensor, on engine: Engine) throws(TensorError) {
    guard gradient.shape == sum.shape else {
      throw .mismatch(operator: "residual add backward", given: gradient.shape, expected: sum.shape)
    }
    engine.forEachSlab(of: sum) { n, block, _, slab in
      engine.kernels.combine_gradient(&slab, sum.block(n, block), slope, gradient.block(n, block))
    }
  }
}

extension Operand {
  /// The values a reader sees, written to a new tensor.
  public func materialised(on engine: Engine) throws(TensorError) -> Tensor {
    let target = try engine.tensor(tensor.shape)
    engine.forEachSlab(of: target) { n, block, _, slab in
      engine.kernels.combine(
        &slab, tensor.block(n, block), load?.load(n, block), nil, nil, 1, target.block(n, block))
    }
    return target
  }
}

extension Tensor {
  /// Adds `other` to this tensor: how gradients of a tensor with several readers meet.
  public func add(_ other: Tensor, on engine: Engine) throws(TensorError) {
    guard other.shape == shape else {
      throw .mismatch(operator: "addition", given: other.shape, expected: shape)
    }
    engine.forEachSlab(of: self) { n, block, _, slab in
      engine.kernels.add(&slab, other.block(n, block), self.block(n, block))
    }
  }
}
