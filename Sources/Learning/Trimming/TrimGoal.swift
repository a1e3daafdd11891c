import Networks
import Tensors

/// A decoder of a model that is to become smaller: its data are those it was learned from, its network is the teacher.
struct TrimGoal: TrainingGoal {
  let bundle: ModelBundle
  let member: ModelManifest.Member
  let decoder: ModelManifest.Decoder
  let recipe: TrainingRecipe
  let space: TrimmingSpace

  /// The decoder `id` of the only member of a model.
  /// - Throws: `ModelError`, `TrainingError.severalFolds`, `TrimmingError`.
  init(_ path: String, id: String, _ recipe: TrainingRecipe) throws {
    bundle = try ModelBundle.open(path)
    guard let member = bundle.manifest.members.first, member.encoders.count == 1,
      bundle.manifest.members.count == 1
    else { throw TrainingError.severalFolds(model: path) }
    guard let decoder = member.decoders.first(where: { $0.id == id }) else {
      throw TrimmingError.noDecoder(model: path, id: id)
    }
    self.member = member
    self.decoder = decoder
    self.recipe = recipe
    space = try TrimmingSpace(member.architecture(of: decoder))
  }

  var encoder: String? { (member.encoders + decoder.blobs).joined(separator: "+") }

  var labels: [ModelLabel]? { decoder.labels }

  func checkPlace() throws {}

  func memoryLimit(_ fingerprint: DatasetFingerprint, _ pool: ThreadPool) -> Int { recipe.memoryLimit }

  func plan(_ fingerprint: DatasetFingerprint, memoryLimit: Int) throws -> TrainingPlan {
    var plan = member.plan
    plan.architecture = member.architecture(of: decoder)
    let memory = try TrainingMemory(plan.architecture, patch: plan.patch, batch: recipe.batch)
    return TrainingPlan(
      plan: plan, batch: recipe.batch, medianShape: plan.patch, memory: memory,
      classShares: fingerprint.classShares)
  }

  /// The teacher, its channels in order of importance.
  func network(_ plan: TrainingPlan) throws -> TrainingNetwork {
    var network = try TrainingNetwork(plan.plan.architecture, weights: weights())
    network.learnsEncoder = false
    return network
  }

  /// The teacher's weights with the encoder's.
  func weights() throws -> WeightTable {
    let own = try bundle.decoderWeights(member: member.id, decoder: decoder.id, fold: 0)
    var weights = ChannelOrder.sorted(member.architecture(of: decoder), own)
    let frozen = try bundle.encoderWeights(member: member.id, fold: 0)
    for name in frozen.names { weights[name] = frozen[name] }
    return weights
  }

  /// Puts the student into the teacher's place, with the proof that no other decoder changed.
  func write(_ network: TrainingNetwork, _ plan: TrainingPlan, _ learned: LearnedDecoder) throws {
    func others(_ bundle: ModelBundle) throws -> [ModelManifest.Certificate] {
      try bundle.certificates(member: member.id).filter { $0.decoder != decoder.id }
    }
    let before = try others(bundle)
    var entry = learned.entry(id: decoder.id, command: "fabrica trim")
    entry.task = decoder.task
    entry.form = network.architecture.decoderForm
    entry.supports = decoder.supports
    entry.bodyRange = decoder.bodyRange
    entry.provenance.dataHashes = decoder.provenance.dataHashes
    entry.certificates = before
    let trimmed = try bundle.replace(
      entry, ofMember: member.id, weights: [network.weights.part("decoder.")], program: learned.program)
    guard try others(trimmed) == before else {
      _ = try trimmed.select(revision: bundle.manifest.revision)
      throw TrainingError.forgot(model: bundle.path)
    }
  }
}
