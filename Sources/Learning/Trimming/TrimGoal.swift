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
    (bundle, member) = try ModelBundle.ofOneEncoder(path)
    guard let decoder = member.decoders.first(where: { $0.id == id }) else {
      throw TrimmingError.noDecoder(model: path, id: id)
    }
    try bundle.checkReplaceable(id, ofMember: member.id)
    guard decoder.supports.isEmpty else {
      throw TrimmingError.supported(model: path, id: id, by: decoder.supports)
    }
    self.decoder = decoder
    self.recipe = recipe
    space = try TrimmingSpace(member.architecture(of: decoder))
  }

  var encoder: String? { (member.encoders + decoder.blobs).joined(separator: "+") }

  var labels: [ModelLabel]? { decoder.labels }

  func checkPlace() throws {}

  func plan(_ fingerprint: DatasetFingerprint, memoryLimit: Int) throws -> TrainingPlan {
    try TrainingPlan(
      member.plan, member.architecture(of: decoder), classShares: fingerprint.classShares,
      batch: recipe.batch, learnsEncoder: false)
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
    weights.replace(with: try bundle.encoderWeights(member: member.id, fold: 0))
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
