import Networks
import Storage
import Tensors

/// A decoder for new organs behind the frozen encoder of a model, without the earlier data.
///
/// It sees the earlier decoders' encoder and nothing else of them; they stay the files they were. The step carries a
/// certificate: each earlier decoder's logits, computed before and after, are the same bits.
struct DecoderGoal: TrainingGoal {
  let bundle: ModelBundle
  let member: ModelManifest.Member
  let id: String
  let recipe: TrainingRecipe
  /// The least mean Dice on validation scans with which the decoder is taken into the model.
  let threshold: Double

  /// A new decoder `id` of the first member of a model.
  /// - Throws: `ModelError`, `TrainingError.severalFolds`.
  init(_ path: String, id: String, _ recipe: TrainingRecipe, threshold: Double) throws {
    bundle = try ModelBundle.open(path)
    guard let member = bundle.manifest.members.first, member.encoders.count == 1,
      bundle.manifest.members.count == 1
    else { throw TrainingError.severalFolds(model: path) }
    self.member = member
    self.id = id
    self.recipe = recipe
    self.threshold = threshold
  }

  var encoder: String? { member.encoders.first }

  func checkPlace() throws {
    guard !member.decoders.contains(where: { $0.id == id }) else {
      throw TrainingError.decoderExists(model: bundle.path, id: id)
    }
  }

  func memoryLimit(_ fingerprint: DatasetFingerprint, _ pool: ThreadPool) -> Int { recipe.memoryLimit }

  /// The model's own grid and intensities, which the frozen encoder knows, with as many classes as the data has.
  func plan(_ fingerprint: DatasetFingerprint, memoryLimit: Int) throws -> TrainingPlan {
    var plan = member.plan
    plan.architecture.classes = fingerprint.classes
    plan.architecture.deepSupervision = true
    let memory = try TrainingMemory(plan.architecture, patch: plan.patch, batch: recipe.batch)
    guard memory.bytes <= memoryLimit else {
      throw PlanningError.memory(needed: memory.bytes, limit: memoryLimit)
    }
    return TrainingPlan(plan: plan, batch: recipe.batch, medianShape: plan.patch, memory: memory)
  }

  func network(_ plan: TrainingPlan) throws -> TrainingNetwork {
    let architecture = plan.plan.architecture
    var weights = InitialWeights(seed: recipe.seed).weights(architecture)
    let frozen = try bundle.encoderWeights(member: member.id, fold: 0)
    for name in frozen.names { weights[name] = frozen[name] }
    var network = try TrainingNetwork(architecture, weights: weights)
    network.learnsEncoder = false
    return network
  }

  func write(_ network: TrainingNetwork, _ plan: TrainingPlan, _ learned: LearnedDecoder) throws {
    if let mean = learned.meanDice, mean < threshold {
      throw TrainingError.belowThreshold(dice: mean, threshold: threshold)
    }
    let before = try bundle.certificates(member: member.id)
    var entry = learned.entry(id: id, command: "fabrica train decoder")
    entry.certificates = before
    let grown = try bundle.append(
      entry, toMember: member.id, weights: [network.weights.part("decoder.")], program: learned.program)
    let after = try grown.certificates(member: member.id)
    guard Array(after.prefix(before.count)) == before else {
      _ = try grown.select(revision: bundle.manifest.revision)
      throw TrainingError.forgot(model: bundle.path)
    }
  }
}
