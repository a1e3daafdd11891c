import CKernels
import Imaging
import Networks
import Tensors

/// Runs a network over a prepared scan tile by tile and brings labels to the scan, one label buffer a decoder.
///
/// The answer is nnU-Net's (`predict_from_raw_data.py`, `export_prediction.py` of nnunetv2 2.8.1) or, for plans of
/// that pipeline, TotalSegmentator's. Sums of logits are held for the planes that tiles still reach and for no more:
/// as soon as a plane is final, the labels between it and the one before are decided and written. Memory:
/// `plannedBytes`. Results do not depend on the number of threads or the instruction set.
/// A value of this class runs once.
public final class SlidingWindow {
  /// Labels of the whole scan in its storage order, one buffer a decoder; an id is a channel of the logits. They
  /// fill while `run` works (zeros are background until then) and are published at its end.
  public let labels: [VoxelBuffer]
  /// Bytes this run takes beside the scan, the prepared grid and the network.
  public let plannedBytes: Int

  let plan: Plan
  let predictors: [any TilePredictor]
  let grid: FloatGrid
  let tiles: TileGrid
  let air: AirRule?
  let accumulator: TileAccumulator
  let answers: [DecoderAnswer]
  let pool: ThreadPool

  /// A run over `grid`, prepared by `placement`, with a predictor for each fold.
  ///
  /// Throws `TilingError` for parts that do not fit each other, `TensorError.memory` when the machine does not have
  /// `plannedBytes`, `TensorError.instructions`.
  public init(
    _ plan: Plan, _ placement: Placement, grid: FloatGrid, predictors: [any TilePredictor],
    options: TilingOptions = .exact, requests: [ProbabilityRequest] = [],
    instructions: InstructionSet = .best, pool: ThreadPool
  ) throws {
    let classes = try Self.check(predictors, plan)
    try Self.check(requests, classes)
    guard grid.shape == placement.preparedShape else {
      throw TilingError.grid(given: grid.shape, expected: placement.preparedShape)
    }
    guard let kernels = instructions.logitKernels else {
      throw TensorError.instructions(instructions.rawValue)
    }
    // A grid of air alone still gets a box, whose tiles are all skipped.
    let whole = GridBox(whole: grid.shape)
    let box = options.air.map { $0.box(of: grid, plan: plan) ?? whole } ?? whole
    tiles = try TileGrid(box, patch: plan.patch, step: options.step ?? plan.tileStep)
    let answer = try AnswerGrid(plan, placement, box: box)
    let scratch = Self.bytes(
      tiles, answer, placement, classes: classes, folds: predictors.count, threads: pool.threads)
    plannedBytes = requests.reduce(scratch) { sum, request in
      let (total, overflow) = sum.addingReportingOverflow(PlaneProbabilities.bytes(request, answer))
      return overflow ? .max : total
    }
    if let available = MachineMemory.available(), plannedBytes > available {
      throw TensorError.memory(needed: plannedBytes, available: available)
    }
    let accumulator = try TileAccumulator(tiles, classes: classes, folds: predictors.count, kernels: kernels)
    self.accumulator = accumulator
    answers = try classes.indices.map { decoder in
      try DecoderAnswer(
        placement, answer, logits: accumulator.logits(decoder), classes: classes[decoder],
        kernels: kernels, requests: requests.filter { $0.decoder == decoder }, threads: pool.threads)
    }
    labels = answers.map(\.buffer)
    self.plan = plan
    self.predictors = predictors
    self.grid = grid
    self.pool = pool
    air = options.air
  }

  /// Runs all tiles. Throws `CancellationError`, `TensorError` of the network or of sums that left half precision,
  /// and what a probability request throws; the labels are then worthless.
  public func run(_ monitor: TilingMonitor = TilingMonitor()) throws -> TilingSummary {
    var state = RunState(tiles: tiles.count, planes: answers[0].planes, monitor: monitor)
    var patch = [Float](repeating: 0, count: plan.patch.product)
    let clock = ContinuousClock()
    for (index, z) in tiles.origins[0].enumerated() {
      let start = clock.now
      accumulator.begin(row: z)
      for place in tiles.tilesOfRow { try add(Axes(z, place.y, place.x), &patch, &state) }
      let between = clock.now
      let isLast = index + 1 == tiles.origins[0].count
      let end = isLast ? tiles.box.shape.depth : tiles.origins[0][index + 1]
      try accumulator.finish(upTo: end, pool: pool)
      for answer in answers {
        try answer.bring(upTo: isLast ? nil : end, pool: pool, &state)
      }
      state.networkSeconds += between - start
      state.answerSeconds += clock.now - between
    }
    for buffer in labels { buffer.publish(buffer.count) }
    return state.summary(box: tiles.box.shape)
  }

  private func add(_ tile: Axes, _ patch: inout [Float], _ state: inout RunState) throws {
    try state.checkCancellation()
    defer { state.tileDone() }
    cut(tile, &patch)
    if let air, isAir(patch, air) {
      state.skipped += 1
      return
    }
    accumulator.addWeights(of: tile)
    for (fold, predictor) in predictors.enumerated() {
      try predictor.logits(of: patch) { decoder, rows, _ in
        accumulator.add(rows, of: tile, decoder: decoder, fold: fold)
      }
    }
  }

  private func isAir(_ patch: [Float], _ rule: AirRule) -> Bool {
    let threshold = rule.prepared(plan.intensities)
    var above = 0
    for value in patch where value > threshold { above += 1 }
    return Double(above) <= rule.share * Double(patch.count)
  }

  /// The values of a tile.
  func patch(at tile: Axes) -> [Float] {
    var patch = [Float](repeating: 0, count: plan.patch.product)
    cut(tile, &patch)
    return patch
  }

  /// Copies a tile out of the grid, with zeros where it lies outside of the box.
  private func cut(_ tile: Axes, _ patch: inout [Float]) {
    let (box, size) = (tiles.box, plan.patch)
    let columns = max(0, -tile.width)..<min(size.width, box.shape.width - tile.width)
    patch.withUnsafeMutableBufferPointer { to in
      guard let base = to.baseAddress else { return }
      for z in 0..<size.depth {
        for y in 0..<size.height {
          let row = base + (z * size.height + y) * size.width
          let (fromZ, fromY) = (tile.depth + z, tile.height + y)
          guard (0..<box.shape.depth).contains(fromZ), (0..<box.shape.height).contains(fromY) else {
            row.update(repeating: 0, count: size.width)
            continue
          }
          row.update(repeating: 0, count: columns.lowerBound)
          let from = grid.offset(
            box.origin.depth + fromZ, box.origin.height + fromY,
            box.origin.width + tile.width + columns.lowerBound)
          (row + columns.lowerBound).update(from: grid.base + from, count: columns.count)
          (row + columns.upperBound).update(repeating: 0, count: size.width - columns.upperBound)
        }
      }
    }
  }
}
