import CKernels

/// Probabilities of classes: softmax over the channels of every voxel, at most 1,024 classes.
public struct Softmax: Hashable, Sendable {
  /// Softmax over channels.
  public init() {}

  /// Replaces logits by probabilities.
  public func forward(_ logits: Tensor, on engine: Engine) throws(TensorError) {
    try checkClasses("softmax", logits.shape)
    forEachSlab(of: logits, on: engine) { n, slab in
      engine.kernels.softmax(&slab, Int32(logits.shape.channels), blockPointers(logits, n))
    }
  }

  /// Turns the gradient of probabilities into that of logits, in place.
  public func backward(
    _ probabilities: Tensor, gradient: Tensor, on engine: Engine
  ) throws(TensorError) {
    try checkClasses("softmax", probabilities.shape)
    guard gradient.shape == probabilities.shape else {
      throw .mismatch(
        operator: "softmax backward", given: gradient.shape, expected: probabilities.shape)
    }
    forEachSlab(of: gradient, on: engine) { n, slab in
      engine.kernels.softmax_gradient(
        &slab, Int32(gradient.shape.channels), blockPointers(probabilities, n).map { UnsafePointer($0) },
        blockPointers(gradient, n))
    }
  }
}

/// The class of every voxel and how probable it is, in one pass over logits.
public struct Argmax: Hashable, Sendable {
  /// Classes and probabilities in the order of `Shape` without channels.
  public struct Result: Equatable, Sendable {
    /// The largest class; the first of equals.
    public var label: [UInt16]
    /// Its softmax probability.
    public var probability: [Float]
  }

  /// Argmax over channels.
  public init() {}

  /// Classes of every voxel. Logits that are not finite are an error: there is no largest.
  public func forward(_ logits: Tensor, on engine: Engine) throws(TensorError) -> Result {
    try checkClasses("argmax", logits.shape)
    let voxels = logits.shape.voxels, total = voxels * logits.shape.batch
    var result = Result(
      label: [UInt16](repeating: 0, count: total), probability: [Float](repeating: 0, count: total))
    let bad = result.label.withUnsafeMutableBufferPointer { labels in
      result.probability.withUnsafeMutableBufferPointer { probabilities in
        forEachSlabCounting(of: logits, on: engine) { n, slab in
          guard let label = labels.baseAddress, let probability = probabilities.baseAddress else {
            return 0
          }
          return engine.kernels.argmax(
            &slab, Int32(logits.shape.channels), blockPointers(logits, n).map { UnsafePointer($0) },
            label + n * voxels, probability + n * voxels)
        }
      }
    }
    guard bad == 0 else { throw .notFinite(operator: "argmax", shape: logits.shape, values: bad) }
    return result
  }
}

func checkClasses(_ name: String, _ shape: Shape) throws(TensorError) {
  guard shape.channels <= 1024 else {
    throw .unusable(operator: name, shape: shape, reason: .classes)
  }
}

/// The first floats of the channel blocks of a sample.
func blockPointers(_ tensor: Tensor, _ sample: Int) -> [UnsafeMutablePointer<Float>?] {
  (0..<tensor.blocks).map { tensor.block(sample, $0) }
}

/// Runs `body` over z-slabs of every sample, all channels together.
func forEachSlab(of tensor: Tensor, on engine: Engine, _ body: (Int, inout ck_slab) -> Void) {
  _ = forEachSlabCounting(of: tensor, on: engine) { sample, slab in
    body(sample, &slab)
    return 0
  }
}

/// The same, adding up what `body` returns.
func forEachSlabCounting(
  of tensor: Tensor, on engine: Engine, _ body: (Int, inout ck_slab) -> Int64
) -> Int {
  let slabs = Engine.slabs(tensor.shape.extent.depth), map = tensor.map
  var counts = [Int64](repeating: 0, count: tensor.shape.batch * slabs.count)
  counts.withUnsafeMutableBufferPointer { buffer in
    let counts = buffer.baseAddress
    engine.pool.run(tensor.shape.batch * slabs.count) { item, _ in
      let (sample, index) = item.quotientAndRemainder(dividingBy: slabs.count)
      var slab = ck_slab(
        map: map, z0: Int32(slabs[index].lowerBound), z1: Int32(slabs[index].upperBound))
      counts?[item] = body(sample, &slab)
    }
  }
  return Int(counts.reduce(0, +))
}
