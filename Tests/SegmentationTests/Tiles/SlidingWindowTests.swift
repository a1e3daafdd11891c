import Imaging
import Networks
import Tensors
import Testing

@testable import Segmentation

@Suite struct SlidingWindowTests {
  /// A small scan prepared from a crop of it.
  static func some(pipeline: Plan.Pipeline = .nnUNet) throws -> WindowCase {
    let plan = WindowCase.plan(patch: Axes(4, 6, 6), pipeline: pipeline)
    let placement = WindowCase.placement(
      scan: Axes(9, 15, 17), cropOrigin: Axes(1, 2, 3), crop: Axes(8, 13, 14), prepared: Axes(5, 9, 8))
    let coefficients = StandInPredictor(patch: plan.patch, classes: [6]).coefficients
    return WindowCase(plan, placement, try WindowCase.grid(Axes(5, 9, 8)), coefficients: coefficients)
  }

  @Test func all48WaysToStoreAScanGiveTheSameLabels() throws {
    var window = try Self.some()
    let expected = try window.labels(), scan = window.placement.scanShape
    #expect(Set(expected).count > 3)
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
      for signs in 0..<8 {
        // order[0] is the fastest axis.
        var strides = [0, 0, 0], next = 1, origin = 0
        for axis in order {
          strides[axis] = next
          next *= scan.values[axis]
          if signs >> axis & 1 == 1 {
            origin += strides[axis] * (scan.values[axis] - 1)
            strides[axis] = -strides[axis]
          }
        }
        window.placement.storageOrigin = origin
        window.placement.storageStrides = Axes(strides[0], strides[1], strides[2])
        let labels = try window.labels()
        var read: [Int] = []
        for z in 0..<scan.depth {
          for y in 0..<scan.height {
            for x in 0..<scan.width {
              read.append(labels[origin + z * strides[0] + y * strides[1] + x * strides[2]])
            }
          }
        }
        #expect(read == expected)
      }
    }
  }

  @Test func outsideOfTheCropAllIsBackground() throws {
    let window = try Self.some(), labels = try window.labels(), scan = window.placement.scanShape
    var outside = 0
    for z in 0..<scan.depth {
      for y in 0..<scan.height {
        for x in 0..<scan.width where z < 1 || y < 2 || x < 3 {
          outside += labels[(z * scan.height + y) * scan.width + x]
        }
      }
    }
    #expect(outside == 0)
  }

  @Test func everyDecoderHasLabelsOfItsOwn() throws {
    let window = try Self.some()
    let both = StandInPredictor(patch: window.plan.patch, classes: [6, 3])
    let run = try SlidingWindow(
      window.plan, window.placement, grid: window.grid, predictors: [both], pool: ThreadPool(threads: 2))
    _ = try run.run()
    for decoder in 0..<2 {
      let alone = StandInPredictor(patch: window.plan.patch, coefficients: [both.coefficients[decoder]])
      let single = try SlidingWindow(
        window.plan, window.placement, grid: window.grid, predictors: [alone], pool: ThreadPool(threads: 1))
      _ = try single.run()
      #expect(run.labels[decoder].ids == single.labels[0].ids)
    }
    #expect(both.calls == run.tiles.count)
  }

  @Test func labelsOfAZoomedScanAreBroughtUpByNearestNeighbour() throws {
    var window = try Self.some(pipeline: .totalSegmentator)
    let prepared = window.placement.preparedShape
    // The argmax at the network's spacing: a scan that is the prepared grid.
    let small = WindowCase(
      window.plan, WindowCase.placement(scan: prepared, crop: prepared, prepared: prepared), window.grid,
      coefficients: window.coefficients)
    let labels = try small.labels(), scan = window.placement.scanShape
    let zoomed = Placement.ZoomedGrid(shape: Axes(7, 10, 12), origin: Axes(1, 0, 3))
    window.placement.cropOrigin = Axes(0)
    window.placement.cropShape = scan
    window.placement.zoomed = zoomed
    let enlarged = try window.labels(threads: 2)
    let axes = (0..<3).map {
      AxisSampling.nearest(from: zoomed.shape.values[$0], to: scan.values[$0], .centres).lower.map(Int.init)
    }
    var expected: [Int] = []
    for z in axes[0].map({ $0 - 1 }) {
      for y in axes[1] {
        for x in axes[2].map({ $0 - 3 }) {
          let isIn =
            (0..<prepared.depth).contains(z) && y < prepared.height && (0..<prepared.width).contains(x)
          expected.append(isIn ? labels[(z * prepared.height + y) * prepared.width + x] : 0)
        }
      }
    }
    #expect(Set(expected).count > 3)
    #expect(enlarged == expected)
  }

  @Test func progressGrowsToTheEnd() throws {
    let window = try Self.some()
    let run = try SlidingWindow(
      window.plan, window.placement, grid: window.grid, predictors: window.predictors(),
      pool: ThreadPool(threads: 1))
    var seen: [TilingProgress] = []
    let summary = try run.run(TilingMonitor(progress: { seen.append($0) }))
    #expect(zip(seen, seen.dropFirst()).allSatisfy { $0.tilesDone <= $1.tilesDone })
    #expect(zip(seen, seen.dropFirst()).allSatisfy { $0.planesDone <= $1.planesDone })
    #expect(
      seen.last
        == TilingProgress(tilesDone: run.tiles.count, tiles: run.tiles.count, planesDone: 8, planes: 8))
    #expect(summary.tiles == run.tiles.count && summary.skipped == 0)
    #expect(run.labels[0].isComplete)
  }

  @Test func labelsComeBeforeTheLastTile() throws {
    let window = try Self.some(), predictor = StandInPredictor(patch: Axes(4, 6, 6), classes: [6])
    let run = try SlidingWindow(
      window.plan, window.placement, grid: window.grid, predictors: [predictor], pool: ThreadPool(threads: 1))
    var before: [Int] = []
    predictor.before = { before.append(run.labels[0].ids.filter { $0 > 0 }.count) }
    _ = try run.run()
    #expect(before.first == 0)
    #expect(before.last ?? 0 > 0)
  }

  @Test func cancellingEndsARunBetweenTilesAndPublishesNothing() throws {
    let window = try Self.some(), predictor = StandInPredictor(patch: Axes(4, 6, 6), classes: [6])
    let run = try SlidingWindow(
      window.plan, window.placement, grid: window.grid, predictors: [predictor], pool: ThreadPool(threads: 1))
    #expect(throws: CancellationError.self) {
      try run.run(TilingMonitor(isCancelled: { predictor.calls == 2 }))
    }
    #expect(predictor.calls == 2)
    #expect(run.labels[0].loadedCount == 0)
  }

  @Test func logitsThatLeaveHalfPrecisionEndTheRun() throws {
    var window = try Self.some()
    window.coefficients = [[Float](repeating: 1e6, count: 6)]
    #expect(throws: TensorError.self) { try window.labels() }
  }
}
