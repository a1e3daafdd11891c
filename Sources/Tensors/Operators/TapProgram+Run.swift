import CKernels

/// Pointers of a tap program that must outlive its loops.
private final class TapJobs {
  /// [sample][phase]
  private(set) var jobs: [ck_tapped] = []
  private var releases: [() -> Void] = []

  deinit { for release in releases { release() } }

  func keep<Element>(_ values: [Element]) -> UnsafeMutablePointer<Element> {
    let memory = UnsafeMutablePointer<Element>.allocate(capacity: max(values.count, 1))
    memory.initialize(from: values, count: values.count)
    releases.append { memory.deallocate() }
    return memory
  }

  init(
    _ program: TapProgram, source: Concatenation, target: Concatenation,
    weights: UnsafePointer<Float>?, bias: UnsafePointer<Float>?, accumulate: Bool
  ) {
    let starts = program.packedStarts
    for n in 0..<source.shape.batch {
      let from = keep(source.pointers(n)), loads = source.loads(n).map { keep($0) }
      let to = keep(target.pointers(n).map { UnsafeMutablePointer(mutating: $0) })
      for (phase, start) in zip(program.phases, starts) {
        jobs.append(
          ck_tapped(
            source: source.map, target: target.map, source_blocks: Int32(source.blocks),
            target_blocks: Int32(target.blocks), single: program.single, source_block: from,
            target_block: to, load: loads.map { UnsafePointer($0) },
            taps: Int32(phase.offsets.count), tap: keep(phase.offsets.map(\.tuple)),
            step: program.step.tuple, origin: phase.origin.tuple, stride: program.stride.tuple,
            count: phase.count.tuple, weights: weights.map { $0 + start }, bias: bias,
            accumulate: accumulate))
      }
    }
  }
}

extension TapProgram {
  /// Target voxels an item covers at least, so that the weights are reused.
  private static let itemVoxels = 256
  /// Voxels of a phase from which a weight gradient is divided into slices rather than taps.
  private static let slicedVoxels = 16_384

  /// An item of the forward loop: rows of a phase of a sample, for some target blocks.
  private struct Item {
    var job: Int
    var rows: Range<Int>
    var blocks: Range<Int>
    /// Its number among the row groups of the sample.
    var group: Int
  }

  private func items(_ jobs: [ck_tapped], blocks: Int) -> (items: [Item], groups: Int) {
    var items: [Item] = [], groups = 0
    for job in jobs.indices {
      let phase = phases[job % phases.count], rows = phase.count.depth * phase.count.height
      if job % phases.count == 0 { groups = 0 }
      let rowsPerItem = max(1, (Self.itemVoxels + phase.count.width - 1) / phase.count.width)
      let rowGroups = (rows + rowsPerItem - 1) / rowsPerItem
      // Few row groups: the target blocks are divided too, at the price of gathering again.
      let blocksPerItem = rowGroups * phases.count >= 16 ? blocks : max(2, (blocks * rowGroups + 15) / 16)
      for group in 0..<rowGroups {
        for block in Swift.stride(from: 0, to: blocks, by: blocksPerItem) {
          items.append(
            Item(
              job: job, rows: (group * rowsPerItem)..<min(rows, (group + 1) * rowsPerItem),
              blocks: block..<min(blocks, block + blocksPerItem), group: groups + group))
        }
      }
      groups += rowGroups
    }
    return (items, groups)
  }

  /// Runs the program; returns the moments of the target if wanted.
  func run(
    source: Concatenation, target: Concatenation, weights: UnsafePointer<Float>,
    bias: UnsafePointer<Float>?, accumulate: Bool, wantsMoments: Bool, on engine: Engine
  ) throws(TensorError) -> Moments? {
    let jobs = TapJobs(
      self, source: source, target: target, weights: weights, bias: bias, accumulate: accumulate)
    let (items, groups) = items(jobs.jobs, blocks: target.blocks)
    let blocks = target.blocks
    var most = 0
    for var job in jobs.jobs { most = max(most, engine.kernels.tapped_scratch(&job)) }
    let scratch = try engine.scratch(most * engine.pool.threads)
    var parts = [ck_moments](
      repeating: ck_moments(), count: wantsMoments ? source.shape.batch * groups * blocks : 0)
    parts.withUnsafeMutableBufferPointer { buffer in
      let parts = buffer.baseAddress
      engine.pool.run(items.count) { index, worker in
        let item = items[index], sample = item.job / phases.count
        var job = jobs.jobs[item.job]
        engine.kernels.tapped(
          &job, Int32(item.rows.lowerBound), Int32(item.rows.count), Int32(item.blocks.lowerBound),
          Int32(item.blocks.upperBound), scratch + worker * most,
          wantsMoments ? parts.map { $0 + (sample * groups + item.group) * blocks } : nil)
      }
    }
    return wantsMoments ? Moments(target.shape, blocks: blocks, items: groups, parts: parts) : nil
  }

  /// Adds the weight gradient to `dense`; `target` holds the gradient of the output.
  func weightGradient(
    source: Concatenation, target: Concatenation, dense: UnsafeMutablePointer<Float>, on engine: Engine
  ) throws(TensorError) {
    let jobs = TapJobs(
      self, source: source, target: target, weights: nil, bias: nil, accumulate: false)
    let starts = packedStarts, total = starts.last ?? 0
    // Large maps are cut into slices of rows with a gradient each; small ones have large weights: cut by taps.
    let sliced = phases.allSatisfy { $0.count.product >= Self.slicedVoxels } && total <= 1 << 21
    let slices = sliced ? 8 : 1
    struct Part {
      var phase: Int
      var slice: Int
      var taps: Range<Int>
    }
    var parts: [Part] = []
    for (index, phase) in phases.enumerated() {
      let taps = phase.offsets.count, step = sliced ? max(taps, 1) : 1
      for slice in 0..<slices {
        for first in Swift.stride(from: 0, to: taps, by: step) {
          parts.append(Part(phase: index, slice: slice, taps: first..<min(taps, first + step)))
        }
      }
    }
    var most = 0
    for var job in jobs.jobs { most = max(most, engine.kernels.tapped_scratch(&job)) }
    let memory = try engine.scratch(total * slices + most * engine.pool.threads)
    let scratch = memory + total * slices
    memory.update(repeating: 0, count: total * slices)
    let batch = source.shape.batch
    engine.pool.run(parts.count) { index, worker in
      let part = parts[index], phase = phases[part.phase]
      let rows = phase.count.depth * phase.count.height
      let first = rows * part.slice / slices, past = rows * (part.slice + 1) / slices
      for n in 0..<batch {
        var job = jobs.jobs[n * phases.count + part.phase]
        engine.kernels.tapped_gradient(
          &job, Int32(first), Int32(past - first), Int32(part.taps.lowerBound),
          Int32(part.taps.upperBound), scratch + worker * most,
          memory + part.slice * total + starts[part.phase])
      }
    }
    for slice in 0..<slices {
      for (phase, start) in zip(phases, starts) {
        unpack(memory + slice * total + start, phase: phase, into: dense, on: engine)
      }
    }
  }
}
