import Imaging
import Networks
import Segmentation
import Tensors

/// A scan prepared for a network, and what is to come out.
struct WindowCase {
  var plan: Plan
  var placement: Placement
  var grid: FloatGrid
  var coefficients: [[Float]]
  var expected: [Int] = []
  var logits: [UInt16]?
  var probabilities: [Float] = []

  /// A plan of which only what tiles need is set.
  static func plan(
    patch: Axes, spacing: [Double] = [2, 2, 2], step: Double = 0.5,
    order: Plan.Interpolation = .init(order: 1, orderAcross: 0, separateAcross: nil),
    pipeline: Plan.Pipeline = .nnUNet
  ) -> Plan {
    Plan(
      configuration: "3d_fullres", spacing: spacing, patch: patch, transpose: [0, 1, 2], orientation: .stored,
      pipeline: pipeline, intensities: .init(low: -1000, high: 1000, mean: 0, deviation: 100),
      scanInterpolation: .init(order: 3, orderAcross: 0, separateAcross: nil), logitInterpolation: order,
      tileStep: step,
      architecture: UNetArchitecture(
        family: .plain, inputChannels: 1, stages: [], decoderConvolutions: [], classes: 2))
  }

  /// Where a scan stored with x fastest lies.
  static func placement(
    scan: Axes, spacing: [Double] = [1, 1, 1], cropOrigin: Axes = Axes(0), crop: Axes, prepared: Axes
  ) -> Placement {
    Placement(
      scanShape: scan, scanSpacing: spacing, cropOrigin: cropOrigin, cropShape: crop, preparedShape: prepared,
      storageOrigin: 0, storageStrides: Axes(scan.height * scan.width, scan.width, 1))
  }

  /// A grid of values.
  static func grid(_ shape: Axes, _ values: [Float]) throws -> FloatGrid {
    let grid = try FloatGrid(shape)
    for (index, value) in values.enumerated() { grid.base[index] = value }
    return grid
  }

  /// A grid of values that repeat after a while.
  static func grid(_ shape: Axes) throws -> FloatGrid {
    try grid(shape, (0..<shape.product).map { Float(($0 * 7919) % 1009 - 504) / 256 })
  }

  /// The case of that name in the fixture.
  init(golden name: String) throws {
    let record = try TilingRecord.all(name)[0]
    let whole = record.whole, reals = record.reals
    func axes(_ first: Int) -> Axes { Axes(whole[first], whole[first + 1], whole[first + 2]) }
    let folds = whole[16]
    plan = Self.plan(
      patch: axes(3), spacing: [Double](reals[0..<3]), step: reals[6],
      order: .init(order: whole[17], orderAcross: whole[18], separateAcross: nil))
    placement = Self.placement(
      scan: axes(7), spacing: [Double](reals[3..<6]), cropOrigin: axes(10), crop: axes(13), prepared: axes(0))
    grid = try Self.grid(axes(0), record.arrays[1].floats)
    coefficients = record.arrays[2..<(2 + folds)].map(\.floats)
    expected = record.arrays[0].whole
    for array in record.arrays[(2 + folds)...] {
      if case .bits16(let bits) = array { logits = bits }
      probabilities = array.floats
    }
  }

  init(_ plan: Plan, _ placement: Placement, _ grid: FloatGrid, coefficients: [[Float]]) {
    self.plan = plan
    self.placement = placement
    self.grid = grid
    self.coefficients = coefficients
  }

  /// One predictor a fold.
  func predictors(threads: Int = 1) -> [StandInPredictor] {
    coefficients.map { StandInPredictor(patch: plan.patch, coefficients: [$0], threads: threads) }
  }

  /// The labels in storage order.
  func labels(threads: Int = 1, _ instructions: InstructionSet = .best) throws -> [Int] {
    let window = try SlidingWindow(
      plan, placement, grid: grid, predictors: predictors(threads: threads), instructions: instructions,
      pool: ThreadPool(threads: threads))
    _ = try window.run()
    return window.labels[0].ids
  }
}

extension VoxelBuffer {
  /// The labels as whole numbers.
  var ids: [Int] { (0..<count).map { Int(self[$0]) } }
}
