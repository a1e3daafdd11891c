import CKernels
import Imaging
import Networks
import Tensors

/// nnU-Net's own preparation: `DefaultPreprocessor.run_case_npy` of nnunetv2 2.8.1 for one CT.
extension ScanPreparation {
  /// Crops, normalises and resamples a scan that has something other than zeros in it.
  func splined(_ work: Work) throws -> PreparedScan {
    let axes = work.axes
    guard let stored = work.facts.box else { throw work.error(.blank) }
    let crop = axes.box(stored)
    let shape = try resampledShape(work, from: crop.shape, target: plan.spacing, spacing: axes.spacing)
    let separate = AnisotropyRule.separateAxis(
      current: axes.spacing, target: plan.spacing, forced: plan.scanInterpolation.separateAcross)
    guard
      let passes = ResamplingPlan(
        from: crop.shape, to: shape, interpolation: plan.scanInterpolation, separate: separate)
    else { throw work.error(.plan(field: "scanInterpolation")) }
    let values = work.facts.rangeInBox
    let resampler = GridResampler(
      voxels: work.volume.voxels, axes: axes, crop: crop, plan: passes, intensities: intensities,
      range: normalised(values.low)...normalised(values.high), kernels: kernels)
    let grid = try making(shape, bytes: passes.bytes(threads: pool.threads), work) {
      try resampler.run(work.loop, share: Self.lookShare...1)
    }
    return PreparedScan(
      grid: grid, placement: placement(work, crop: crop, prepared: grid.shape), warnings: warnings(work))
  }

  /// A value as the kernels normalise it, to the bit.
  private func normalised(_ value: Float) -> Float {
    (min(max(value, intensities.low), intensities.high) - intensities.mean) / intensities.deviation
  }

  /// What is odd about the scan's values.
  func warnings(_ work: Work) -> [ScanWarning] {
    let values = work.facts.rangeInBox
    return ScanWarning.warnings(low: values.low, high: values.high)
  }

  /// How a prepared grid lies in the scan.
  func placement(
    _ work: Work, crop: VoxelRanges, prepared: Axes, zoomed: Placement.ZoomedGrid? = nil
  ) -> Placement {
    Placement(
      scanShape: triple(work.axes.shape), scanSpacing: work.axes.spacing, cropOrigin: triple(crop.origin),
      cropShape: triple(crop.shape), preparedShape: prepared, storageOrigin: work.axes.origin,
      storageStrides: triple(work.axes.strides), zoomed: zoomed)
  }

  /// Three numbers along z, y, x.
  func triple(_ values: [Int]) -> Axes { Axes(values[0], values[1], values[2]) }
}

extension ResamplingPlan {
  /// Bytes that its grids and workspaces take at their peak.
  func bytes(threads: Int) -> Int {
    let grid = new[0] * new[1] * new[2]
    let planes = middle[0] * middle[1] * middle[2]
    let grids = betweenPass == nil ? grid : isInPlace ? max(grid, planes) : grid + planes
    return grids * MemoryLayout<Float>.stride + Workspaces.bytes(self, threads: threads)
  }
}
