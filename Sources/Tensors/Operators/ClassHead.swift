import CKernels

/// A 1x1x1 convolution to class logits and their argmax in one pass: logits live for a few rows at a time, so that
/// a hundred classes need no gigabyte.
public struct ClassHead: Hashable, Sendable {
  /// The convolution to logits.
  public let convolution: Convolution

  /// Rows of logits held at once by a thread.
  private static let rows = 4

  /// A head from `sources` channels to `classes`, at most 1,024.
  public init(_ sources: Int, classes: Int) throws(TensorError) {
    guard classes <= 1024 else {
      throw .unusable(operator: "class head", shape: Shape(channels: classes, Axes(1)), reason: .classes)
    }
    convolution = try Convolution(sources, classes, kernel: Axes(1))
  }

  /// The class of every voxel and its probability; `weights` are those of `convolution`.
  public func forward(
    _ source: Operand, _ weights: PreparedWeights, on engine: Engine
  ) throws(TensorError) -> Argmax.Result {
    let shape = try convolution.targetShape(source.tensor.shape)
    try weights.check(convolution, .forward, shape.extent)
    let extent = shape.extent, voxels = shape.voxels, blocks = (shape.channels + 15) / 16
    let map = Self.rowsMap(extent.width)
    let groups = (extent.height + Self.rows - 1) / Self.rows
    let rows = TapRows(Concatenation(source), weights)
    let room = blocks * map.block, perThread = room + rows.scratch(engine)
    let scratch = try engine.scratch(perThread * engine.pool.threads)
    var result = Argmax.Result(
      label: [UInt16](repeating: 0, count: voxels * shape.batch),
      probability: [Float](repeating: 0, count: voxels * shape.batch))
    var bad = [Int64](repeating: 0, count: shape.batch * extent.depth * groups)
    bad.withUnsafeMutableBufferPointer { bad in
      result.label.withUnsafeMutableBufferPointer { label in
        result.probability.withUnsafeMutableBufferPointer { probability in
          let bad = bad.baseAddress, label = label.baseAddress, probability = probability.baseAddress
          engine.pool.run(shape.batch * extent.depth * groups) { item, worker in
            guard let label, let probability, let bad else { return }
            let (plane, group) = item.quotientAndRemainder(dividingBy: groups)
            let (sample, z) = plane.quotientAndRemainder(dividingBy: extent.depth)
            let y = group * Self.rows, height = min(Self.rows, extent.height - y)
            let logits = scratch + worker * perThread
            var map = map
            map.height = Int32(height)
            let pointers = rows.run(
              sample: sample, z: z, rows: y..<(y + height), into: logits, map: map, blocks: blocks,
              scratch: logits + room, on: engine)
            var slab = ck_slab(map: map, z0: 0, z1: 1)
            let first = sample * voxels + (z * extent.height + y) * extent.width
            bad[item] = engine.kernels.argmax(
              &slab, Int32(shape.channels), pointers.map { UnsafePointer($0) }, label + first,
              probability + first)
          }
        }
      }
    }
    let total = Int(bad.reduce(0, +))
    guard total == 0 else { throw .notFinite(operator: "class head", shape: shape, values: total) }
    return result
  }

  /// A few rows of one plane, without planes of halo above and below.
  private static func rowsMap(_ width: Int) -> ck_map {
    var map = Tensor.map(Axes(1, rows, width))
    map.plane = 0
    map.block = map.row * (rows + 2)
    return map
  }
}

/// Runs a 1x1x1 tap program over some rows of one plane.
struct TapRows {
  let source: Concatenation
  let weights: PreparedWeights

  init(_ source: Concatenation, _ weights: PreparedWeights) {
    self.source = source
    self.weights = weights
  }

  func scratch(_ engine: Engine) -> Int {
    var result = 0
    withJob(0, z: 0, y: 0, source.map, nil, stride: 1) { result = engine.kernels.tapped_scratch(&$0) }
    return result
  }

  /// Writes rows of logits at `memory` and returns the block pointers.
  func run(
    sample: Int, z: Int, rows: Range<Int>, into memory: UnsafeMutablePointer<Float>, map: ck_map, blocks: Int,
    scratch: UnsafeMutablePointer<Float>, on engine: Engine
  ) -> [UnsafeMutablePointer<Float>?] {
    let pointers: [UnsafeMutablePointer<Float>?] = (0..<blocks).map { memory + $0 * map.block }
    run(sample: sample, z: z, rows: rows, to: pointers, map: map, stride: 1, scratch: scratch, on: engine)
    return pointers
  }

  /// Writes rows of logits into `blocks` of `map`, voxels `stride` times 16 floats apart.
  func run(
    sample: Int, z: Int, rows: Range<Int>, to blocks: [UnsafeMutablePointer<Float>?], map: ck_map,
    stride: Int,
    scratch: UnsafeMutablePointer<Float>, on engine: Engine
  ) {
    blocks.withUnsafeBufferPointer { pointers in
      withJob(sample, z: z, y: rows.lowerBound, map, pointers.baseAddress, stride: stride) { job in
        engine.kernels.tapped(
          &job, Int32(z * source.shape.extent.height + rows.lowerBound), Int32(rows.count), 0,
          Int32(blocks.count), scratch, nil)
      }
    }
  }

  private func withJob(
    _ sample: Int, z: Int, y: Int, _ map: ck_map, _ target: UnsafePointer<UnsafeMutablePointer<Float>?>?,
    stride: Int, _ body: (inout ck_tapped) -> Void
  ) {
    let offsets: [(Int32, Int32, Int32)] = [(0, 0, 0)], one = Axes(1).tuple
    let loads = source.loads(sample) ?? [UnsafePointer<ck_load>?](repeating: nil, count: source.blocks)
    source.pointers(sample).withUnsafeBufferPointer { from in
      loads.withUnsafeBufferPointer { loads in
        offsets.withUnsafeBufferPointer { offsets in
          var job = ck_tapped(
            source: source.map, target: map, source_blocks: Int32(source.blocks),
            target_blocks: Int32((weights.targets + 15) / 16), single: weights.isSingle,
            source_block: from.baseAddress, target_block: target, load: loads.baseAddress, taps: 1,
            tap: offsets.baseAddress, step: one, origin: (Int32(-z), Int32(-y), 0),
            stride: (1, 1, Int32(stride)),
            count: source.shape.extent.tuple, weights: weights.packed, bias: weights.paddedBias,
            accumulate: false)
          body(&job)
        }
      }
    }
  }
}
