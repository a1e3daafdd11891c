import Networks
import Tensors

/// A task's decoder learned again behind the encoder that all tasks left, now frozen; it begins with the decoder that
/// learned beside the encoder.
struct ConsolidatedDecoderGoal: TrainingGoal {
  private let general: ModelBundle
  private let member: ModelManifest.Member
  private let own: ModelBundle
  private let start: ModelManifest.Member
  /// Where the model of this decoder and the frozen encoder appears.
  private let path: String
  private let recipe: TrainingRecipe

  /// The encoder of the model at `general`, the decoder of the one at `own`.
  /// - Throws: `ModelError`, `TrainingError.severalFolds`.
  init(_ general: String, decoder own: String, to path: String, _ recipe: TrainingRecipe) throws {
    (self.general, member) = try ModelBundle.ofOneEncoder(general)
    (self.own, start) = try ModelBundle.ofOneEncoder(own)
    self.path = path
    self.recipe = recipe
  }

  var encoder: String? { "\(general.contentHash) \(own.contentHash)" }

  func checkPlace() throws { try ModelBundle.checkFree(path) }

  func memoryLimit(_ fingerprint: DatasetFingerprint, _ pool: ThreadPool) -> Int { recipe.memoryLimit }

  func plan(_ fingerprint: DatasetFingerprint, memoryLimit: Int) throws -> TrainingPlan {
    try TrainingPlan(of: member, for: fingerprint, batch: recipe.batch, learnsEncoder: false)
  }

  func network(_ plan: TrainingPlan) throws -> TrainingNetwork {
    let architecture = plan.plan.architecture
    var weights = InitialWeights(seed: recipe.seed).weights(architecture)
    weights.take(try general.encoderWeights(member: member.id, fold: 0))
    if let decoder = start.decoders.first {
      weights.take(try own.decoderWeights(member: start.id, decoder: decoder.id, fold: 0))
    }
    var network = try TrainingNetwork(architecture, weights: weights)
    network.learnsEncoder = false
    return network
  }

  func write(_ network: TrainingNetwork, _ plan: TrainingPlan, _ learned: LearnedDecoder) throws {
    _ = try network.write(
      to: path, named: learned.task, plan.plan,
      decoder: learned.entry(id: "decoder-1", command: "fabrica train encoder"), program: learned.program)
  }
}
