import CKernels

/// The mean squared difference of two features of one shape, as their readers see them.
///
/// Mean over samples, channels and voxels of (student - teacher)^2 (Romero et al. 2015, arXiv 1412.6550, whose regressor
/// is left out: the shapes are the same).
public struct FeatureError: Hashable, Sendable {
  static let name = "feature error"

  /// A mean squared error.
  public init() {}

  /// The loss, and its gradient with respect to what readers of `student` see. `weight` multiplies both.
  public func backward(
    _ student: Operand, teacher: Operand, weight: Double = 1, on engine: Engine
  ) throws(TensorError) -> (loss: Double, gradient: Tensor) {
    let share = weight / Double(max(student.tensor.shape.count, 1))
    let (squares, gradient) = try Self.difference(
      student, teacher, factor: Float(2 * share), Self.name, engine)
    return (squares * share, gradient)
  }

  /// The sum of squared differences, and the differences times `factor`.
  static func difference(
    _ student: Operand, _ teacher: Operand, factor: Float, _ name: String, _ engine: Engine
  ) throws(TensorError) -> (squares: Double, tensor: Tensor) {
    let shape = student.tensor.shape
    guard teacher.tensor.shape == shape else {
      throw .mismatch(operator: name, given: teacher.tensor.shape, expected: shape)
    }
    guard shape.batch > 0 else { throw .unusable(operator: name, shape: shape, reason: .empty) }
    let target = try engine.tensor(shape), slabs = Engine.slabs(shape.extent.depth).count
    let lanes = Int(CK_LANES)
    var parts = [Double](repeating: 0, count: shape.batch * target.blocks * slabs * lanes)
    parts.withUnsafeMutableBufferPointer { buffer in
      let parts = buffer.baseAddress
      engine.forEachSlab(of: target) { n, block, index, slab in
        engine.kernels.difference(
          &slab, student.tensor.block(n, block), student.load?.load(n, block), teacher.tensor.block(n, block),
          teacher.load?.load(n, block), factor,
          parts.map { $0 + ((n * target.blocks + block) * slabs + index) * lanes }, target.block(n, block))
      }
    }
    return (parts.reduce(0, +), target)
  }
}
