import CKernels

/// How far two features of one shape differ on average along the axes, at several scales: local POD.
///
/// At scale s an axis is cut into 2^s strips, as equal as may be; each strip keeps the mean of the feature along it, for
/// every channel and every place on the other two axes. The loss is the mean over axes, scales and strips of the squared
/// difference of those means (Douillard et al. 2021, arXiv 2011.11390, section 3.1, with three axes instead of two).
/// What moves within a strip costs nothing, what moves out of it does. Scales with more strips than an axis has voxels are
/// left out. Cost: three passes over the difference, one after each axis.
public struct StripError: Hashable, Sendable {
  /// Scales, from 1 (whole axes) to 5.
  public let scales: Int

  private static let name = "strip error"

  /// A loss at so many scales.
  public init(scales: Int = 3) throws(TensorError) {
    guard (1...Int(CK_MOST_SCALES)).contains(scales) else {
      throw .parameters(operator: Self.name, name: "scales", given: scales, expected: Int(CK_MOST_SCALES))
    }
    self.scales = scales
  }

  /// The loss, and its gradient with respect to what readers of `student` see. `weight` multiplies both.
  public func backward(
    _ student: Operand, teacher: Operand, weight: Double = 1, on engine: Engine
  ) throws(TensorError) -> (loss: Double, gradient: Tensor) {
    let difference = try FeatureError.difference(student, teacher, factor: 1, Self.name, engine).tensor
    let shape = difference.shape, blocks = difference.blocks, lanes = Int(CK_LANES)
    let gradient = try engine.tensor(shape)
    let factors = shape.extent.values.map { length in
      weights(length: length, shape).map { Float($0 * weight) }
    }
    var sums = [Double](repeating: 0, count: shape.batch * blocks * lanes)
    sums.withUnsafeMutableBufferPointer { buffer in
      let sums = buffer.baseAddress
      // An axis is whole in a channel block only, so that is what threads share.
      engine.pool.run(shape.batch * blocks) { item, _ in
        let (n, block) = item.quotientAndRemainder(dividingBy: blocks)
        let to = gradient.block(n, block)
        to.update(repeating: 0, count: gradient.map.block)
        for (axis, factors) in factors.enumerated() {
          engine.kernels.strips(
            gradient.map, Int32(axis), Int32(factors.count), difference.block(n, block), factors,
            sums.map { $0 + item * lanes }, to)
        }
      }
    }
    return (sums.reduce(0, +), gradient)
  }

  /// What a squared mean of each scale counts along an axis.
  private func weights(length: Int, _ shape: Shape) -> [Double] {
    let used = (0..<scales).filter { 1 << $0 <= length }
    let columns = Double(shape.batch * shape.channels * (shape.voxels / length))
    return used.map { 1 / (3 * Double(used.count) * Double(1 << $0) * columns) }
  }
}
