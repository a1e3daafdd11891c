import Networks
import Tensors
import Testing

@testable import Segmentation

@Suite struct AirRuleTests {
  /// A block of tissue in air; classes depend on the voxel and its neighbour alone, so tiles agree.
  private func scan(body: GridBox?) throws -> WindowCase {
    let shape = Axes(10, 20, 24), patch = Axes(4, 6, 6)
    let grid = try FloatGrid(shape)
    for z in 0..<shape.depth {
      for y in 0..<shape.height {
        for x in 0..<shape.width {
          let inside = body.map {
            ($0.origin.depth..<($0.origin.depth + $0.shape.depth)).contains(z)
              && ($0.origin.height..<($0.origin.height + $0.shape.height)).contains(y)
              && ($0.origin.width..<($0.origin.width + $0.shape.width)).contains(x)
          }
          // -1000 HU is -10.
          grid.base[grid.offset(z, y, x)] = inside ?? false ? Float((z * 3 + y * 5 + x * 7) % 9 - 4) / 4 : -10
        }
      }
    }
    let coefficients: [Float] = [0.1, 1, -1, 0.5] + [0, 0, 0, 0] + [0, 0, 0, 0]
    return WindowCase(
      WindowCase.plan(patch: patch, spacing: [2, 2, 2]),
      WindowCase.placement(scan: shape, spacing: [2, 2, 2], crop: shape, prepared: shape), grid,
      coefficients: [coefficients])
  }

  private func run(
    _ window: WindowCase, _ air: AirRule?
  ) throws -> (labels: [Int], summary: TilingSummary, calls: Int) {
    let predictors = window.predictors()
    let run = try SlidingWindow(
      window.plan, window.placement, grid: window.grid, predictors: predictors,
      options: TilingOptions(air: air), pool: ThreadPool(threads: 2))
    let summary = try run.run()
    return (run.labels[0].ids, summary, predictors[0].calls)
  }

  @Test func tilesLieOverTheBodyAloneAndItsLabelsStay() throws {
    let body = GridBox(origin: Axes(2, 7, 8), shape: Axes(5, 6, 7))
    let window = try scan(body: body)
    let exact = try run(window, nil), fast = try run(window, AirRule(margin: 2))
    #expect(fast.summary.box == Axes(7, 8, 9))
    #expect(fast.calls == fast.summary.tiles && fast.calls < exact.calls / 2)
    let shape = window.grid.shape
    var labelled = 0
    for z in 0..<shape.depth {
      for y in 0..<shape.height {
        for x in 0..<shape.width {
          let index = window.grid.offset(z, y, x)
          let isIn = (1..<8).contains(z) && (6..<14).contains(y) && (7..<16).contains(x)
          #expect(fast.labels[index] == (isIn ? exact.labels[index] : 0), "\(z) \(y) \(x)")
          labelled += fast.labels[index] > 0 ? 1 : 0
        }
      }
    }
    #expect(labelled > 100)
  }

  @Test func tilesOfAirWithinTheBoxAreSkippedAsBackground() throws {
    let window = try scan(body: GridBox(origin: Axes(0, 0, 0), shape: Axes(10, 6, 6)))
    // A second block far away makes the box the whole grid.
    for z in 0..<10 { window.grid.base[window.grid.offset(z, 19, 23)] = 0.5 }
    let fast = try run(window, AirRule(margin: 0))
    #expect(fast.summary.box == window.grid.shape)
    #expect(fast.summary.skipped > 10)
    #expect(fast.calls == fast.summary.tiles - fast.summary.skipped)
    // The middle of the grid is reached by skipped tiles alone.
    #expect(fast.labels[window.grid.offset(5, 10, 12)] == 0)
  }

  @Test func aScanOfAirAloneNeedsNoNetwork() throws {
    let fast = try run(try scan(body: nil), AirRule())
    #expect(fast.calls == 0 && fast.summary.skipped == fast.summary.tiles)
    #expect(fast.labels.allSatisfy { $0 == 0 })
  }

  @Test func theThresholdIsThePlansClipWhereThatIsHigher() {
    let kidney = Plan.Intensities(low: -79, high: 304, mean: 100, deviation: 50)
    #expect(AirRule(threshold: -500).prepared(kidney) == Float(-179.0 / 50))
    let whole = Plan.Intensities(low: -1004, high: 1588, mean: -100, deviation: 400)
    #expect(AirRule(threshold: -500).prepared(whole) == -1)
  }

  @Test func aCoarserStepNeedsFewerTiles() throws {
    let window = try scan(body: nil), predictors = window.predictors()
    let run = try SlidingWindow(
      window.plan, window.placement, grid: window.grid, predictors: predictors,
      options: TilingOptions(step: 1), pool: ThreadPool(threads: 1))
    _ = try run.run()
    #expect(run.tiles.count == 3 * 4 * 4 && predictors[0].calls == 48)
  }
}
