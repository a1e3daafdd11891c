import Networks
import Tensors

/// A task's decoder learned again behind the encoder that all tasks left, now frozen; it begins with the decoder that
/// learned beside the encoder.
struct ConsolidatedDecoderGoal: NewModelGoal {
  private let general: ModelBundle
  private let member: ModelManifest.Member
  private let own: ModelBundle
  private let start: ModelManifest.Member
  /// Where the model of this decoder and the frozen encoder appears.
  let path: String
  let recipe: TrainingRecipe

  /// The encoder of the model at `general`, the decoder of the one at `own`.
  /// - Throws: `ModelError`, `TrainingError.severalFolds`.
  init(_ general: String, decoder own: String, to path: String, _ recipe: TrainingRecipe) throws {
    (self.general, member) = try ModelBundle.ofOneEncoder(general)
    (self.own, start) = try ModelBundle.ofOneEncoder(own)
    self.path = path
    self.recipe = recipe
  }

  var encoder: String? { "\(general.contentHash) \(own.contentHash)" }

  func plan(_ fingerprint: DatasetFingerprint, memoryLimit: Int) throws -> TrainingPlan {
    try TrainingPlan(
      member.plan, member.plan.architecture.learning(classes: fingerprint.classes),
      classShares: fingerprint.classShares, batch: recipe.batch, learnsEncoder: false)
  }

  func network(_ plan: TrainingPlan) throws -> TrainingNetwork {
    let architecture = plan.plan.architecture
    var weights = InitialWeights(seed: recipe.seed).weights(architecture)
    weights.replace(with: try general.encoderWeights(member: member.id, fold: 0))
    if let decoder = start.decoders.first {
      weights.replace(with: try own.decoderWeights(member: start.id, decoder: decoder.id, fold: 0))
    }
    var network = try TrainingNetwork(architecture, weights: weights)
    network.learnsEncoder = false
    return network
  }
}
