import CKernels

/// Mean cross-entropy plus one minus mean soft Dice, per sample, averaged over samples.
///
/// Dice of a class = (2 * mass on its voxels + smooth) / (mass + voxels + smooth), with mass the sum of its softmax
/// probability (Milletari et al. 2016, doi 10.1109/3DV.2016.79, with the denominator not squared).
/// Two passes over the logits; the second replaces them by their gradient, so that no other tensor is needed.
public struct DiceCrossEntropy: Hashable, Sendable {
  /// Voxels with this label count nowhere.
  public static let ignored: UInt16 = 65_535

  /// The first class with a Dice: 1 leaves the background out.
  public let firstClass: Int
  /// Added above and below the fraction line.
  public let smooth: Double

  /// A loss whose Dice starts at `firstClass`.
  public init(firstClass: Int = 1, smooth: Double = 1e-5) {
    self.firstClass = firstClass
    self.smooth = smooth
  }

  /// The loss of `logits` against `labels` (batch x depth x height x width).
  public func forward(
    _ logits: Tensor, labels: [UInt16], on engine: Engine
  ) throws(TensorError) -> Double {
    let sums = try sums(logits, labels, on: engine)
    return value(sums)
  }

  /// The loss; `logits` become its gradient.
  public func backward(
    _ logits: Tensor, labels: [UInt16], on engine: Engine
  ) throws(TensorError) -> Double {
    let sums = try sums(logits, labels, on: engine)
    let classes = logits.shape.channels, batch = Double(logits.shape.batch)
    let derivatives = sums.map { coefficients($0, classes: classes, batch: batch) }
    labels.withUnsafeBufferPointer { labels in
      forEachSlab(of: logits, on: engine) { n, slab in
        let blocks = blockPointers(logits, n)
        blocks.withUnsafeBufferPointer { blocks in
          var job = job(logits, n, blocks.baseAddress, labels.baseAddress)
          let entropy = sums[n].voxels > 0 ? 1 / (sums[n].voxels * batch) : 0
          engine.kernels.loss_gradient(&job, slab.z0, slab.z1, entropy, derivatives[n])
        }
      }
    }
    return value(sums)
  }
}

extension DiceCrossEntropy {
  /// Sums over the voxels of a sample.
  private struct Sums {
    var entropy = 0.0
    var voxels = 0.0
    /// Per class: probability mass anywhere, on voxels of the class, and the voxels of the class.
    var mass: [Double]
    var onClass: [Double]
    var count: [Double]
  }

  private func job(
    _ logits: Tensor, _ n: Int, _ blocks: UnsafePointer<UnsafeMutablePointer<Float>?>?,
    _ labels: UnsafePointer<UInt16>?
  ) -> ck_loss {
    ck_loss(
      map: logits.map, classes: Int32(logits.shape.channels), logit_block: blocks,
      label: labels.map { $0 + n * logits.shape.voxels }, ignored: Self.ignored)
  }

  private func check(_ logits: Tensor, _ labels: [UInt16]) throws(TensorError) {
    let name = "Dice and cross-entropy", shape = logits.shape
    try checkClasses(name, shape)
    guard shape.batch > 0, firstClass >= 0, firstClass < shape.channels else {
      throw .unusable(operator: name, shape: shape, reason: shape.batch > 0 ? .classes : .empty)
    }
    guard labels.count == shape.batch * shape.voxels else {
      throw .parameters(
        operator: name, name: "labels", given: labels.count, expected: shape.batch * shape.voxels)
    }
    for label in labels where Int(label) >= shape.channels && label != Self.ignored {
      throw .label(operator: name, value: Int(label), classes: shape.channels)
    }
  }

  private func sums(
    _ logits: Tensor, _ labels: [UInt16], on engine: Engine
  ) throws(TensorError) -> [Sums] {
    try check(logits, labels)
    let classes = logits.shape.channels, batch = logits.shape.batch
    let slabs = Engine.slabs(logits.shape.extent.depth), width = 2 + 3 * classes
    var parts = [Double](repeating: 0, count: batch * slabs.count * width)
    let bad = parts.withUnsafeMutableBufferPointer { buffer -> Int in
      labels.withUnsafeBufferPointer { labels in
        forEachSlabCounting(of: logits, on: engine) { n, slab in
          guard let parts = buffer.baseAddress else { return 0 }
          let z0 = slab.z0, index = slabs.firstIndex { $0.lowerBound == Int(z0) } ?? 0
          let part = parts + (n * slabs.count + index) * width
          var sums = ck_loss_sums(entropy: 0, voxels: 0, classes: part + 2)
          let blocks = blockPointers(logits, n)
          let bad = blocks.withUnsafeBufferPointer { blocks in
            var job = job(logits, n, blocks.baseAddress, labels.baseAddress)
            return engine.kernels.loss(&job, slab.z0, slab.z1, &sums)
          }
          part[0] = sums.entropy
          part[1] = sums.voxels
          return bad
        }
      }
    }
    guard bad == 0 else {
      throw .notFinite(operator: "Dice and cross-entropy", shape: logits.shape, values: bad)
    }
    return (0..<batch).map { n in
      var total = [Double](repeating: 0, count: width)
      for slab in slabs.indices {
        for i in 0..<width { total[i] += parts[(n * slabs.count + slab) * width + i] }
      }
      return Sums(
        entropy: total[0], voxels: total[1], mass: Array(total[2..<(2 + classes)]),
        onClass: Array(total[(2 + classes)..<(2 + 2 * classes)]), count: Array(total[(2 + 2 * classes)...]))
    }
  }

  private func value(_ sums: [Sums]) -> Double {
    sums.reduce(0) { total, sample in
      let classes = sample.mass.count
      let dice = (firstClass..<classes).reduce(0) {
        $0 + (2 * sample.onClass[$1] + smooth) / (sample.mass[$1] + sample.count[$1] + smooth)
      }
      let entropy = sample.voxels > 0 ? sample.entropy / sample.voxels : 0
      return total + entropy + 1 - dice / Double(classes - firstClass)
    } / Double(sums.count)
  }

  /// The derivatives of the loss by the mass on each class, then by its mass anywhere.
  private func coefficients(_ sums: Sums, classes: Int, batch: Double) -> [Float] {
    var result = [Float](repeating: 0, count: 2 * classes)
    let share = 1 / (Double(classes - firstClass) * batch)
    for c in firstClass..<classes {
      let all = sums.mass[c] + sums.count[c] + smooth
      result[c] = Float(-share * 2 / all)
      result[classes + c] = Float(share * (2 * sums.onClass[c] + smooth) / (all * all))
    }
    return result
  }
}
