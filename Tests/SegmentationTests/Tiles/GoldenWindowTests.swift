import Tensors
import Testing

@testable import Segmentation

/// Whole runs beside nnU-Net's own functions over the same stand-in network.
@Suite struct GoldenWindowTests {
  static let names = [
    "plain", "padded", "anisotropic z", "anisotropic scan x", "anisotropic, order 1 across", "three folds",
    "not resampled", "downsampled", "many classes", "wide ids", "order 0", "probabilities",
  ]

  @Test(arguments: names) func labelsAreNnUNets(name: String) throws {
    let window = try WindowCase(golden: name)
    #expect(try window.labels() == window.expected)
  }

  @Test(arguments: names) func labelsAreTheSameForEveryInstructionSetAndNumberOfThreads(name: String) throws {
    let window = try WindowCase(golden: name)
    let expected = try window.labels(threads: 1, .portable)
    for instructions in InstructionSet.available {
      for threads in [1, 3] { #expect(try window.labels(threads: threads, instructions) == expected) }
    }
  }

  @Test(arguments: ["plain", "padded", "three folds"])
  func logitsAreNnUNetsBitForBit(name: String) throws {
    let window = try WindowCase(golden: name)
    let expected = try #require(window.logits)
    let tiles = try TileGrid(
      GridBox(whole: window.grid.shape), patch: window.plan.patch, step: window.plan.tileStep)
    var logits = [UInt16](repeating: 0, count: expected.count)
    let kernels = try #require(InstructionSet.best.logitKernels)
    let folds = window.predictors()
    let classes = folds[0].classes, shape = window.grid.shape
    let sums = try TileAccumulator(tiles, classes: classes, folds: folds.count, kernels: kernels)
    let run = try SlidingWindow(
      window.plan, window.placement, grid: window.grid, predictors: folds, pool: ThreadPool(threads: 1))
    let pool = ThreadPool(threads: 2)
    for (index, z) in tiles.origins[0].enumerated() {
      sums.begin(row: z)
      for place in tiles.tilesOfRow {
        let tile = Axes(z, place.y, place.x), patch = run.patch(at: tile)
        sums.addWeights(of: tile)
        for (fold, predictor) in folds.enumerated() {
          try predictor.logits(of: patch) { decoder, rows, _ in
            sums.add(rows, of: tile, decoder: decoder, fold: fold)
          }
        }
      }
      let next = index + 1 < tiles.origins[0].count ? tiles.origins[0][index + 1] : shape.depth
      let first = sums.final
      try sums.finish(upTo: next, pool: pool)
      let ring = sums.logits(0)
      for z in first..<next {
        for y in 0..<shape.height {
          for x in 0..<shape.width {
            for c in 0..<classes[0] {
              logits[((c * shape.depth + z) * shape.height + y) * shape.width + x] =
                ring.row(z, y)[x * ring.lanes + c]
            }
          }
        }
      }
    }
    #expect(logits == expected)
  }

  @Test func probabilitiesAreNnUNets() throws {
    let window = try WindowCase(golden: "probabilities")
    let crop = window.placement.cropShape, plane = crop.height * crop.width
    var values: [[Float]] = [], largest: [Float] = [], order: [Int] = []
    let request = ProbabilityRequest(classes: [2, 0, 1, 3], wantsLargest: true) { handed in
      order.append(handed.z)
      values.append([Float](handed.values))
      largest += handed.largest
    }
    let run = try SlidingWindow(
      window.plan, window.placement, grid: window.grid, predictors: window.predictors(), requests: [request],
      pool: ThreadPool(threads: 2))
    _ = try run.run()
    #expect(order == [Int](0..<crop.depth))
    #expect(run.labels[0].ids == window.expected)
    var apart: [Float] = []
    for z in 0..<crop.depth {
      for i in 0..<plane {
        let expected = (0..<4).map { window.probabilities[($0 * crop.depth + z) * plane + i] }
        for (k, index) in [2, 0, 1, 3].enumerated() {
          apart.append(abs(values[z][k * plane + i] - expected[index]))
        }
        apart.append(abs(largest[z * plane + i] - (expected.max() ?? 0)))
      }
    }
    // Interpolated in single precision, a few logits in a thousand are rounded to the neighbouring half.
    #expect(apart.filter { $0 > 1e-5 }.count < apart.count / 50)
    #expect(apart.max() ?? 1 < 1e-3)
  }

  @Test func smallLabelsAreEnlargedAsTotalSegmentatorDoes() throws {
    for record in try TilingRecord.all("enlargement") {
      let small = Axes(record.whole[0], record.whole[1], record.whole[2])
      let large = Axes(record.whole[3], record.whole[4], record.whole[5])
      let labels = record.arrays[0].whole.map { UInt16($0) }
      var result = [UInt16](repeating: 999, count: large.product)
      result.withUnsafeMutableBytes { memory in
        guard let base = memory.baseAddress else { return }
        let target = LabelTarget(
          base: base, isWide: true, origin: 0, strides: Axes(large.height * large.width, large.width, 1))
        let enlargement = LabelEnlargement(from: small, to: large)
        for z in 0..<large.depth { enlargement.enlarge(z, from: labels, to: target) }
      }
      #expect(result.map { Int($0) } == record.arrays[1].whole)
    }
  }
}
