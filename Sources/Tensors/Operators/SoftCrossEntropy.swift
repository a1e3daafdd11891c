import CKernels

/// How far a student's class probabilities are from its teacher's, both softened by a temperature.
///
/// Mean over voxels of T^2 * KL(softmax(teacher / T) || softmax(student / T)); T^2 keeps the size of gradients the same
/// for any temperature (Hinton et al. 2015, arXiv 1503.02531). It is the cross-entropy with the teacher's probabilities
/// less their own entropy, so that it is exactly zero where both agree; the gradient is that of the cross-entropy.
/// Cost: one pass over both logits.
public struct SoftCrossEntropy: Hashable, Sendable {
  /// Above zero; logits are divided by it.
  public let temperature: Float

  private static let name = "soft cross-entropy"

  /// A loss at a temperature.
  public init(temperature: Float = 1) { self.temperature = temperature }

  /// The loss of `logits` against those of a teacher, which have the same shape.
  public func forward(
    _ logits: Tensor, teacher: Tensor, on engine: Engine
  ) throws(TensorError) -> Double {
    try loss(logits, teacher, on: engine) { job, slab, sum in
      engine.kernels.divergence(&job, slab.z0, slab.z1, sum)
    }
  }

  /// The loss; `logits` become its gradient. `weight` multiplies both.
  public func backward(
    _ logits: Tensor, teacher: Tensor, weight: Double = 1, on engine: Engine
  ) throws(TensorError) -> Double {
    let voxels = Double(max(logits.shape.batch * logits.shape.voxels, 1))
    let factor = Float(weight * Double(temperature) / voxels)
    return weight
      * (try loss(logits, teacher, on: engine) { job, slab, sum in
        engine.kernels.divergence_gradient(&job, slab.z0, slab.z1, factor, sum)
      })
  }

  private func loss(
    _ logits: Tensor, _ teacher: Tensor, on engine: Engine,
    _ body: (inout ck_distillation, ck_slab, UnsafeMutablePointer<Double>?) -> Int64
  ) throws(TensorError) -> Double {
    try check(logits, teacher)
    var sums = [Double](repeating: 0, count: logits.shape.batch * logits.shape.extent.depth)
    let bad = sums.withUnsafeMutableBufferPointer { buffer -> Int in
      let sums = buffer.baseAddress
      return forEachSlabCounting(of: logits, on: engine) { n, slab in
        let student = blockPointers(logits, n)
        let other = blockPointers(teacher, n).map { UnsafePointer($0) }
        return student.withUnsafeBufferPointer { student in
          other.withUnsafeBufferPointer { other in
            var job = ck_distillation(
              map: logits.map, classes: Int32(logits.shape.channels), student_block: student.baseAddress,
              teacher_block: other.baseAddress, sharpness: 1 / temperature)
            return body(&job, slab, sums.map { $0 + n * logits.shape.extent.depth + Int(slab.z0) })
          }
        }
      }
    }
    guard bad == 0 else { throw .notFinite(operator: Self.name, shape: logits.shape, values: bad) }
    let voxels = Double(logits.shape.batch * logits.shape.voxels)
    return sums.reduce(0, +) * Double(temperature) * Double(temperature) / voxels
  }

  private func check(_ logits: Tensor, _ teacher: Tensor) throws(TensorError) {
    let shape = logits.shape
    try checkClasses(Self.name, shape)
    guard shape.batch > 0 else { throw .unusable(operator: Self.name, shape: shape, reason: .empty) }
    guard temperature > 0, temperature.isFinite else {
      throw .unusable(operator: Self.name, shape: shape, reason: .temperature)
    }
    guard teacher.shape == shape else {
      throw .mismatch(operator: Self.name, given: teacher.shape, expected: shape)
    }
  }
}
