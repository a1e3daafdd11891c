import Networks
import Tensors

/// The encoder of a model goes on to a further task, with a decoder of that task's own.
///
/// It begins with the average that the tasks so far left, and what comes of it is again an average: over a task's steps
/// the old one keeps 1/e of its weight, so that no task alone decides what the encoder sees.
struct ContinuedEncoderGoal: TrainingGoal {
  private let bundle: ModelBundle
  private let member: ModelManifest.Member
  /// Where the model of this task appears.
  private let path: String
  private let recipe: TrainingRecipe

  /// The encoder of the model at `source`, which has one member and one fold.
  /// - Throws: `ModelError`, `TrainingError.severalFolds`.
  init(_ source: String, to path: String, _ recipe: TrainingRecipe) throws {
    (bundle, member) = try ModelBundle.ofOneEncoder(source)
    self.path = path
    self.recipe = recipe
  }

  var encoder: String? { bundle.contentHash.description }

  func checkPlace() throws { try ModelBundle.checkFree(path) }

  func memoryLimit(_ fingerprint: DatasetFingerprint, _ pool: ThreadPool) -> Int { recipe.memoryLimit }

  /// The first task's grid and intensities: an encoder sees all tasks alike.
  func plan(_ fingerprint: DatasetFingerprint, memoryLimit: Int) throws -> TrainingPlan {
    try TrainingPlan(of: member, for: fingerprint, batch: recipe.batch, learnsEncoder: true)
  }

  func network(_ plan: TrainingPlan) throws -> TrainingNetwork {
    let architecture = plan.plan.architecture
    var weights = InitialWeights(seed: recipe.seed).weights(architecture)
    weights.startHeads(at: plan.classShares)
    weights.take(try bundle.encoderWeights(member: member.id, fold: 0))
    return try TrainingNetwork(architecture, weights: weights)
  }

  func settings(_ recipe: TrainingRecipe, steps: Int) -> TrainingSettings {
    var settings = TrainingSettings(recipe, steps: steps)
    settings.encoderAveraging = 1 - 1 / Double(max(steps, 2))
    return settings
  }

  func write(_ network: TrainingNetwork, _ plan: TrainingPlan, _ learned: LearnedDecoder) throws {
    _ = try network.write(
      to: path, named: learned.task, plan.plan,
      decoder: learned.entry(id: "decoder-1", command: "fabrica train encoder"), program: learned.program)
  }
}

extension ModelBundle {
  /// A model and its only member, which has one fold.
  /// - Throws: `ModelError`, `TrainingError.severalFolds`.
  static func ofOneEncoder(_ path: String) throws -> (ModelBundle, ModelManifest.Member) {
    let bundle = try ModelBundle.open(path)
    guard let member = bundle.manifest.members.first, bundle.manifest.members.count == 1,
      member.encoders.count == 1
    else { throw TrainingError.severalFolds(model: path) }
    return (bundle, member)
  }
}

extension TrainingPlan {
  /// The plan of a member that is there, with as many classes as the data has.
  init(
    of member: ModelManifest.Member, for fingerprint: DatasetFingerprint, batch: Int, learnsEncoder: Bool
  ) throws {
    var plan = member.plan
    plan.architecture.classes = fingerprint.classes
    plan.architecture.deepSupervision = true
    self.init(
      plan: plan, batch: batch, medianShape: plan.patch,
      memory: try TrainingMemory(
        plan.architecture, patch: plan.patch, batch: batch, learnsEncoder: learnsEncoder),
      classShares: fingerprint.classShares)
  }
}
