import Networks
import Tensors

/// The encoder of a model goes on to a further task, with a decoder of that task's own.
///
/// It begins with the average that the tasks so far left, and what comes of it is again an average: over a task's steps
/// the old one keeps 1/e of its weight, so that no task alone decides what the encoder sees.
struct ContinuedEncoderGoal: NewModelGoal {
  private let bundle: ModelBundle
  private let member: ModelManifest.Member
  /// Where the model of this task appears.
  let path: String
  let recipe: TrainingRecipe

  /// The encoder of the model at `source`, which has one member and one fold.
  /// - Throws: `ModelError`, `TrainingError.severalFolds`.
  init(_ source: String, to path: String, _ recipe: TrainingRecipe) throws {
    (bundle, member) = try ModelBundle.ofOneEncoder(source)
    self.path = path
    self.recipe = recipe
  }

  var encoder: String? { bundle.contentHash.description }

  /// The first task's grid and intensities: an encoder sees all tasks alike.
  func plan(_ fingerprint: DatasetFingerprint, memoryLimit: Int) throws -> TrainingPlan {
    try TrainingPlan(
      member.plan, member.plan.architecture.learning(classes: fingerprint.classes),
      classShares: fingerprint.classShares, batch: recipe.batch, learnsEncoder: true)
  }

  func network(_ plan: TrainingPlan) throws -> TrainingNetwork {
    let architecture = plan.plan.architecture
    var weights = InitialWeights(seed: recipe.seed).weights(architecture)
    weights.startHeads(at: plan.classShares)
    weights.replace(with: try bundle.encoderWeights(member: member.id, fold: 0))
    return try TrainingNetwork(architecture, weights: weights)
  }

  func settings(_ recipe: TrainingRecipe, steps: Int) -> TrainingSettings {
    var settings = TrainingSettings(recipe, steps: steps)
    settings.encoderAveraging = 1 - 1 / Double(max(steps, 2))
    return settings
  }
}
