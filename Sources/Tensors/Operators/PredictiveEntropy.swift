import CKernels

/// How undecided the softmax of every voxel is: its entropy in nats, from 0 to ln(classes), at most 1,024 classes.
public struct PredictiveEntropy: Hashable, Sendable {
  /// Entropy over channels.
  public init() {}

  /// Entropies in the order of `Shape` without channels. Logits that are not finite are an error.
  public func forward(_ logits: Tensor, on engine: Engine) throws(TensorError) -> [Float] {
    let name = "predictive entropy"
    try checkClasses(name, logits.shape)
    let voxels = logits.shape.voxels
    var result = [Float](repeating: 0, count: voxels * logits.shape.batch)
    let bad = result.withUnsafeMutableBufferPointer { buffer -> Int in
      let result = buffer.baseAddress
      return forEachSlabCounting(of: logits, on: engine) { n, slab in
        engine.kernels.entropy(
          &slab, Int32(logits.shape.channels), blockPointers(logits, n).map { UnsafePointer($0) },
          result.map { $0 + n * voxels })
      }
    }
    guard bad == 0 else { throw .notFinite(operator: name, shape: logits.shape, values: bad) }
    return result
  }
}
