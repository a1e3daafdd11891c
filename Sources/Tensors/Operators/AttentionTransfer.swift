import CKernels

/// How far a student attends to other places than its teacher; their channels need not be as many.
///
/// The attention of a voxel is the mean over channels of squared values, divided by the norm of all voxels of the sample
/// (Zagoruyko and Komodakis 2017, arXiv 1612.03928). The loss is the squared distance of both maps, from 0 to 2,
/// averaged over samples; a feature of zeros attends to nothing and has no gradient.
public struct AttentionTransfer: Hashable, Sendable {
  private static let name = "attention transfer"

  /// An attention loss.
  public init() {}

  /// The loss, and its gradient with respect to what readers of `student` see. Both have the same samples and voxels.
  /// `weight` multiplies both results.
  public func backward(
    _ student: Operand, teacher: Operand, weight: Double = 1, on engine: Engine
  ) throws(TensorError) -> (loss: Double, gradient: Tensor) {
    let shape = student.tensor.shape
    let expected = shape.with(channels: teacher.tensor.shape.channels)
    guard teacher.tensor.shape == expected else {
      throw .mismatch(operator: Self.name, given: teacher.tensor.shape, expected: expected)
    }
    guard shape.batch > 0 else { throw .unusable(operator: Self.name, shape: shape, reason: .empty) }
    let own = Self.attention(student, on: engine), other = Self.attention(teacher, on: engine)
    var loss = 0.0, factors: [Float] = []
    factors.reserveCapacity(own.count)
    for n in 0..<shape.batch {
      let range = (n * shape.voxels)..<((n + 1) * shape.voxels)
      let (distance, own) = Self.compare(own[range], other[range])
      loss += weight * distance / Double(shape.batch)
      let scale = 2 * weight / Double(shape.channels * shape.batch)
      factors += own.map { Float($0 * scale) }
    }
    return (loss, try Self.scaled(student, by: factors, on: engine))
  }

  /// The squared distance of two maps once their norm is one, and its derivative by each value of the first.
  private static func compare(
    _ own: ArraySlice<Float>, _ other: ArraySlice<Float>
  ) -> (distance: Double, derivatives: [Double]) {
    func norm(_ map: ArraySlice<Float>) -> Double {
      map.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    }
    let length = norm(own), otherLength = norm(other)
    let scale = length > 0 ? 1 / length : 0, otherScale = otherLength > 0 ? 1 / otherLength : 0
    var distance = 0.0, product = 0.0
    for (a, b) in zip(own, other) {
      let unit = Double(a) * scale, off = unit - Double(b) * otherScale
      distance += off * off
      product += unit * off
    }
    let derivatives = zip(own, other).map { a, b in
      let unit = Double(a) * scale
      return 2 * scale * (unit - Double(b) * otherScale - unit * product)
    }
    return (distance, derivatives)
  }

  /// The mean over channels of squared values, of every voxel.
  private static func attention(_ feature: Operand, on engine: Engine) -> [Float] {
    let tensor = feature.tensor, shape = tensor.shape
    let source = Concatenation(feature)
    var result = [Float](repeating: 0, count: shape.batch * shape.voxels)
    result.withUnsafeMutableBufferPointer { buffer in
      let result = buffer.baseAddress
      forEachSlab(of: tensor, on: engine) { n, slab in
        let loads = source.loads(n) ?? [UnsafePointer<ck_load>?](repeating: nil, count: tensor.blocks)
        engine.kernels.energy(
          &slab, Int32(tensor.blocks), source.pointers(n), loads, 1 / Float(shape.channels),
          result.map { $0 + n * shape.voxels })
      }
    }
    return result
  }

  /// What readers of a feature see, every voxel times its factor.
  private static func scaled(
    _ feature: Operand, by factors: [Float], on engine: Engine
  ) throws(TensorError) -> Tensor {
    let source = feature.tensor, target = try engine.tensor(source.shape), voxels = source.shape.voxels
    factors.withUnsafeBufferPointer { buffer in
      let factors = buffer.baseAddress
      engine.forEachSlab(of: target) { n, block, _, slab in
        engine.kernels.scale_voxels(
          &slab, source.block(n, block), feature.load?.load(n, block), factors.map { $0 + n * voxels },
          target.block(n, block))
      }
    }
    return target
  }
}
