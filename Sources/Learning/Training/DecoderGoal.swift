import Foundation
import Networks
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
  /// What may lose voxels to it.
  let mayCover: CoveringRule

  /// A new decoder `id` of the first member of a model.
  /// - Throws: `ModelError`, `TrainingError.severalFolds`.
  init(_ path: String, id: String, _ recipe: TrainingRecipe, threshold: Double, mayCover: CoveringRule) throws
  {
    (bundle, member) = try ModelBundle.ofOneEncoder(path)
    self.id = id
    self.recipe = recipe
    self.threshold = threshold
    self.mayCover = mayCover
  }

  var encoder: String? { member.encoders.first }

  func checkPlace() throws {
    guard !member.decoders.contains(where: { $0.id == id }) else {
      throw TrainingError.decoderExists(model: bundle.path, id: id)
    }
  }

  /// The model's own grid and intensities, which the frozen encoder knows, with as many classes as the data has.
  func plan(_ fingerprint: DatasetFingerprint, memoryLimit: Int) throws -> TrainingPlan {
    var architecture = member.plan.architecture.learning(classes: fingerprint.classes)
    if let width = recipe.decoderWidth { architecture.narrowDecoder(to: width) }
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
    return network
  }

  /// The new decoder in a copy of the model, which goes again: good enough, nothing forgotten, nothing covered.
  func check(
    _ network: TrainingNetwork, _ learned: LearnedDecoder, on scans: ScanValidation, in folder: String,
    _ isCancelled: () -> Bool
  ) throws {
    if let mean = learned.meanDice, mean < threshold {
      throw TrainingError.belowThreshold(dice: mean, threshold: threshold)
    }
    let files = FileManager.default, path = folder + "/candidate.fabrica"
    try? files.removeItem(atPath: path)
    defer { try? files.removeItem(atPath: path) }
    try files.copyItem(atPath: bundle.path, toPath: path)
    let before = try ModelBundle.open(path)
    let after = try grown(before, network, learned)
    guard case .organs(let names) = mayCover else { return }
    let losses = try PromotionGate(scans: scans, mayCover: Set(names)).losses(
      from: bundle, to: after, learned: learned.labels.map(\.name), isCancelled: isCancelled)
    guard losses.isEmpty else { throw TrainingError.covers(model: bundle.path, organs: losses) }
  }

  func write(_ network: TrainingNetwork, _ plan: TrainingPlan, _ learned: LearnedDecoder) throws {
    _ = try grown(bundle, network, learned)
  }

  /// A model with the new decoder and the certificate that the earlier ones answer as before.
  private func grown(
    _ bundle: ModelBundle, _ network: TrainingNetwork, _ learned: LearnedDecoder
  ) throws -> ModelBundle {
    let before = try bundle.certificates(member: member.id)
    var entry = learned.entry(id: id, command: "fabrica train decoder")
    entry.form = network.architecture.decoderForm
    entry.certificates = before
    let grown = try bundle.append(
      entry, toMember: member.id, weights: [network.weights.part("decoder.")], program: learned.program)
    let after = try grown.certificates(member: member.id)
    guard Array(after.prefix(before.count)) == before else {
      _ = try grown.select(revision: bundle.manifest.revision)
      throw TrainingError.forgot(model: bundle.path)
    }
    return grown
  }
}
