import CKernels

extension BenchmarkNetwork {
  /// Dense values in double, one sample.
  private struct Reference {
    var channels: Int
    var extent: Axes
    var values: [Double]
  }

  /// The logits of a patch in double by the oracle's loops: the measure of accuracy. Seconds to minutes.
  public func referenceLogits(_ patch: [Float], on pool: ThreadPool) throws(TensorError) -> [Double] {
    guard patch.count == extent.product else {
      throw .parameters(
        operator: "benchmark network", name: "patch", given: patch.count, expected: extent.product)
    }
    var current = Reference(channels: 1, extent: extent, values: patch.map(Double.init))
    var skips: [Reference] = []
    for layers in encoder {
      for layer in layers { current = Self.apply(layer, current, on: pool) }
      skips.append(current)
    }
    skips.removeLast()
    for stage in decoder.indices.reversed() {
      var up = Self.rise(upward[stage], current)
      let skip = skips.removeLast()
      up.channels += skip.channels
      up.values += skip.values
      current = up
      for layer in decoder[stage] { current = Self.apply(layer, current, on: pool) }
    }
    return Self.convolve(head.convolution, headWeights, headBias, current, on: pool).values
  }

  private static func triple(_ axes: Axes) -> (Int32, Int32, Int32) { axes.tuple }

  private static func convolve(
    _ operation: Convolution, _ weights: [Float], _ bias: [Float], _ source: Reference, on pool: ThreadPool
  ) -> Reference {
    let extent = operation.targetExtent(source.extent), voxels = extent.product
    let weights = weights.map(Double.init), bias = bias.map(Double.init)
    let each = operation.sourceChannels * operation.kernel.product
    var result = [Double](repeating: 0, count: operation.targets * voxels)
    // One target channel an item.
    let shape = ck_reference_convolution(
      sources: Int32(operation.sourceChannels), targets: 1, extent: triple(source.extent),
      kernel: triple(operation.kernel), stride: triple(operation.stride))
    result.withUnsafeMutableBufferPointer { buffer in
      let target = buffer.baseAddress
      pool.run(operation.targets) { channel, _ in
        guard let target else { return }
        weights.withUnsafeBufferPointer { weights in
          bias.withUnsafeBufferPointer { bias in
            ck_reference_convolve(
              shape, source.values, weights.baseAddress.map { $0 + channel * each },
              bias.isEmpty ? nil : bias.baseAddress.map { $0 + channel }, target + channel * voxels)
          }
        }
      }
    }
    return Reference(channels: operation.targets, extent: extent, values: result)
  }

  private static func apply(_ layer: Layer, _ source: Reference, on pool: ThreadPool) -> Reference {
    var result = convolve(layer.convolution, layer.weights, [], source, on: pool)
    var normed = [Double](repeating: 0, count: result.values.count)
    ck_reference_norm(
      Int32(result.channels), Int64(result.extent.product), result.values, layer.gamma.map(Double.init),
      layer.beta.map(Double.init), layer.norm.epsilon, Double(layer.norm.slope), &normed)
    result.values = normed
    return result
  }

  private static func rise(_ upward: Upward, _ source: Reference) -> Reference {
    let operation = upward.convolution, extent = source.extent.zip(operation.stride, *)
    var result = [Double](repeating: 0, count: operation.targets * extent.product)
    ck_reference_transposed(
      ck_reference_convolution(
        sources: Int32(operation.sources), targets: Int32(operation.targets), extent: triple(source.extent),
        kernel: triple(operation.stride), stride: triple(operation.stride)),
      source.values, upward.weights.map(Double.init), nil, &result)
    return Reference(channels: operation.targets, extent: extent, values: result)
  }
}

extension BenchmarkNetwork {
  /// How far logits are from those in double.
  public struct Accuracy: Equatable, Sendable {
    /// The L2 norm of the difference over that of the reference.
    public var relativeError: Double
    /// Voxels whose class differs although the reference prefers its own by more than `margin`.
    public var wrongClasses: Int
  }

  /// Compares the logits of `engine` with those in double on a random patch.
  public func accuracy(margin: Double = 1e-4, on engine: Engine) throws(TensorError) -> Accuracy {
    let patch = randomPatch()
    let given = try logits(patch, Prepared(self, on: engine), on: engine).values
    let expected = try referenceLogits(patch, on: engine.pool)
    var difference = 0.0, norm = 0.0, wrong = 0
    for (a, b) in zip(given, expected) {
      difference += (Double(a) - b) * (Double(a) - b)
      norm += b * b
    }
    let voxels = extent.product
    for voxel in 0..<voxels {
      var best = 0, second = -Double.infinity, mine = 0
      for c in 1..<classes {
        let value = expected[c * voxels + voxel], top = expected[best * voxels + voxel]
        if value > top {
          second = top
          best = c
        } else {
          second = max(second, value)
        }
        if given[c * voxels + voxel] > given[mine * voxels + voxel] { mine = c }
      }
      if mine != best, expected[best * voxels + voxel] - second > margin { wrong += 1 }
    }
    return Accuracy(relativeError: (difference / norm).squareRoot(), wrongClasses: wrong)
  }
}

extension KernelBenchmark {
  /// The whole network on a patch of 32^3: the loops in double would take half an hour on 128^3.
  static func accuracy(_ options: Options) throws(TensorError) -> [BenchmarkRow] {
    let engine = try Engine(options.instructions, pool: ThreadPool(threads: options.threads))
    let result = try BenchmarkNetwork(extent: Axes(32)).accuracy(on: engine)
    return [
      BenchmarkRow(
        "whole-network logits on 32^3, relative L2 to double", result.relativeError, "", atMost: 1e-5),
      BenchmarkRow(
        "voxels of other class than in double beyond a margin of 1e-4", Double(result.wrongClasses), "",
        atMost: 0),
    ]
  }
}
