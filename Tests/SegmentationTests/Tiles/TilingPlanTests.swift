import Imaging
import Networks
import Tensors
import Testing

@testable import Segmentation

/// What is refused before anything is computed, and what a run will take.
@Suite struct TilingPlanTests {
  private func run(
    _ window: WindowCase, predictors: [StandInPredictor]? = nil, requests: [ProbabilityRequest] = []
  ) throws {
    _ = try SlidingWindow(
      window.plan, window.placement, grid: window.grid, predictors: predictors ?? window.predictors(),
      requests: requests, pool: ThreadPool(threads: 1))
  }

  @Test func aWholeBodyOf118ClassesAt3MillimetresTakesLessThanAGibibyte() throws {
    let plan = WindowCase.plan(patch: Axes(128), spacing: [3, 3, 3])
    let placement = WindowCase.placement(
      scan: Axes(1000, 512, 512), spacing: [1, 0.78, 0.78], crop: Axes(1000, 512, 512),
      prepared: Axes(333, 133, 133))
    let bytes = try SlidingWindow.plannedBytes(plan, placement, classes: [118], folds: 1, threads: 2)
    #expect(bytes < 1 << 30)
    // Sums of 129 planes alone.
    #expect(bytes > 129 * 133 * 133 * 120 * 2)
  }

  @Test func moreMemoryThanTheMachineHasIsRefused() throws {
    var window = try SlidingWindowTests.some()
    window.placement.scanShape = Axes(1 << 16, 1 << 15, 1 << 15)
    let error = #expect(throws: TensorError.self) { try run(window) }
    guard case .memory(let needed, let available)? = error else {
      Issue.record("not a refusal for memory: \(String(describing: error))")
      return
    }
    #expect(needed > 1 << 46 && available < needed)
  }

  @Test func logitsOfAnotherSplineOrderAreRefused() throws {
    var window = try SlidingWindowTests.some()
    window.plan.logitInterpolation.order = 3
    #expect(throws: TilingError.order(3)) { try run(window) }
  }

  @Test func aGridThatIsNotThePlacementsIsRefused() throws {
    var window = try SlidingWindowTests.some()
    window.placement.preparedShape = Axes(5, 9, 9)
    #expect(throws: TilingError.grid(given: Axes(5, 9, 8), expected: Axes(5, 9, 9))) { try run(window) }
  }

  @Test func predictorsThatDoNotFitAreRefused() throws {
    let window = try SlidingWindowTests.some(), patch = window.plan.patch
    let six = StandInPredictor(patch: patch, classes: [6]),
      five = StandInPredictor(patch: patch, classes: [5])
    #expect(throws: TilingError.folds([[6], [5]])) { try run(window, predictors: [six, five]) }
    #expect(throws: TilingError.folds([])) { try run(window, predictors: []) }
    let other = StandInPredictor(patch: Axes(4), classes: [6])
    #expect(throws: TilingError.patch(given: Axes(4), expected: patch)) {
      try run(window, predictors: [other])
    }
    let large = StandInPredictor(patch: patch, classes: [1025])
    #expect(throws: TilingError.classes(1025)) { try run(window, predictors: [large]) }
  }

  @Test func probabilitiesOfWhatIsNotThereAreRefused() throws {
    let window = try SlidingWindowTests.some()
    for (decoder, classes) in [(0, [6]), (0, [-1]), (1, [0]), (-1, [0])] {
      #expect(throws: TilingError.request(decoder: decoder, classes: classes)) {
        try run(window, requests: [ProbabilityRequest(decoder: decoder, classes: classes) { _ in }])
      }
    }
  }

  @Test func refusalsAreOneSentence() {
    let errors: [TilingError] = [
      .step(2), .grid(given: Axes(1), expected: Axes(2)), .order(3),
      .patch(given: Axes(1), expected: Axes(2)),
      .folds([[1], [2]]), .classes(0), .request(decoder: 1, classes: [2]),
    ]
    for error in errors { #expect(!error.description.isEmpty && !error.description.contains("\n")) }
  }
}
