import CKernels
import Imaging
import Tensors

/// Normalises a box of a stored scan and resamples it plane by plane; see `ResamplingPlan`.
///
/// Memory: the grid (for the larger of old and new planes while at work), a second one where the axis between planes
/// is not z, and a workspace a thread. No float copy of the scan is ever made.
struct GridResampler {
  let voxels: VoxelBuffer
  let axes: ScanAxes
  /// The box of the scan, network axes.
  let crop: VoxelRanges
  let plan: ResamplingPlan
  let intensities: ck_intensities
  /// The normalised values of the box.
  let range: ClosedRange<Float>
  let kernels: ck_volume_kernels

  private static let unbounded = -Float.infinity...Float.infinity

  /// The prepared grid. Throws `TensorError.memory` or `CancellationError`.
  func run(_ loop: CancellableLoop, share: ClosedRange<Double>) throws -> FloatGrid {
    guard let workspaces = Workspaces(plan, threads: loop.pool.threads) else {
      throw TensorError.memory(
        needed: Workspaces.bytes(plan, threads: loop.pool.threads), available: MachineMemory.available() ?? 0)
    }
    let new = Axes(plan.new[0], plan.new[1], plan.new[2])
    guard let last = plan.betweenPass else {
      let grid = try FloatGrid(new)
      try resamplePlanes(into: Layout(grid), workspaces, loop, share: share)
      return grid
    }
    let middle = share.lowerBound + (share.upperBound - share.lowerBound) * 0.8
    let planes = try FloatGrid(
      Axes(
        plan.isInPlace ? max(last.oldCount, last.newCount) : last.oldCount, plan.new[plan.down],
        plan.new[plan.along]))
    let stack = Layout(planes, plan: plan)
    try resamplePlanes(into: stack, workspaces, loop, share: share.lowerBound...middle)
    let grid = plan.isInPlace ? planes : try FloatGrid(new)
    try resampleBetween(
      stack, into: Layout(grid), pass: last, workspaces, loop, share: middle...share.upperBound)
    if plan.isInPlace { grid.keepPlanes(new.depth) }
    return grid
  }

  /// Where values lie: the grid that holds them, and the steps along network axes.
  private struct Layout {
    let grid: FloatGrid
    let strides: [Int]

    /// A grid in network axes.
    init(_ grid: FloatGrid) {
      self.grid = grid
      strides = [grid.shape.height * grid.shape.width, grid.shape.width, 1]
    }

    /// A grid of planes as the plan cuts them.
    init(_ planes: FloatGrid, plan: ResamplingPlan) {
      grid = planes
      var strides = [0, 0, 0]
      strides[plan.between] = planes.shape.height * planes.shape.width
      strides[plan.down] = planes.shape.width
      strides[plan.along] = 1
      self.strides = strides
    }

    /// A value of a plane.
    func address(_ plan: ResamplingPlan, plane: Int = 0, row: Int = 0, column: Int) -> UnsafeMutablePointer<
      Float
    > {
      grid.base + plane * strides[plan.between] + row * strides[plan.down] + column * strides[plan.along]
    }
  }

  /// Planes of the scan, resampled, to the same planes of a grid.
  private func resamplePlanes(
    into target: Layout, _ workspaces: Workspaces, _ loop: CancellableLoop, share: ClosedRange<Double>
  ) throws {
    try withExtendedLifetime((voxels, target, workspaces)) {
      try loop.run(plan.old[plan.between], share: share) { plane, worker in
        let workspace = workspaces[worker]
        let values = resampleRows(of: plane, workspace)
        resampleDown(plane: plane, values: values, workspace, into: target)
      }
    }
  }

  /// Normalises a plane of the scan and resamples along its rows, 16 rows at once. The result is in the
  /// workspace's plane; returned are the smallest and largest value before resampling.
  private func resampleRows(of plane: Int, _ workspace: Workspace) -> ClosedRange<Float> {
    let rows = plan.old[plan.down]
    let columns = plan.old[plan.along]
    let newColumns = plan.new[plan.along]
    var intensities = intensities
    var values: [Float] = [.infinity, -.infinity]
    for row in stride(from: 0, to: rows, by: 16) {
      let lanes = min(16, rows - row)
      var voxel = crop.origin
      voxel[plan.between] += plane
      voxel[plan.down] += row
      var lines = ck_lines(
        voxels: UnsafeRawPointer(voxels.base) + axes.offset(voxel) * voxels.scalar.size,
        scalar: voxels.scalar.code, lane: axes.strides[plan.down], step: axes.strides[plan.along],
        lanes: Int32(lanes), count: Int32(columns))
      kernels.load(&lines, &intensities, workspace.tile, &values)
      let done = resampled(plan.alongPass, workspace, Self.unbounded)
      kernels.scatter(
        done, Int32(lanes), Int32(newColumns), workspace.plane + row * newColumns, newColumns, 1)
    }
    return values[0]...max(values[0], values[1])
  }

  /// Resamples the workspace's plane down its rows, 16 columns at once, into a grid.
  private func resampleDown(
    plane: Int, values: ClosedRange<Float>, _ workspace: Workspace, into target: Layout
  ) {
    let columns = plan.new[plan.along]
    let range = clippedTo(values)
    for column in stride(from: 0, to: columns, by: 16) {
      let lanes = Int32(min(16, columns - column))
      kernels.gather(
        workspace.plane + column, columns, lanes, Int32(plan.old[plan.down]), workspace.tile)
      let done = resampled(plan.downPass, workspace, range)
      kernels.scatter(
        done, lanes, Int32(plan.new[plan.down]), target.address(plan, plane: plane, column: column),
        target.strides[plan.along], target.strides[plan.down])
    }
  }

  /// What the pass down the rows is clipped to, given the plane's values.
  private func clippedTo(_ plane: ClosedRange<Float>) -> ClosedRange<Float> {
    switch plan.clip {
    case .none: Self.unbounded
    case .plane: plane
    case .whole: plan.betweenPass == nil ? range : Self.unbounded
    }
  }

  /// Resamples between planes, a row of lines at a time; source and target may be one grid.
  private func resampleBetween(
    _ source: Layout, into target: Layout, pass: AxisPass, _ workspaces: Workspaces, _ loop: CancellableLoop,
    share: ClosedRange<Double>
  ) throws {
    let columns = plan.new[plan.along]
    let clip = plan.clip == .whole ? range : Self.unbounded
    try withExtendedLifetime((source, target, workspaces)) {
      try loop.run(plan.new[plan.down], share: share) { row, worker in
        let workspace = workspaces[worker]
        for column in stride(from: 0, to: columns, by: 16) {
          let lanes = Int32(min(16, columns - column))
          kernels.gather(
            source.address(plan, row: row, column: column), source.strides[plan.between], lanes,
            Int32(pass.oldCount), workspace.tile)
          let done = resampled(pass, workspace, clip)
          kernels.scatter(
            done, lanes, Int32(pass.newCount), target.address(plan, row: row, column: column),
            target.strides[plan.along], target.strides[plan.between])
        }
      }
    }
  }

  /// The workspace's tile after a pass: where the values are.
  private func resampled(
    _ pass: AxisPass?, _ workspace: Workspace, _ range: ClosedRange<Float>
  ) -> UnsafeMutablePointer<Float> {
    guard let pass else { return workspace.tile }
    pass.run(kernels, tile: workspace.tile, result: workspace.result, range: range)
    return workspace.result
  }
}
