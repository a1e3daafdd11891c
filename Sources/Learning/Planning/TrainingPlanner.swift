import Foundation
import Networks
import Tensors

/// Makes plans from what a data set looks like: nnU-Net's rules (`ExperimentPlanner` of nnunetv2 2.8.1, plain
/// networks) with a limit in bytes in place of a graphics card's.
///
/// Plans read the canonical grid, so that every way to store a scan is the same to the network. The same fingerprint
/// and limits give the same plan.
public struct TrainingPlanner: Hashable, Sendable {
  /// Bytes that a step may take, by `TrainingMemory`.
  public var memoryLimit: Int
  /// Millimetres between voxels along z, y, x; nil for nnU-Net's choice.
  public var spacing: [Double]?
  /// How wide the network is.
  public var size: NetworkSize
  /// Samples of a step.
  public var batch: Int

  /// A planner; see the properties.
  public init(memoryLimit: Int, spacing: [Double]? = nil, size: NetworkSize = .standard, batch: Int = 2) {
    self.memoryLimit = memoryLimit
    self.spacing = spacing
    self.size = size
    self.batch = batch
  }

  /// Voxels of the cube of which nnU-Net's first patch has the volume.
  private static let firstEdge = 256.0
  /// The ratio above which a grid is anisotropic.
  private static let anisotropy = 3.0

  /// The plan for a data set.
  public func plan(_ fingerprint: DatasetFingerprint) throws(PlanningError) -> TrainingPlan {
    let wished = spacing ?? Self.spacing(of: fingerprint)
    guard wished.count == 3, wished.allSatisfy({ (0.01...100).contains($0) }) else { throw .spacing(wished) }
    let intensities = fingerprint.intensities
    guard intensities.low < intensities.high else { throw .flatForeground(intensities.low) }
    // The coarsest axis comes first.
    let coarsest = wished.indices.max { (wished[$0], $1) < (wished[$1], $0) } ?? 0
    let transpose = [coarsest] + (0..<3).filter { $0 != coarsest }
    let target = transpose.map { wished[$0] }
    let median = Self.medianShape(fingerprint, at: wished, transpose)
    let (rule, architecture, memory) = try fitted(
      Self.firstPatch(target, within: median), median, target, classes: fingerprint.classes)
    let smooth = Plan.Interpolation(order: 3, orderAcross: 0, separateAcross: nil)
    let plan = Plan(
      configuration: "3d_fullres", spacing: target, patch: rule.patch, transpose: transpose,
      orientation: .canonical, pipeline: .nnUNet,
      intensities: Plan.Intensities(
        low: intensities.low, high: intensities.high, mean: intensities.mean,
        deviation: max(intensities.deviation, 1e-8)),
      scanInterpolation: smooth,
      logitInterpolation: Plan.Interpolation(order: 1, orderAcross: 0, separateAcross: nil),
      tileStep: 0.5, architecture: architecture)
    if let flaw = plan.flaw { throw .flaw(flaw) }
    return TrainingPlan(
      plan: plan, batch: batch, medianShape: median, memory: memory,
      classShares: fingerprint.classShares)
  }

  // MARK: - Grid

  /// The median spacing; where an axis is much coarser than the others and has few voxels, that axis takes the 10th
  /// percentile, though never finer than the others.
  static func spacing(of fingerprint: DatasetFingerprint) -> [Double] {
    func percentile(_ percent: Double, _ axis: Int) -> Double {
      DatasetFingerprint.percentile(percent, of: fingerprint.spacings.map { $0[axis] })
    }
    var target = (0..<3).map { percentile(50, $0) }
    let shape = (0..<3).map { axis in
      DatasetFingerprint.percentile(50, of: fingerprint.shapes.map { Double($0.values[axis]) })
    }
    let worst = target.firstIndex(of: target.max() ?? 0) ?? 0
    let others = (0..<3).filter { $0 != worst }
    let coarsestOther = others.map { target[$0] }.max() ?? 0
    let leastVoxels = others.map { shape[$0] }.min() ?? 0
    if target[worst] > anisotropy * coarsestOther, shape[worst] * anisotropy < leastVoxels {
      let fine = percentile(10, worst)
      target[worst] = fine < coarsestOther ? max(coarsestOther, fine) + 1e-5 : fine
    }
    return target
  }

  /// The median of the cases' extents at a spacing, axes permuted.
  private static func medianShape(
    _ fingerprint: DatasetFingerprint, at spacing: [Double], _ transpose: [Int]
  ) -> Axes {
    let medians = transpose.map { axis in
      let edges = zip(fingerprint.shapes, fingerprint.spacings).map { shape, own in
        (own[axis] / spacing[axis] * Double(shape.values[axis])).rounded(.toNearestOrEven)
      }
      return max(Int(DatasetFingerprint.percentile(50, of: edges)), 1)
    }
    return Axes(medians[0], medians[1], medians[2])
  }

  /// A patch that is about a cube in millimetres, no larger than the median case.
  private static func firstPatch(_ spacing: [Double], within median: Axes) -> Axes {
    let inverse = spacing.map { 1 / $0 }
    let scale = cbrt(firstEdge * firstEdge * firstEdge / inverse.reduce(1, *))
    let edges = inverse.map { max(Int(($0 * scale).rounded(.toNearestOrEven)), 1) }
    return Axes(edges[0], edges[1], edges[2]).zip(median, min)
  }

  // MARK: - Network

  /// The patch, reduced step by step along the axis that shows most of the median case until a step of training fits.
  private func fitted(
    _ first: Axes, _ median: Axes, _ spacing: [Double], classes: Int
  ) throws(PlanningError) -> (PoolingRule, UNetArchitecture, TrainingMemory) {
    var rule = Self.rule(spacing, first)
    while true {
      let architecture = architecture(rule, classes: classes)
      let memory: TrainingMemory
      do throws(TensorError) {
        memory = try TrainingMemory(architecture, patch: rule.patch, batch: batch)
      } catch { throw .network(error) }
      if memory.bytes <= memoryLimit { return (rule, architecture, memory) }
      guard let smaller = Self.reduced(rule, median, spacing) else {
        throw .memory(needed: memory.bytes, limit: memoryLimit)
      }
      rule = smaller
    }
  }

  /// The rule for a patch; a U-Net has two stages at least, so tiny cases are seen in a patch larger than they are.
  private static func rule(_ spacing: [Double], _ patch: Axes) -> PoolingRule {
    let rule = PoolingRule(spacing: spacing, patch: patch)
    guard rule.strides.count < 2 else { return rule }
    // The finest two axes alone suffice, or a coarse one would not be halved with them.
    let edge = 3 * PoolingRule.leastEdge
    return PoolingRule(spacing: spacing, patch: patch.zip(Axes(edge), max))
  }

  /// The next smaller patch; nil when every edge is as short as can be.
  private static func reduced(_ rule: PoolingRule, _ median: Axes, _ spacing: [Double]) -> PoolingRule? {
    let patch = rule.patch.values, shape = median.values
    let byRatio = (0..<3).sorted {
      (Double(patch[$0]) / Double(shape[$0]), $0) > (Double(patch[$1]) / Double(shape[$1]), $1)
    }
    for axis in byRatio {
      var smaller = patch
      smaller[axis] -= rule.divisor.values[axis]
      guard smaller[axis] >= 2 * PoolingRule.leastEdge else { continue }
      // Fewer stages may divide the patch in smaller steps.
      let divisor = PoolingRule(spacing: spacing, patch: Axes(smaller[0], smaller[1], smaller[2])).divisor
      for step in [divisor.values[axis], rule.divisor.values[axis]] {
        smaller[axis] = patch[axis] - step
        let next = Self.rule(spacing, Axes(smaller[0], smaller[1], smaller[2]))
        if next.patch.product < rule.patch.product { return next }
      }
    }
    return nil
  }

  private func architecture(_ rule: PoolingRule, classes: Int) -> UNetArchitecture {
    let stages = rule.strides.indices.map { stage in
      UNetArchitecture.Stage(
        features: size.features(of: stage), kernel: rule.kernels[stage], stride: rule.strides[stage],
        blocks: 2)
    }
    return UNetArchitecture(
      family: .plain, inputChannels: 1, stages: stages,
      decoderConvolutions: [Int](repeating: 2, count: stages.count - 1), classes: classes)
  }
}
