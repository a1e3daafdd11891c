import Anatomy
import Learning

/// How large the experiment is.
public enum ContinualSize: String, CaseIterable, Codable, Sendable {
  /// Minutes on two processors: that everything works together, not how good it is.
  case smoke
  /// Meant for four hours on two processors: the methods that matter, in one order.
  case standard
  /// Every method, in two orders.
  case full

  /// The order of the method's paper: the widest task first.
  static let order: [OrganTask] = [.total, .chest, .headNeck, .esophagus]

  /// What is done, with some of the methods alone where they are named.
  public func recipe(only methods: [ContinualMethod] = []) -> ContinualRecipe {
    var recipe =
      switch self {
      case .smoke: Self.smokeRecipe
      case .standard: Self.standardRecipe
      case .full: Self.fullRecipe
      }
    if !methods.isEmpty { recipe.methods = ContinualMethod.allCases.filter(methods.contains) }
    return recipe
  }

  private static var smokeRecipe: ContinualRecipe {
    ContinualRecipe(
      scans: scans(training: 3, test: 1, spacing: 8), orders: [order], methods: ContinualMethod.allCases,
      training: TrainingRecipe(
        steps: 24, spacing: [8, 8, 8], size: NetworkSize(features: 8, most: 32), memoryLimit: 256 << 20),
      trimmingSteps: 12)
  }

  private static var standardRecipe: ContinualRecipe {
    ContinualRecipe(
      scans: scans(training: 24, test: 5, spacing: 4), orders: [order],
      methods: [.separate, .ours, .trimmed, .fineTuning, .mib],
      training: TrainingRecipe(steps: 1000, spacing: [5, 5, 5], size: .small, memoryLimit: 512 << 20),
      trimmingSteps: 1000)
  }

  private static var fullRecipe: ContinualRecipe {
    var recipe = standardRecipe
    recipe.methods = ContinualMethod.allCases
    recipe.orders = [order, order.reversed()]
    return recipe
  }

  private static func scans(training: Int, test: Int, spacing: Double) -> [ContinualRecipe.Scans] {
    order.map { ContinualRecipe.Scans($0, training: training, test: test, spacing: spacing) }
  }
}
