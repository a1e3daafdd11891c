import CKernels

extension WinogradRun {
  /// Slices of tiles that sum a gradient of their own when there are few channels.
  private static let slices = 8
  /// Tiles of a transform item of a phased gradient.
  private static let phasedGroup = 16

  private var isPhasedGradient: Bool { from * to >= Self.phasedGradientChannels }

  /// Floats from a point of a gradient in the transform domain to the next: an odd number of cache lines.
  private var pointStride: Int { from * to + 16 }

  /// Adds the weight gradient to `dense` [targets][sources][taps], where `sources` counts the padding between
  /// concatenated parts; `target` holds the gradient of the output.
  func weightGradient(
    _ dense: UnsafeMutablePointer<Float>, sources: Int, on engine: Engine
  ) throws(TensorError) {
    let copies = isPhasedGradient ? 1 : Self.slices, domain = points * pointStride
    let held =
      isPhasedGradient
      ? chunk(of: Self.phasedGroup, atMost: Self.phasedGradientTiles) : Self.gradientGroup
    let room = room(held),
      working = (room.source + room.target) * (isPhasedGradient ? 1 : engine.pool.threads)
    let du = try engine.scratch(domain * copies + working), scratch = du + domain * copies
    guard source.shape.batch > 0 else { return }
    for n in 0..<source.shape.batch {
      withJob(n, bias: nil, accumulate: false) { job in
        if isPhasedGradient {
          phasedGradient(job, du, scratch, chunk: held, fresh: n == 0, on: engine)
        } else {
          slicedGradient(job, du, scratch, group: held, fresh: n == 0, on: engine)
        }
      }
    }
    if copies > 1 {
      engine.pool.run(points) { point, _ in
        let sum = du + point * pointStride
        for copy in 1..<copies {
          let other = sum + copy * domain
          for i in 0..<(from * to) { sum[i] += other[i] }
        }
      }
    }
    engine.pool.run(target.blocks) { block, _ in
      kernels.dense(du, Int32(target.shape.channels), Int32(sources), Int32(block), dense)
    }
  }

  private func slicedGradient(
    _ shared: ck_winograd, _ du: UnsafeMutablePointer<Float>, _ scratch: UnsafeMutablePointer<Float>,
    group: Int, fresh: Bool, on engine: Engine
  ) {
    let room = room(group), domain = points * pointStride
    engine.pool.run(Self.slices) { slice, worker in
      var job = shared
      let v = scratch + worker * (room.source + room.target), m = v + room.source
      let begin = tiles * slice / Self.slices, past = tiles * (slice + 1) / Self.slices
      let sum = du + slice * domain
      if fresh && begin == past { sum.update(repeating: 0, count: domain) }
      for first in stride(from: begin, to: past, by: group) {
        let count = Int32(min(group, past - first))
        kernels.input(&job, Int32(first), count, 0, job.source_blocks, v, Int32(group))
        kernels.adjoint(&job, Int32(first), count, 0, job.target_blocks, m, Int32(group))
        kernels.gradient(
          v, m, sum, 0, kernels.points, count, Int32(group), job.source_blocks, job.target_blocks,
          fresh && first == begin)
      }
    }
  }

  private func phasedGradient(
    _ shared: ck_winograd, _ du: UnsafeMutablePointer<Float>, _ scratch: UnsafeMutablePointer<Float>,
    chunk: Int, fresh: Bool, on engine: Engine
  ) {
    let v = scratch, m = scratch + room(chunk).source, group = Self.phasedGroup
    for start in stride(from: 0, to: tiles, by: chunk) {
      let held = min(chunk, tiles - start)
      transformInput(shared, start, held, v, chunk: chunk, group: group, on: engine)
      engine.pool.run((held + group - 1) / group * target.blocks) { item, _ in
        var job = shared
        let (index, block) = item.quotientAndRemainder(dividingBy: target.blocks)
        let first = index * group
        kernels.adjoint(
          &job, Int32(start + first), Int32(min(group, held - first)), Int32(block), Int32(block + 1),
          m + first * 16, Int32(chunk))
      }
      engine.pool.run(points) { point, _ in
        kernels.gradient(
          v, m, du, Int32(point), Int32(point + 1), Int32(held), Int32(chunk), shared.source_blocks,
          shared.target_blocks, fresh && start == 0)
      }
    }
  }
}
