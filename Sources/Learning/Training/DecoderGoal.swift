import Networks
import Storage
import Tensors

/// A decoder for new organs behind the frozen encoder of a model, without the earlier data.
///
/// It sees the earlier decoders' encoder, and the logits of those that support it; they stay the files they were. The step
/// carries a certificate: each earlier decoder's logits, computed before and after, are the same bits.
struct DecoderGoal: TrainingGoal {
  let bundle: ModelBundle
  let member: ModelManifest.Member
  let id: String
  let recipe: TrainingRecipe
  /// The least mean Dice on validation scans with which the decoder is taken into the model.
  let threshold: Double
  /// What may lose voxels to it.
  let mayCover: CoveringRule
  /// The earlier decoders whose logits it reads, in the model's order.
  let supports: [ModelManifest.Decoder]

  /// A new decoder `id` of the first member of a model; it reads the logits of the decoders named in `supports`.
  /// - Throws: `ModelError`, `TrainingError.severalFolds`.
  init(
    _ path: String, id: String, _ recipe: TrainingRecipe, threshold: Double, mayCover: CoveringRule,
    supports: [String]
  ) throws {
    (bundle, member) = try ModelBundle.ofOneEncoder(path)
    let known = Set(member.decoders.map(\.id))
    if let stranger = supports.first(where: { !known.contains($0) }) {
      throw ModelError(path, .noDecoder(Sanitizer.clean(stranger, limit: 256)))
    }
    self.supports = member.decoders.filter { supports.contains($0.id) }
    self.id = id
    self.recipe = recipe
    self.threshold = threshold
    self.mayCover = mayCover
  }

  var encoder: String? { (member.encoders + supports.flatMap(\.blobs)).joined(separator: "+") }

  func checkPlace() throws {
    guard !member.decoders.contains(where: { $0.id == id }) else {
      throw TrainingError.decoderExists(model: bundle.path, id: id)
    }
  }

  /// The model's own grid and intensities, which the frozen encoder knows, with as many classes as the data has.
  func plan(_ fingerprint: DatasetFingerprint, memoryLimit: Int) throws -> TrainingPlan {
    var architecture = member.plan.architecture.learning(classes: fingerprint.classes)
    if let width = recipe.decoderWidth { architecture.narrowDecoder(to: width) }
    architecture.support = member.support(from: supports.map(\.id))
    let plan = try TrainingPlan(
      member.plan, architecture, classShares: fingerprint.classShares, batch: recipe.batch,
      learnsEncoder: false)
    guard plan.memory.bytes <= memoryLimit else {
      throw PlanningError.memory(needed: plan.memory.bytes, limit: memoryLimit)
    }
    return plan
  }

  func network(_ plan: TrainingPlan) throws -> TrainingNetwork {
    let architecture = plan.plan.architecture
    var weights = InitialWeights(seed: recipe.seed).weights(architecture)
    weights.replace(with: try bundle.encoderWeights(member: member.id, fold: 0))
    weights.startHeads(at: plan.classShares)
    var network = try TrainingNetwork(architecture, weights: weights)
    network.learnsEncoder = false
    network.supports = try bundle.decoderChain(supports.map(\.id), of: member.id, fold: 0)
    return network
  }

  /// A copy of the model with the new decoder, which may read the others and lies over them.
  func candidate(
    _ network: TrainingNetwork, _ plan: TrainingPlan, _ learned: LearnedDecoder, at path: String
  ) throws -> Candidate {
    Candidate(
      try bundle.copy(to: path).append(
        entry(network, learned), toMember: member.id, weights: [network.weights.part("decoder.")],
        program: learned.program))
  }

  /// Good enough, and nothing covered.
  func check(
    _ learned: LearnedDecoder, _ candidate: Candidate, on scans: ScanValidation, _ isCancelled: () -> Bool
  ) throws {
    if let mean = learned.meanDice, mean < threshold {
      throw TrainingError.belowThreshold(dice: mean, threshold: threshold)
    }
    guard case .organs(let names) = mayCover else { return }
    let losses = try PromotionGate(scans: scans, mayCover: Set(names)).losses(
      from: bundle, to: candidate.model, learned: learned.labels, isCancelled: isCancelled)
    guard losses.isEmpty else { throw TrainingError.covers(model: bundle.path, organs: losses) }
  }

  /// The model gets the new decoder and the certificate that the earlier ones answer as before, or stays what it was.
  func write(_ network: TrainingNetwork, _ plan: TrainingPlan, _ learned: LearnedDecoder) throws {
    let before = try bundle.certificates(member: member.id)
    var entry = entry(network, learned)
    entry.certificates = before
    let grown = try bundle.append(
      entry, toMember: member.id, weights: [network.weights.part("decoder.")], program: learned.program)
    let after = try grown.certificates(member: member.id)
    guard Array(after.prefix(before.count)) == before else {
      _ = try grown.select(revision: bundle.manifest.revision)
      throw TrainingError.forgot(model: bundle.path)
    }
  }

  private func entry(_ network: TrainingNetwork, _ learned: LearnedDecoder) -> ModelManifest.Decoder {
    var entry = learned.entry(id: id, command: "fabrica train decoder")
    entry.form = network.architecture.decoderForm
    entry.supports = supports.map(\.id)
    return entry
  }
}
