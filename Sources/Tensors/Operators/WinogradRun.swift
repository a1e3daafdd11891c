import CKernels

/// The loops around the Winograd kernels: which tiles, channel blocks and points an item covers.
///
/// Two ways, chosen by shape alone. With few channels an item takes a few tiles through all three steps while they
/// stay in the second-level cache. With many channels the transformed weights, or their gradient, are the larger
/// part: then many tiles are transformed, points are multiplied one by one over all of them, and in the forward
/// direction all are transformed back.
struct WinogradRun {
  let kernels: ck_winograd_kernels
  let source: Concatenation
  let target: Concatenation

  /// Source times target channels from which points are multiplied over many tiles.
  static let phasedChannels = 256 * 256
  /// The same for weight gradients, whose sums are read and written for every group of tiles.
  static let phasedGradientChannels = 128 * 128
  /// Floats of transformed values held at once when phased.
  static let phasedFloats = 12 << 20
  /// Most tiles held at once by a phased weight gradient: the sums' way to memory and back is a small part by then.
  static let phasedGradientTiles = 112
  /// Tiles of an item of a weight gradient that is not phased.
  static let gradientGroup = 28

  init(_ method: Convolution.Method, source: Concatenation, target: Concatenation, on engine: Engine) {
    kernels = engine.kernels.winograd(method)
    self.source = source
    self.target = target
  }

  var points: Int { Int(kernels.points) }
  var from: Int { source.blocks * 16 }
  var to: Int { target.blocks * 16 }
  private var isPhased: Bool { Self.isPhased(from, to) }
  var tiles: Int { Self.tiles(tile, source.shape.extent) }
  private var tile: Axes { Axes(Int(kernels.depth), Int(kernels.edge), Int(kernels.edge)) }
  private var group: Int { Self.group(from, to, points: points) }

  private static func isPhased(_ from: Int, _ to: Int) -> Bool { from * to >= phasedChannels }

  private static func tiles(_ tile: Axes, _ extent: Axes) -> Int {
    extent.zip(tile) { ($0 + $1 - 1) / $1 }.product
  }

  /// Points of a tile: two more than its output voxels along every axis that the kernel works along.
  static func points(_ tile: Axes) -> Int { tile.values.reduce(1) { $0 * ($1 == 1 ? 1 : $1 + 2) } }

  /// Tiles of an item: so many that their points stay in the second-level cache, of flat tiles four times those of cubes.
  private static func group(_ from: Int, _ to: Int, points: Int) -> Int {
    isPhased(from, to) ? 16 : (from + to <= 192 ? 14 : 28) * (points <= 36 ? 4 : 1)
  }

  /// Tiles transformed at once when phased, in items of `group`.
  func chunk(of group: Int, atMost bound: Int = .max) -> Int {
    Self.chunk(points: points, from, to, tiles: tiles, of: group, atMost: bound)
  }

  private static func chunk(
    points: Int, _ from: Int, _ to: Int, tiles: Int, of group: Int, atMost bound: Int = .max
  ) -> Int {
    let fitting = phasedFloats / (points * (from + to))
    return min(max(group, min(fitting, bound) / group * group), (tiles + group - 1) / group * group)
  }

  /// Floats of the transformed source and of the transformed target with room for `tiles`.
  func room(_ tiles: Int) -> (source: Int, target: Int) { Self.room(tiles, points: points, from, to) }

  private static func room(
    _ tiles: Int, points: Int, _ from: Int, _ to: Int
  ) -> (source: Int, target: Int) {
    (
      points * ck_point_stride(Int32(tiles), Int32(from / 16)),
      points * ck_point_stride(Int32(tiles), Int32(to / 16))
    )
  }

  /// Floats of scratch a forward pass from `from` to `to` padded channels needs.
  static func scratch(tile: Axes, from: Int, to: Int, extent: Axes, threads: Int) -> Int {
    let points = points(tile), group = group(from, to, points: points), phased = isPhased(from, to)
    let held = phased ? chunk(points: points, from, to, tiles: tiles(tile, extent), of: group) : group
    let room = room(held, points: points, from, to)
    return (room.source + room.target) * (phased ? 1 : threads)
  }

  func withJob(
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
    let held = isPhased ? chunk(of: group) : group
    let scratch = try engine.scratch(
      Self.scratch(
        tile: tile, from: from, to: to, extent: source.shape.extent,
        threads: engine.pool.threads))
    parts.withUnsafeMutableBufferPointer { buffer in
      for n in 0..<batch {
        let moments = wantsMoments ? buffer.baseAddress.map { $0 + n * items * target.blocks } : nil
        withJob(n, bias: bias, accumulate: accumulate) { job in
          if isPhased {
            phased(&job, u, scratch, chunk: held, moments, on: engine)
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
    let shared = job, room = room(group)
    engine.pool.run((tiles + group - 1) / group) { item, worker in
      var job = shared
      let v = scratch + worker * (room.source + room.target), m = v + room.source
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
    chunk: Int, _ moments: UnsafeMutablePointer<ck_moments>?, on engine: Engine
  ) {
    let shared = job, v = scratch, m = scratch + room(chunk).source
    for start in stride(from: 0, to: tiles, by: chunk) {
      let held = min(chunk, tiles - start)
      transformInput(shared, start, held, v, chunk: chunk, group: group, on: engine)
      engine.pool.run(points) { point, _ in
        kernels.multiply(
          v, u, m, Int32(point), Int32(point + 1), Int32(held), Int32(chunk), shared.source_blocks,
          shared.target_blocks)
      }
      let groups = (held + group - 1) / group
      engine.pool.run(groups * target.blocks) { item, _ in
        var job = shared
        let (index, block) = item.quotientAndRemainder(dividingBy: target.blocks)
        let first = index * group
        kernels.output(
          &job, Int32(start + first), Int32(min(group, held - first)), Int32(block), Int32(block + 1),
          m + first * 16, Int32(chunk), moments.map { $0 + (start / group + index) * target.blocks })
      }
    }
  }

  func transformInput(
    _ shared: ck_winograd, _ start: Int, _ held: Int, _ v: UnsafeMutablePointer<Float>, chunk: Int,
    group: Int, on engine: Engine
  ) {
    engine.pool.run((held + group - 1) / group * source.blocks) { item, _ in
      var job = shared
      let (index, block) = item.quotientAndRemainder(dividingBy: source.blocks)
      let first = index * group
      kernels.input(
        &job, Int32(start + first), Int32(min(group, held - first)), Int32(block), Int32(block + 1),
        v + first * 16, Int32(chunk))
    }
  }
}

extension ck_kernels {
  /// The kernels of a method that works in tiles.
  func winograd(_ method: Convolution.Method) -> ck_winograd_kernels {
    switch method {
    case .tapped, .winograd2: winograd2
    case .winograd4: winograd4
    case .winogradFlat: winograd_flat
    }
  }
}
