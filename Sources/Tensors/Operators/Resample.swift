import CKernels

/// Nearest or trilinear resampling to given extents; voxel centres lie at i + 1/2 and both grids span the same box.
public struct Resample: Hashable, Sendable {
  /// How values between voxels are found.
  public enum Interpolation: String, CaseIterable, Sendable {
    /// The source voxel that holds the target voxel's lower corner: floor(i * source / target).
    case nearest
    /// The eight neighbours weighted by distance, clamped at the border.
    case trilinear
  }

  /// Extents of the result.
  public let extent: Axes
  /// How values are found.
  public let interpolation: Interpolation

  /// Resampling to `extent`.
  public init(to extent: Axes, _ interpolation: Interpolation = .trilinear) {
    self.extent = extent
    self.interpolation = interpolation
  }

  /// The resampled values in a new tensor.
  public func forward(_ source: Tensor, on engine: Engine) throws(TensorError) -> Tensor {
    let target = try engine.tensor(
      Shape(batch: source.shape.batch, channels: source.shape.channels, extent))
    engine.forEachSlab(of: target) { n, block, _, slab in
      engine.kernels.resample(
        &slab, source.map, source.block(n, block), interpolation == .nearest, target.block(n, block))
    }
    return target
  }

  /// The data gradient into `source`, replaced. Parallel over channel blocks only, so that sums keep their order.
  public func backward(_ gradient: Tensor, into source: Tensor, on engine: Engine) throws(TensorError) {
    let expected = Shape(batch: source.shape.batch, channels: source.shape.channels, extent)
    guard gradient.shape == expected else {
      throw .mismatch(operator: "resample backward", given: gradient.shape, expected: expected)
    }
    engine.pool.run(source.shape.batch * source.blocks) { item, _ in
      let (n, block) = item.quotientAndRemainder(dividingBy: source.blocks)
      engine.kernels.resample_gradient(
        gradient.map, gradient.block(n, block), source.map, interpolation == .nearest,
        source.block(n, block))
    }
  }
}
