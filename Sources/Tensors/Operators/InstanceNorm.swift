import CKernels

/// Instance normalisation with affine and leaky ReLU: every channel of every sample is brought to mean 0 and
/// variance 1 over its voxels (population variance plus `epsilon`), scaled, shifted, and bent at zero.
///
/// No running statistics: the result depends on the sample alone (Ulyanov et al. 2016, arXiv 1607.08022).
/// Nothing is written: the result is a deferred load for whoever reads the tensor next. A channel without variance
/// becomes its shift.
public struct InstanceNorm: Hashable, Sendable {
  /// Channels.
  public let channels: Int
  /// Added to the variance; above zero.
  public let epsilon: Double
  /// Slope of the leaky ReLU below zero; 1 is none.
  public let slope: Float

  /// A normalisation of `channels` channels.
  public init(_ channels: Int, epsilon: Double = 1e-5, slope: Float = 0.01) throws(TensorError) {
    guard epsilon > 0, epsilon.isFinite else {
      throw .unusable(
        operator: "instance norm", shape: Shape(channels: channels, Axes(1)), reason: .epsilon)
    }
    self.channels = channels
    self.epsilon = epsilon
    self.slope = slope
  }

  /// What a forward pass leaves: the load for readers, and what the backward pass needs.
  public struct Result {
    /// Applies the normalisation and the leaky ReLU on reading.
    public let load: DeferredLoad
    /// Per sample and channel.
    let mean: [Float]
    let inverseDeviation: [Float]
  }

  /// The normalisation of a tensor with these moments.
  public func forward(
    _ moments: Moments, gamma: [Float], beta: [Float]
  ) throws(TensorError) -> Result {
    try check(moments.shape)
    try check("gamma", gamma)
    try check("beta", beta)
    guard moments.notFinite == 0 else {
      throw .notFinite(operator: "instance norm", shape: moments.shape, values: moments.notFinite)
    }
    let inverse = moments.variance.map { Float(1 / ($0 + epsilon).squareRoot()) }
    let mean = moments.mean.map { Float($0) }
    let scale = inverse.indices.map { gamma[$0 % channels] * inverse[$0] }
    let shift = scale.indices.map { index in
      Float(Double(beta[index % channels]) - moments.mean[index] * Double(scale[index]))
    }
    return Result(
      load: try DeferredLoad(moments.shape, scale: scale, shift: shift, slope: slope), mean: mean,
      inverseDeviation: inverse)
  }

  /// Turns the gradient of the normalised tensor into that of `source`, in place; returns those of gamma and beta.
  public func backward(
    _ source: Tensor, _ result: Result, gamma: [Float], gradient: Tensor, on engine: Engine
  ) throws(TensorError) -> (gamma: [Float], beta: [Float]) {
    try check(source.shape)
    try check("gamma", gamma)
    guard gradient.shape == source.shape, result.load.shape == source.shape else {
      throw .mismatch(
        operator: "instance norm backward",
        given: gradient.shape == source.shape ? result.load.shape : gradient.shape, expected: source.shape)
    }
    let sums = sums(source, result, gradient, on: engine)
    apply(source, result, gamma, gradient, sums, on: engine)
    var gammas = [Float](repeating: 0, count: channels), betas = gammas
    for c in 0..<channels {
      var product = 0.0, sum = 0.0
      for n in 0..<source.shape.batch {
        sum += sums[n * channels + c].sum
        product += sums[n * channels + c].product
      }
      gammas[c] = Float(product)
      betas[c] = Float(sum)
    }
    return (gammas, betas)
  }

  private func check(_ shape: Shape) throws(TensorError) {
    guard shape.channels == channels else {
      throw .mismatch(
        operator: "instance norm", given: shape, expected: shape.with(channels: channels))
    }
  }

  private func check(_ name: String, _ values: [Float]) throws(TensorError) {
    guard values.count == channels else {
      throw .parameters(operator: "instance norm", name: name, given: values.count, expected: channels)
    }
  }
}

extension InstanceNorm {
  private struct Sums {
    /// Of the gradient before the ReLU, and of its product with the normalised value.
    var sum = 0.0
    var product = 0.0
  }

  /// Per-lane arrays of a channel block: mean and inverse deviation, zeros for padding.
  private func lanes(_ values: [Float], _ sample: Int, _ block: Int) -> [Float] {
    (0..<Int(CK_LANES)).map { lane in
      let channel = block * Int(CK_LANES) + lane
      return channel < channels ? values[sample * channels + channel] : 0
    }
  }

  private func sums(
    _ source: Tensor, _ result: Result, _ gradient: Tensor, on engine: Engine
  ) -> [Sums] {
    let slabs = Engine.slabs(source.shape.extent.depth).count, width = 2 * Int(CK_LANES)
    var parts = [Double](repeating: 0, count: source.shape.batch * source.blocks * slabs * width)
    parts.withUnsafeMutableBufferPointer { buffer in
      guard let parts = buffer.baseAddress else { return }
      engine.forEachSlab(of: source) { n, block, index, slab in
        let mean = lanes(result.mean, n, block), inverse = lanes(result.inverseDeviation, n, block)
        engine.kernels.norm_sums(
          &slab, source.block(n, block), result.load.load(n, block), mean, inverse,
          gradient.block(n, block), parts + ((n * source.blocks + block) * slabs + index) * width)
      }
    }
    var totals = [Sums](repeating: Sums(), count: source.shape.batch * channels)
    for n in 0..<source.shape.batch {
      for c in 0..<channels {
        for slab in 0..<slabs {
          let at = ((n * source.blocks + c / 16) * slabs + slab) * width + c % 16
          totals[n * channels + c].sum += parts[at]
          totals[n * channels + c].product += parts[at + Int(CK_LANES)]
        }
      }
    }
    return totals
  }

  /// dx = gamma / deviation * (dz - mean(dz) - x_hat * mean(dz * x_hat)).
  private func apply(
    _ source: Tensor, _ result: Result, _ gamma: [Float], _ gradient: Tensor, _ sums: [Sums],
    on engine: Engine
  ) {
    let voxels = Double(source.shape.voxels)
    engine.forEachSlab(of: source) { n, block, _, slab in
      let mean = lanes(result.mean, n, block), inverse = lanes(result.inverseDeviation, n, block)
      var coefficients = [Float](repeating: 0, count: 3 * Int(CK_LANES))
      for lane in 0..<Int(CK_LANES) where block * Int(CK_LANES) + lane < channels {
        let channel = block * Int(CK_LANES) + lane, total = sums[n * channels + channel]
        let factor = Double(gamma[channel]) * Double(inverse[lane])
        coefficients[lane] = Float(factor)
        coefficients[16 + lane] = Float(-factor * total.product / voxels)
        coefficients[32 + lane] = Float(-factor * total.sum / voxels)
      }
      engine.kernels.norm_gradient(
        &slab, source.block(n, block), result.load.load(n, block), mean, inverse, coefficients,
        gradient.block(n, block))
    }
  }
}
