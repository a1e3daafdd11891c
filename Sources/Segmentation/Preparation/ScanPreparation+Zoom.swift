import CKernels
import Imaging
import Networks
import Tensors

/// TotalSegmentator's preparation: `change_spacing` of TotalSegmentator 2.18.0 on the canonical scan, order 1, type
/// int32, and what nnU-Net then does with the file it is given.
///
/// The zoomed file's spacing is the plan's but for single precision, which no extent of a scan is long enough to
/// feel, so nnU-Net resamples nothing more. A scan whose spacing is the plan's is not zoomed and its values are not
/// cut; that is nnU-Net's own preparation.
extension ScanPreparation {
  /// Zooms, crops and normalises a scan that has something other than zeros in it.
  func zoomed(_ work: Work) throws -> PreparedScan {
    let untransposed = ScanAxes(work.volume, orientation: plan.orientation, transpose: [0, 1, 2])
    var target = plan.spacing
    for axis in 0..<3 { target[plan.transpose[axis]] = plan.spacing[axis] }
    let shape = try resampledShape(
      work, from: untransposed.shape, target: target, spacing: untransposed.spacing)
    let grid = try making(shape, bytes: shape.reduce(4, *), work) { try FloatGrid(triple(shape)) }
    try zoom(work, axes: untransposed, into: grid)
    return try cropped(grid, work)
  }

  /// The linear zoom, corner to corner, z, y, x in the order of the storage or canonical axes.
  private func zoom(_ work: Work, axes: ScanAxes, into grid: FloatGrid) throws {
    let shape = grid.shape
    let z = ZoomTable(from: axes.shape[0], to: shape.depth, stride: axes.strides[0])
    let y = ZoomTable(from: axes.shape[1], to: shape.height, stride: axes.strides[1])
    let x = ZoomTable(from: axes.shape[2], to: shape.width, stride: axes.strides[2])
    let voxels = work.volume.voxels
    let base = UnsafeRawPointer(voxels.base) + axes.origin * voxels.scalar.size
    try withExtendedLifetime((voxels, grid)) {
      try work.loop.run(shape.depth, share: Self.lookShare...0.9) { plane, _ in
        x.withPointers { row in
          var row = row
          row.voxels = base
          row.scalar = voxels.scalar.code
          row.z = (z.lowerWeight[plane], z.upperWeight[plane])
          for line in 0..<shape.height {
            row.y = (y.lowerWeight[line], y.upperWeight[line])
            row.row = (
              Int(y.lower[line] + z.lower[plane]), Int(y.lower[line] + z.upper[plane]),
              Int(y.upper[line] + z.lower[plane]), Int(y.upper[line] + z.upper[plane])
            )
            row.target = grid.base + grid.offset(plane, line, 0)
            kernels.zoom(&row)
          }
        }
      }
    }
  }

  /// The box of a zoomed grid that is not zero, normalised and in network axes. nnU-Net keeps everything when all
  /// has become zero.
  private func cropped(_ grid: FloatGrid, _ work: Work) throws -> PreparedScan {
    let shape = grid.shape
    let facts = try withExtendedLifetime(grid) {
      try ScanFacts(
        grid.base, scalar: CK_FLOAT32, width: shape.width, height: shape.height, depth: shape.depth,
        kernels: kernels, loop: work.loop, share: 0.9...0.95)
    }
    let whole = VoxelRanges(shape.values.map { 0..<$0 })
    let box = facts.box.map { VoxelRanges($0.axes.reversed()) } ?? whole
    let origin = plan.transpose.map { box.origin[$0] }
    let prepared =
      box == whole && plan.transpose == [0, 1, 2]
      ? grid
      : try making(box.shape, bytes: box.count * MemoryLayout<Float>.stride, work) {
        try FloatGrid(triple(plan.transpose.map { box.shape[$0] }))
      }
    try normalise(grid, origin: origin, into: prepared, work.loop)
    let scan = VoxelRanges(work.axes.shape.map { 0..<$0 })
    let zoomed = Placement.ZoomedGrid(
      shape: triple(plan.transpose.map { shape.values[$0] }), origin: triple(origin))
    return PreparedScan(
      grid: prepared, placement: placement(work, crop: scan, prepared: prepared.shape, zoomed: zoomed),
      warnings: warnings(work))
  }

  /// Normalises the box of a grid at `origin` (network axes) into a grid of the box's shape, or in place.
  private func normalise(
    _ source: FloatGrid, origin: [Int], into target: FloatGrid, _ loop: CancellableLoop
  ) throws {
    let steps = [source.shape.height * source.shape.width, source.shape.width, 1]
    let strides = plan.transpose.map { steps[$0] }
    try withExtendedLifetime((source, target)) {
      try loop.run(target.shape.depth, share: 0.95...1) { z, _ in
        var intensities = intensities
        for y in 0..<target.shape.height {
          let from = (origin[0] + z) * strides[0] + (origin[1] + y) * strides[1] + origin[2] * strides[2]
          kernels.normalise(
            source.base + from, strides[2], Int32(target.shape.width), &intensities,
            target.base + target.offset(z, y, 0))
        }
      }
    }
  }
}

/// An axis of a zoom: storage offsets and weights of the two voxels that each new one lies between.
private struct ZoomTable {
  let lower: [Int64]
  let upper: [Int64]
  let lowerWeight: [Double]
  let upperWeight: [Double]

  init(from old: Int, to new: Int, stride: Int) {
    let sampling = AxisSampling.linear(from: old, to: new, .centres)
    lower = sampling.lower.map { Int64($0) * Int64(stride) }
    upper = sampling.upper.map { Int64($0) * Int64(stride) }
    lowerWeight = sampling.lowerWeight
    upperWeight = sampling.upperWeight
  }

  /// A row of the kernel with this axis as its x filled in, valid for the call.
  func withPointers(_ body: (ck_zoom_row) -> Void) {
    lower.withUnsafeBufferPointer { lower in
      upper.withUnsafeBufferPointer { upper in
        lowerWeight.withUnsafeBufferPointer { lowerWeight in
          upperWeight.withUnsafeBufferPointer { upperWeight in
            var row = ck_zoom_row()
            row.lower = lower.baseAddress
            row.upper = upper.baseAddress
            row.lower_weight = lowerWeight.baseAddress
            row.upper_weight = upperWeight.baseAddress
            row.count = Int32(lower.count)
            body(row)
          }
        }
      }
    }
  }
}
