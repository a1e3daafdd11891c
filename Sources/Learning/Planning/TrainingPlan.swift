import Networks
import Tensors

/// A plan with what training needs beside it.
public struct TrainingPlan: Hashable, Sendable, Codable {
  /// Grid, intensities and network.
  public let plan: Plan
  /// Samples of a step.
  public let batch: Int
  /// The median of the cases' extents at the plan's spacing, network axes.
  public let medianShape: Axes
  /// What a step holds, estimated.
  public let memory: TrainingMemory
  /// The share of each class of the network among the data's voxels, the background's first.
  public let classShares: [Double]
}

/// Why there is no plan.
public enum PlanningError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Not even the smallest patch fits: bytes needed and allowed.
  case memory(needed: Int, limit: Int)
  /// A spacing that is none, mm.
  case spacing([Double])
  /// More classes or features than operators take, in the operators' words.
  case network(TensorError)
  /// A plan that no model can have, because the data are extreme.
  case flaw(PlanFlaw)
  /// Foreground of one value, which cannot be normalised; HU.
  case flatForeground(Double)

  /// One sentence.
  public var description: String {
    switch self {
    case .memory(let needed, let limit):
      "the smallest patch needs \(needed >> 20) MiB, \(limit >> 20) MiB are allowed; choose a smaller network"
    case .spacing(let spacing):
      "a spacing of \(spacing.map { "\($0)" }.joined(separator: " x ")) mm is none; three numbers of 0.01 to 100 are"
    case .network(let error): "no network can be planned: \(error)"
    case .flaw(let flaw): "the data set's plan is none that a model can have: \(flaw)"
    case .flatForeground(let value):
      "every voxel of a class is \(value) HU; intensities without spread cannot be normalised"
    }
  }
}
