import Foundation
import Imaging
import Networks
import Tensors
import Testing

@testable import Learning

/// Fingerprints are what one counts by hand, plans what nnU-Net's rules give.
@Suite struct PlanningTests {
  static func facts(
    _ name: String, _ spacing: [Double], _ shape: Axes, _ values: [Float] = [-50, 0, 100]
  ) -> CaseFacts {
    CaseFacts(
      name: name, spacing: spacing, shape: shape, classVoxels: [10, 5, 5],
      intensities: IntensitySample(values),
      warnings: [])
  }

  static func fingerprint(_ spacing: [Double], _ shape: Axes) -> DatasetFingerprint {
    DatasetFingerprint([facts("a", spacing, shape), facts("b", spacing, shape)])
  }

  private let gibibyte = 1 << 30

  // MARK: - Statistics

  @Test func statisticsAreThoseOfTheHand() {
    let sample = IntensitySample([4, 1, 2, 2, 1, 8])
    #expect(sample.values == [1, 2, 4, 8] && sample.counts == [2, 2, 1, 1] && sample.count == 6)
    #expect(sample.mean == 3)
    // Squares from 3: 1, 4, 1, 1, 4, 25.
    #expect(abs(sample.deviation - 6.0.squareRoot()) < 1e-12)
    // Sorted 1 1 2 2 4 8: ranks 0.025, 2.5, 4.975.
    #expect(sample.percentile(50) == 2)
    #expect(sample.percentile(0.5) == 1 && abs(sample.percentile(99.5) - 7.9) < 1e-9)
    #expect(
      IntensitySample([sample, IntensitySample([2, 3])]) == IntensitySample([4, 1, 2, 2, 1, 8, 2, 3]))
  }

  /// Foreground alone counts, and a case of 16 foreground voxels as much as one of 8000.
  @Test func casesWeighTheSame() throws {
    let folder = try DataFolder(labels: #""background": 0, "liver": 1"#)
    try folder.add(
      "small", shape: GridShape(x: 4, y: 4, z: 4), value: { x, _, _ in x == 0 ? 100 : 2000 },
      id: { x, _, _ in x == 0 ? 1 : 0 })
    try folder.add(
      "large", shape: GridShape(x: 40, y: 20, z: 20),
      value: { x, y, _ in x < 20 ? (y < 10 ? 200 : 300) : -900 },
      id: { x, _, _ in x < 20 ? 1 : 0 })
    let review = try TrainingDataset(folder.path).check()
    #expect(review.facts.allSatisfy { $0.intensities.count == 200_000 })
    let found = try review.fingerprint()
    // Half of the values 100, a quarter 200, a quarter 300: mean 175, variance 6875.
    #expect(abs(found.intensities.mean - 175) < 0.05)
    #expect(abs(found.intensities.deviation - 6875.0.squareRoot()) < 0.05)
    #expect(found.intensities.low == 100 && found.intensities.high == 300)
    #expect(found.classVoxels == [16_000 - 8000 + 48, 8016] && found.classCases == [2, 2])
    #expect(try TrainingDataset(folder.path).check().fingerprint() == found)
  }

  /// The box that is not zero counts, along z, y, x.
  @Test func shapesAreThoseOfWhatIsNotZero() throws {
    let folder = try DataFolder()
    try folder.add("a", value: { x, y, z in x > 1 && y < 4 && z != 0 ? Float(x) : 0 })
    let facts = try TrainingDataset(folder.path).check().facts
    #expect(facts[0].shape == Axes(4, 4, 6))
  }

  // MARK: - Spacing

  @Test func spacingIsTheMedianOrFinerWhereAnAxisIsCoarse() {
    #expect(TrainingPlanner.spacing(of: Self.fingerprint([2, 1, 1], Axes(100, 200, 200))) == [2, 1, 1])
    let coarse = DatasetFingerprint(
      (0..<11).map { Self.facts("\($0)", [Double(3 + $0), 0.8, 0.8], Axes(30, 400, 400)) })
    // Median 8, above 3 x 0.8, and 30 x 3 < 400: the 10th percentile, rank 1 of 3...13.
    #expect(TrainingPlanner.spacing(of: coarse) == [4, 0.8, 0.8])
    // Many planes: anisotropic voxels, no anisotropic grid.
    let long = DatasetFingerprint(
      (0..<11).map { Self.facts("\($0)", [Double(3 + $0), 0.8, 0.8], Axes(150, 400, 400)) })
    #expect(TrainingPlanner.spacing(of: long) == [8, 0.8, 0.8])
    // Never finer than the others.
    let mixed = DatasetFingerprint(
      [0.5, 0.5, 8, 8, 8].enumerated().map { Self.facts("\($0)", [$1, 0.8, 0.8], Axes(30, 400, 400)) })
    #expect(TrainingPlanner.spacing(of: mixed) == [0.8 + 1e-5, 0.8, 0.8])
  }

  // MARK: - Network

  /// The plans that nnU-Net makes for these spacings and patches: MSD liver, prostate, hippocampus.
  @Test func stridesAndKernelsAreNNUNets() {
    let liver = PoolingRule(spacing: [1, 0.767578125, 0.767578125], patch: Axes(128))
    #expect(liver.strides == [Axes(1)] + [Axes](repeating: Axes(2), count: 5))
    #expect(liver.kernels == [Axes](repeating: Axes(3), count: 6) && liver.patch == Axes(128))
    let prostate = PoolingRule(spacing: [3.6, 0.625, 0.625], patch: Axes(16, 320, 256))
    #expect(
      prostate.strides == [
        Axes(1), Axes(1, 2, 2), Axes(1, 2, 2), Axes(2), Axes(2), Axes(1, 2, 2), Axes(1, 2, 2),
      ])
    #expect(
      prostate.kernels == [
        Axes(1, 3, 3), Axes(1, 3, 3), Axes(3), Axes(3), Axes(3), Axes(3), Axes(3),
      ])
    #expect(prostate.patch == Axes(16, 320, 256))
    let hippocampus = PoolingRule(spacing: [1, 1, 1], patch: Axes(36, 50, 35))
    #expect(
      hippocampus.strides == [Axes(1), Axes(2), Axes(2), Axes(2)] && hippocampus.patch == Axes(40, 56, 40))
  }

  @Test func thePatchShrinksUntilAStepFits() throws {
    let fingerprint = Self.fingerprint([1.5, 1.5, 1.5], Axes(300, 240, 280))
    var last = Int.max
    for limit in [64, 16, 8, 4, 2, 1] {
      let planned = try TrainingPlanner(memoryLimit: limit * gibibyte).plan(fingerprint)
      #expect(planned.memory.bytes <= limit * gibibyte)
      #expect(planned.plan.patch.product <= last && planned.plan.flaw == nil)
      last = planned.plan.patch.product
      let whole = planned.plan.architecture.stages.reduce(Axes(1)) { $0.zip($1.stride, *) }
      #expect(planned.plan.patch.zip(whole, %) == Axes(0))
      #expect(planned.batch == 2 && planned.medianShape == Axes(300, 240, 280))
    }
    let planned = try TrainingPlanner(memoryLimit: 8 * gibibyte).plan(fingerprint)
    #expect(try TrainingPlanner(memoryLimit: 8 * gibibyte).plan(fingerprint) == planned)
    #expect(throws: PlanningError.self) { try TrainingPlanner(memoryLimit: 1 << 20).plan(fingerprint) }
  }

  @Test func widthAndSpacingAreThoseWished() throws {
    let fingerprint = Self.fingerprint([1, 1, 1], Axes(200))
    var planner = TrainingPlanner(memoryLimit: 64 * gibibyte, spacing: [3, 3, 3], size: .small)
    let small = try planner.plan(fingerprint).plan
    #expect(small.spacing == [3, 3, 3] && small.patch == Axes(80))
    #expect(small.architecture.stages.map(\.features) == [16, 32, 64, 128, 160])
    #expect(small.architecture.classes == 3 && small.architecture.decoderConvolutions == [2, 2, 2, 2])
    planner.size = NetworkSize(features: 8, most: 24)
    #expect(try planner.plan(fingerprint).plan.architecture.stages.map(\.features) == [8, 16, 24, 24, 24])
    planner.spacing = [3, 3]
    #expect(throws: PlanningError.spacing([3, 3])) { try planner.plan(fingerprint) }
  }

  /// A sagittal grid is coarse to the right, the last axis: the network sees that axis first.
  @Test func theCoarsestAxisComesFirst() throws {
    let planned = try TrainingPlanner(memoryLimit: 16 * gibibyte).plan(
      Self.fingerprint([0.8, 0.8, 5], Axes(400, 400, 40))
    ).plan
    #expect(planned.transpose == [2, 0, 1] && planned.spacing == [5, 0.8, 0.8])
    #expect(planned.patch.depth * 2 < min(planned.patch.height, planned.patch.width))
    // Far coarser than the others, it is not halved with them, nor crossed by a kernel, until they are as coarse.
    #expect(planned.architecture.stages[0].kernel == Axes(1, 3, 3))
    #expect(planned.architecture.stages[1].stride == Axes(1, 2, 2))
  }

  @Test func tinyCasesGetANetworkToo() throws {
    for shape in [Axes(3, 4, 5), Axes(1), Axes(4, 40, 40)] {
      let planned = try TrainingPlanner(memoryLimit: gibibyte).plan(Self.fingerprint([1, 1, 1], shape))
      #expect(planned.plan.architecture.stages.count >= 2, "\(shape)")
      #expect(planned.plan.flaw == nil, "\(shape)")
    }
  }

  @Test func flatForegroundIsRefused() throws {
    let flat = DatasetFingerprint([Self.facts("a", [1, 1, 1], Axes(40), [40, 40])])
    #expect(throws: PlanningError.flatForeground(40)) {
      try TrainingPlanner(memoryLimit: gibibyte).plan(flat)
    }
  }
}
