import Imaging
import Networks
import Tensors
import Testing

@testable import Segmentation

/// Scans that no network should see are refused with the reason; odd ones are prepared with a warning.
@Suite struct BadScanTests {
  private func prepare(_ volume: Volume, _ plan: Plan) throws -> PreparedScan {
    try ScanPreparation(plan: plan, pool: ThreadPool(threads: 2)).prepare(volume, file: "scan.nii")
  }

  private func problem(_ volume: Volume, _ plan: Plan) -> PreparationError.Problem? {
    let error = #expect(throws: PreparationError.self) { try prepare(volume, plan) }
    #expect(error?.description.isEmpty == false)
    return error?.problem
  }

  private func cube(
    _ edge: Int = 8, spacing: Double = 1, scalar: VoxelBuffer.Scalar = .int16,
    _ value: (Int) -> Float = { Float($0 % 900 - 500) }
  ) throws -> Volume {
    try PreparationCase.volume(
      GridShape(x: edge, y: edge, z: edge), spacing: [spacing, spacing, spacing], scalar: scalar, value)
  }

  private let plans = [Plan.Pipeline.nnUNet, .totalSegmentator].map {
    Plan.forPreparation(spacing: [1.5, 1.5, 1.5], pipeline: $0)
  }

  @Test func zerosAloneAreRefused() throws {
    for plan in plans { #expect(problem(try cube { _ in 0 }, plan) == .blank) }
  }

  @Test func valuesThatAreNotFiniteAreCounted() throws {
    let volume = try cube(scalar: .float32) { $0 == 3 ? .nan : $0 == 70 || $0 == 99 ? -.infinity : Float($0) }
    for plan in plans { #expect(problem(volume, plan) == .notFinite(voxels: 3)) }
  }

  @Test func aScanStillLoadingIsRefused() throws {
    let volume = try cube()
    volume.voxels.publish(500)
    for plan in plans { #expect(problem(volume, plan) == .incomplete(missing: 12)) }
  }

  @Test func aThinScanIsRefusedOnlyWhenNoVoxelIsLeft() throws {
    let slice = try PreparationCase.volume(
      GridShape(x: 9, y: 9, z: 1), spacing: [1, 1, 0.6], scalar: .int16
    ) { Float($0 - 40) }
    for plan in plans {
      #expect(
        problem(slice, plan)
          == .tooThin(axis: 0, voxels: 1, spacing: Double(Float(0.6)), target: 1.5))
    }
    let three = try PreparationCase.volume(
      GridShape(x: 9, y: 9, z: 3), spacing: [1, 1, 0.6], scalar: .int16
    ) { Float($0 - 40) }
    for plan in plans { #expect(try prepare(three, plan).grid.shape == Axes(1, 6, 6)) }
  }

  @Test func hugeGridsAreRefusedBeforeTheyAreAllocated() throws {
    let volume = try cube(60, spacing: 10)
    for pipeline in [Plan.Pipeline.nnUNet, .totalSegmentator] {
      let fine = Plan.forPreparation(spacing: [0.05, 0.05, 0.05], pipeline: pipeline)
      guard case .memory(let needed, let available, let grid) = problem(volume, fine) else {
        Issue.record("not refused for memory")
        return
      }
      #expect(needed > available && grid == Axes(12_000) && needed >= 12_000 * 12_000 * 12_000 * 4)
      let finest = Plan.forPreparation(spacing: [1e-3, 1, 1], pipeline: pipeline)
      #expect(problem(volume, finest) == .tooLarge(extents: [600_000, 600, 600]))
      let never = Plan.forPreparation(spacing: [1e-300, 1, 1], pipeline: pipeline)
      #expect(problem(volume, never) == .tooLarge(extents: [6e302, 600, 600]))
    }
  }

  @Test func spacingsAndPlansThatMeanNothingAreRefused() throws {
    let volume = try cube()
    var plan = plans[0]
    plan.spacing = [1, 0, 1]
    #expect(problem(volume, plan) == .plan(field: "spacing"))
    plan = plans[0]
    plan.transpose = [0, 0, 2]
    #expect(problem(volume, plan) == .plan(field: "transpose"))
    plan = plans[0]
    plan.scanInterpolation.order = 2
    #expect(problem(volume, plan) == .plan(field: "scanInterpolation"))
    #expect(problem(try cube(spacing: 0), plans[0]) == .spacing([0, 0, 0]))
  }

  @Test func valuesThatCannotBeHounsfieldAreNamed() throws {
    for plan in plans {
      #expect(try prepare(try cube(), plan).warnings == [])
      #expect(
        try prepare(try cube { Float($0 % 900) }, plan).warnings == [.notHounsfield(low: 0, high: 511)])
      #expect(
        try prepare(try cube { Float($0 % 5) - 2 }, plan).warnings == [.notHounsfield(low: -2, high: 2)])
    }
  }

  @Test func theCoarseAxisIsFoundAsTheReferenceFindsIt() {
    func axis(_ current: [Double], _ target: [Double], _ forced: Bool? = nil) -> Int? {
      AnisotropyRule.separateAxis(current: current, target: target, forced: forced)
    }
    #expect(axis([5, 1, 1], [1.5, 1.5, 1.5]) == 0)
    #expect(axis([1, 1, 5], [5, 1, 1]) == 2)
    #expect(axis([1, 1, 1], [5, 1, 1]) == 0)
    #expect(axis([3, 1, 1], [1, 1, 1]) == nil)
    #expect(axis([5, 5, 1], [5, 1, 1]) == nil)
    #expect(axis([2, 1, 1], [1, 1, 1], true) == 0)
    #expect(axis([1, 1, 1], [5, 1, 1], true) == nil)
    #expect(axis([5, 1, 1], [5, 1, 1], false) == nil)
  }

  @Test func aGridGivesPlanesBackAndKeepsTheOthers() throws {
    let grid = try FloatGrid(Axes(64, 128, 128))
    for offset in 0..<grid.shape.product { grid.base[offset] = Float(offset) }
    grid.keepPlanes(33)
    #expect(grid.shape == Axes(33, 128, 128))
    #expect((0..<(33 * 16_384)).allSatisfy { grid.base[$0] == Float($0) })
  }
}
