import CKernels

/// The loops around the Winograd kernels: which tiles, channel blocks and points an item covers.
///
/// Two ways, chosen by shape alone. With few channels an item takes a few tiles through all three steps while they
/// stay in the second-level cache. With many channels the transformed weights are the larger part: then all tiles
/// are transformed, points are multiplied one by one over all tiles, and all tiles are transformed back.
struct WinogradRun {
  let kernels: ck_winograd_kernels
  let source: Concatenation
  let target: Concatenation

  /// Source times target channels from which points are multiplied over many tiles.
  static let phasedChannels = 256 * 256
  /// Floats of transformed values held at once when phased.
  static let phasedFloats = 12 << 20

  init(_ method: Convolution.Method, source: Concatenation, target: Concatenation, on engine: Engine) {
    kernels = method == .winograd4 ? engine.kernels.winograd4 : engine.kernels.winograd2
    self.source = source
    self.target = target
  }

  private var points: Int { Int(kernels.points) }
  private var from: Int { source.blocks * 16 }
  private var to: Int { target.blocks * 16 }
  private var isPhased: Bool { Self.isPhased(from, to) }
  private var tiles: Int { Self.tiles(Int(kernels.edge), source.shape.extent) }
  private var group: Int { Self.group(from, to) }
  private var chunk: Int { Self.chunk(points: points, from, to, tiles: tiles) }

  private static func isPhased(_ from: Int, _ to: Int) -> Bool { from * to >= phasedChannels }

  private static func tiles(_ edge: Int, _ extent: Axes) -> Int {
    extent.values.reduce(1) { $0 * (($1 + edge - 1) / edge) }
  }

  /// Tiles of an item: the rows of two register blocks at most, fewer channels more tiles.
  private static func group(_ from: Int, _ to: Int) -> Int {
    isPhased(from, to) ? 16 : from + to <= 192 ? 14 : 28
  }

  /// Tiles transformed at once when phased.
  private static func chunk(points: Int, _ from: Int, _ to: Int, tiles: Int) -> Int {
    let group = group(from, to)
    let fitting = max(group, phasedFloats / (points * (from + to)) / group * group)
    return min(fitting, (tiles + group - 1) / group * group)
  }

  /// Floats of scratch a forward pass from `from` to `to` padded channels needs.
  static func scratch(edge: Int, from: Int, to: Int, extent: Axes, threads: Int) -> Int {
    let points = (edge + 2) * (edge + 2) * (edge + 2)
    let held =
      isPhased(from, to)
      ? chunk(points: points, from, to, tiles: tiles(edge, extent)) : group(from, to) * threads
    return points * (from + to) * held
  }

  private func withJob(
    _ n: Int, bias: UnsafePointer<Float>?, accumulate: Bool, _ body: (inout ck_winograd) -> Void
  ) {
    let outputs = target.pointers(n).map { UnsafeMutablePointer(mutating: $0) }
    let loads = source.loads(n)
    source.pointers(n).withUnsafeBufferPointer { inputs in
      outputs.withUnsafeBufferPointer { outputs in
        func call(_ loads: UnsafePointer<UnsafePointer<ck_load>?>?) {
          var job = ck_winograd(
            source: source.map, target: target.map, source_blocks: Int32(source.blocks),
            target_blocks: Int32(target.blocks), source_block: inputs.baseAddress,
            target_block: outputs.baseAddress, load: loads, bias: bias, accumulate: accumulate)
          body(&job)
        }
        if let loads {
          loads.withUnsafeBufferPointer { call($0.baseAddress) }
        } else {
          call(nil)
        }
      }
    }
  }

  /// The convolution with transformed weights `u`.
  func forward(
    _ u: UnsafePointer<Float>, bias: UnsafePointer<Float>?, accumulate: Bool, wantsMoments: Bool,
    on engine: Engine
  ) throws(TensorError) -> Moments? {
    let items = (tiles + group - 1) / group, batch = source.shape.batch
    var parts = [ck_moments](
      repeating: ck_moments(), count: wantsMoments ? batch * items * target.blocks : 0)
    let scratch = try engine.scratch(
      Self.scratch(
        edge: Int(kernels.edge), from: from, to: to, extent: source.shape.extent,
        threads: engine.pool.threads))
    parts.withUnsafeMutableBufferPointer { buffer in
      for n in 0..<batch {
        let moments = wantsMoments ? buffer.baseAddress.map { $0 + n * items * target.blocks } : nil
        withJob(n, bias: bias, accumulate: accumulate) { job in
          if isPhased {
            phased(&job, u, scratch, moments, on: engine)
          } else {
            fused(&job, u, scratch, moments, on: engine)
          }
        }
      }
    }
    return wantsMoments ? Moments(target.shape, blocks: target.blocks, items: items, parts: parts) : nil
  }

  private func fused(
    _ job: inout ck_winograd, _ u: UnsafePointer<Float>, _ scratch: UnsafeMutablePointer<Float>,
    _ moments: UnsafeMutablePointer<ck_moments>?, on engine: Engine
  ) {
    let shared = job
    engine.pool.run((tiles + group - 1) / group) { item, worker in
      var job = shared
      let v = scratch + worker * points * (from + to) * group, m = v + points * from * group
      let first = Int32(item * group), count = Int32(min(group, tiles - item * group))
      kernels.input(&job, first, count, 0, job.source_blocks, v, Int32(group))
      kernels.multiply(v, u, m, 0, kernels.points, count, Int32(group), job.source_blocks, job.target_blocks)
      kernels.output(
        &job, first, count, 0, job.target_blocks, m, Int32(group),
        moments.map { $0 + item * target.blocks })
    }
  }

  private func phased(
    _ job: inout ck_winograd, _ u: UnsafePointer<Float>, _ scratch: UnsafeMutablePointer<Float>,
    _ moments: UnsafeMutablePointer<ck_moments>?, on engine: Engine
  ) {
    let shared = job, room = Int32(chunk), v = scratch, m = scratch + points * from * chunk
    for start in stride(from: 0, to: tiles, by: chunk) {
      let held = min(chunk, tiles - start)
      transformInput(shared, start, held, v, on: engine)
      engine.pool.run(points) { point, _ in
        kernels.multiply(
          v, u, m, Int32(point), Int32(point + 1), Int32(held), room, shared.source_blocks,
          shared.target_blocks)
      }
      let groups = (held + group - 1) / group
      engine.pool.run(groups * target.blocks) { item, _ in
        var job = shared
        let (index, block) = item.quotientAndRemainder(dividingBy: target.blocks)
        let first = index * group
        kernels.output(
          &job, Int32(start + first), Int32(min(group, held - first)), Int32(block), Int32(block + 1),
          m + first * to, room, moments.map { $0 + (start / group + index) * target.blocks })
      }
    }
  }

  private func transformInput(
    _ shared: ck_winograd, _ start: Int, _ held: Int, _ v: UnsafeMutablePointer<Float>, on engine: Engine
  ) {
    engine.pool.run((held + group - 1) / group * source.blocks) { item, _ in
      var job = shared
      let (index, block) = item.quotientAndRemainder(dividingBy: source.blocks)
      let first = index * group
      kernels.input(
        &job, Int32(start + first), Int32(min(group, held - first)), Int32(block), Int32(block + 1),
        v + first * from, Int32(chunk))
    }
  }
}

extension WinogradRun {
  /// Slices of tiles that sum a gradient of their own when there are few channels.
  private static let slices = 8

  /// Adds the weight gradient to `dense` [targets][sources][27], where `sources` counts the padding between
  /// concatenated parts; `target` holds the gradient of the output.
  func weightGradient(
    _ dense: UnsafeMutablePointer<Float>, sources: Int, on engine: Engine
  ) throws(TensorError) {
    let domain = points * from * to
    let copies = isPhased ? 1 : Self.slices
    let working = points * (from + to) * (isPhased ? chunk : group * engine.pool.threads)
    let du = try engine.scratch(domain * copies + working), scratch = du + domain * copies
    guard source.shape.batch > 0 else { return }
    for n in 0..<source.shape.batch {
      withJob(n, bias: nil, accumulate: false) { job in
        if isPhased {
          phasedGradient(job, du, scratch, fresh: n == 0, on: engine)
        } else {
          slicedGradient(job, du, scratch, fresh: n == 0, on: engine)
        }
      }
    }
    if copies > 1 {
      engine.pool.run(points) { point, _ in
        let size = from * to, sum = du + point * size
        for copy in 1..<copies {
          let other = du + copy * domain + point * size
          for i in 0..<size { sum[i] += other[i] }
        }
      }
    }
    engine.pool.run(target.blocks) { block, _ in
      kernels.dense(du, Int32(target.shape.channels), Int32(sources), Int32(block), dense)
    }
  }

  private func slicedGradient(
    _ shared: ck_winograd, _ du: UnsafeMutablePointer<Float>, _ scratch: UnsafeMutablePointer<Float>,
    fresh: Bool, on engine: Engine
  ) {
    engine.pool.run(Self.slices) { slice, worker in
      var job = shared
      let v = scratch + worker * points * (from + to) * group, m = v + points * from * group
      let begin = tiles * slice / Self.slices, past = tiles * (slice + 1) / Self.slices
      let sum = du + slice * points * from * to
      if fresh && begin == past { sum.update(repeating: 0, count: points * from * to) }
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
    fresh: Bool, on engine: Engine
  ) {
    let room = Int32(chunk), v = scratch, m = scratch + points * from * chunk
    for start in stride(from: 0, to: tiles, by: chunk) {
      let held = min(chunk, tiles - start)
      transformInput(shared, start, held, v, on: engine)
      engine.pool.run((held + group - 1) / group * target.blocks) { item, _ in
        var job = shared
        let (index, block) = item.quotientAndRemainder(dividingBy: target.blocks)
        let first = index * group
        kernels.adjoint(
          &job, Int32(start + first), Int32(min(group, held - first)), Int32(block), Int32(block + 1),
          m + first * to, room)
      }
      engine.pool.run(points) { point, _ in
        kernels.gradient(
          v, m, du, Int32(point), Int32(point + 1), Int32(held), room, shared.source_blocks,
          shared.target_blocks,
          fresh && start == 0)
      }
    }
  }
}
