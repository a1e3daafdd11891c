import CKernels

/// Logits a few rows at a time, for readers that add them up elsewhere and need no tensor of all.
extension ClassHead {
  /// Floats of logits a thread holds at once, at least a row.
  private static let heldFloats = 1 << 16

  /// Calls `each` with the logits of every voxel of a source of one sample, once each, some rows at a time.
  ///
  /// On the engine's threads, several at once, over disjoint rows; `worker` numbers the calling thread. Throws
  /// `.notFinite` after the last call if some logit was infinite or not a number.
  /// Memory: 256 KiB (or a row) a thread.
  public func forEachRows(
    of source: Operand, _ weights: PreparedWeights, on engine: Engine,
    _ each: (_ rows: LogitRows, _ worker: Int) -> Void
  ) throws(TensorError) {
    let shape = try convolution.targetShape(source.tensor.shape)
    guard shape.batch == 1 else {
      throw .mismatch(
        operator: "rows of logits", given: shape,
        expected: Shape(channels: shape.channels, shape.extent))
    }
    try weights.check(convolution, .forward, shape.extent)
    let extent = shape.extent, blocks = ChannelSplit.padded(shape.channels) / Int(CK_LANES)
    let held = heldRows(extent), groups = (extent.height + held - 1) / held
    let rows = TapRows(Concatenation(source), weights), map = Self.voxelMap(extent.width, blocks: blocks)
    let room = (held + 1) * map.row + Int(CK_LANES), perThread = room + rows.scratch(engine)
    let scratch = try engine.scratch(perThread * engine.pool.threads)
    var bad = [Int64](repeating: 0, count: extent.depth * groups)
    bad.withUnsafeMutableBufferPointer { bad in
      let bad = bad.baseAddress
      engine.pool.run(extent.depth * groups) { item, worker in
        let (z, group) = item.quotientAndRemainder(dividingBy: groups)
        let range = (group * held)..<min(extent.height, (group + 1) * held)
        // A map begins a row and a voxel before its first voxel.
        let memory = scratch + worker * perThread, first = memory + map.row + Int(CK_LANES)
        rows.run(
          sample: 0, z: z, rows: range, to: (0..<blocks).map { memory + $0 * Int(CK_LANES) }, map: map,
          stride: blocks, scratch: memory + room, on: engine)
        bad?[item] = ck_count_not_finite(first, Int64(range.count * map.row))
        each(
          LogitRows(
            classes: shape.channels, z: z, rows: range, width: extent.width,
            stride: blocks * Int(CK_LANES), base: UnsafePointer(first)), worker)
      }
    }
    let total = Int(bad.reduce(0, +))
    guard total == 0 else { throw .notFinite(operator: "class head", shape: shape, values: total) }
  }

  /// Bytes of scratch that `forEachRows` uses on maps of `extent`.
  public func rowScratchBytes(_ extent: Axes, threads: Int) -> Int {
    let targets = ChannelSplit.padded(convolution.targets)
    let room = (heldRows(extent) + 1) * extent.width * targets + Int(CK_LANES)
    return (room + convolution.tappedScratch) * threads * MemoryLayout<Float>.stride
  }

  private func heldRows(_ extent: Axes) -> Int {
    max(1, min(extent.height, Self.heldFloats / (extent.width * ChannelSplit.padded(convolution.targets))))
  }

  /// Rows without halo whose voxels are `blocks` channel blocks apart.
  private static func voxelMap(_ width: Int, blocks: Int) -> ck_map {
    let row = width * blocks * Int(CK_LANES)
    return ck_map(depth: 1, height: 1, width: Int32(width), row: row, plane: 0, block: row)
  }
}

extension [Float] {
  /// How many values are infinite or not a number.
  public var notFiniteCount: Int {
    withUnsafeBufferPointer { $0.baseAddress.map { Int(ck_count_not_finite($0, Int64(count))) } ?? 0 }
  }
}
