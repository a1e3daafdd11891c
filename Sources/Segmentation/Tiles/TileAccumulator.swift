import CKernels
import Synchronization
import Tensors

/// Weighted sums of the tiles' logits, in half precision as PyTorch keeps them, over the planes that tiles still reach.
///
/// For each decoder and fold a ring of planes; one more for the sum of weights. Tiles come in the order z, y, x, so
/// that every sum is rounded in nnU-Net's order (`_internal_predict_sliding_window_return_logits`, nnunetv2 2.8.1).
/// Rows of a tile may be added by several threads at once; nothing else may.
final class TileAccumulator: @unchecked Sendable {
  let grid: TileGrid
  let weights: TileWeights
  let classes: [Int]
  /// Planes of the box begun and final so far.
  private(set) var begun = 0, final = 0
  private let sums: [[HalfRing]]
  private let total: HalfRing
  private let kernels: ck_logit_kernels

  /// Empty sums; throws `TensorError.memory`.
  init(_ grid: TileGrid, classes: [Int], folds: Int, kernels: ck_logit_kernels) throws {
    self.grid = grid
    self.classes = classes
    self.kernels = kernels
    weights = TileWeights(grid.patch)
    let (slots, shape) = (Self.slots(grid), grid.box.shape)
    total = try HalfRing(slots: slots, height: shape.height, width: shape.width, lanes: 1)
    sums = try classes.map { count in
      try (0..<folds).map { _ in
        try HalfRing(slots: slots, height: shape.height, width: shape.width, lanes: Self.lanes(count))
      }
    }
  }

  /// Values of a voxel: the classes rounded up to 8.
  static func lanes(_ classes: Int) -> Int { (classes + 7) / 8 * 8 }

  /// Planes a row of tiles reaches, and the last final one before them.
  static func slots(_ grid: TileGrid) -> Int { min(grid.box.shape.depth, grid.patch.depth + 1) }

  /// Bytes of the rings.
  static func bytes(_ grid: TileGrid, classes: [Int], folds: Int) -> Int {
    let shape = grid.box.shape
    let lanes = classes.reduce(1) { $0 + Self.lanes($1) * folds }
    return HalfRing.bytes(slots: slots(grid), height: shape.height, width: shape.width, lanes: lanes)
  }

  /// Makes room for the row of tiles whose first plane is `z`.
  func begin(row z: Int) {
    let end = min(grid.box.shape.depth, z + grid.patch.depth)
    while begun < end {
      total.clear(begun)
      for ring in sums.joined() { ring.clear(begun) }
      begun += 1
    }
  }

  /// Adds the weights of a tile to the sums of weights; once a tile.
  func addWeights(of tile: Axes) {
    forEachRow(of: tile, rows: 0..<grid.patch.depth, y: 0..<grid.patch.height) { row in
      weights.bits.withUnsafeBufferPointer { bits in
        guard let base = bits.baseAddress else { return }
        kernels.add(base + row.weight, Int64(row.count), total.row(row.z, row.y) + row.x)
      }
    }
  }

  /// Adds rows of a tile's logits.
  func add(_ rows: LogitRows, of tile: Axes, decoder: Int, fold: Int) {
    let ring = sums[decoder][fold]
    weights.bits.withUnsafeBufferPointer { bits in
      guard let weight = bits.baseAddress else { return }
      forEachRow(of: tile, rows: rows.z..<(rows.z + 1), y: rows.rows) { row in
        let first = (row.patchY - rows.rows.lowerBound) * rows.width + row.patchX
        var job = ck_weighted_row(
          logits: rows.base + first * rows.stride, stride: rows.stride, weight: weight + row.weight,
          voxels: Int32(row.count), lanes: Int32(ring.lanes),
          sum: ring.row(row.z, row.y) + row.x * ring.lanes)
        kernels.accumulate(&job)
      }
    }
  }

  /// Makes the planes below `end` final: sums become logits. Throws `TensorError.notFinite` when half precision was
  /// left (nnU-Net stops there too).
  func finish(upTo end: Int, pool: ThreadPool) throws(TensorError) {
    let first = final
    for (decoder, folds) in sums.enumerated() {
      let bad = Atomic<Int>(0)
      pool.run(end - first) { item, _ in
        let z = first + item
        var pointers: [UnsafeMutablePointer<UInt16>?] = folds.map { $0.row(z, 0) }
        pointers.withUnsafeMutableBufferPointer { pointers in
          var job = ck_final_logits(
            sum: pointers.baseAddress, folds: Int32(folds.count), weight: total.row(z, 0),
            voxels: Int64(total.height * total.width), classes: Int32(classes[decoder]),
            lanes: Int32(folds[0].lanes))
          bad.add(Int(kernels.finish(&job)), ordering: .relaxed)
        }
      }
      let count = bad.load(ordering: .relaxed)
      guard count == 0 else {
        throw .notFinite(
          operator: "tiles", shape: Shape(channels: classes[decoder], grid.box.shape), values: count)
      }
    }
    final = end
  }

  /// The final logits of a decoder.
  func logits(_ decoder: Int) -> HalfRing { sums[decoder][0] }

  /// The part of a row of a tile that lies in the box.
  private struct Row {
    /// In the box.
    var z: Int, y: Int, x: Int
    /// In the patch.
    var patchY: Int, patchX: Int
    /// Offset in the weights.
    var weight: Int
    var count: Int
  }

  private func forEachRow(of tile: Axes, rows: Range<Int>, y: Range<Int>, _ body: (Row) -> Void) {
    let (shape, patch) = (grid.box.shape, grid.patch)
    let x = max(0, -tile.width)..<min(patch.width, shape.width - tile.width)
    for patchZ in rows where (0..<shape.depth).contains(tile.depth + patchZ) {
      for patchY in y where (0..<shape.height).contains(tile.height + patchY) {
        body(
          Row(
            z: tile.depth + patchZ, y: tile.height + patchY, x: tile.width + x.lowerBound, patchY: patchY,
            patchX: x.lowerBound, weight: (patchZ * patch.height + patchY) * patch.width + x.lowerBound,
            count: x.count))
      }
    }
  }
}
