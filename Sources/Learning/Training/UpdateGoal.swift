import Foundation
import Networks
import Tensors

/// A whole network that moves on to another data set, its one decoder's head grown by the organs that are new.
///
/// Nothing is frozen: what it knew it may forget. The model it came from stays as it is; the result is a new one.
struct UpdateGoal: TrainingGoal {
  let bundle: ModelBundle
  let member: ModelManifest.Member
  let decoder: ModelManifest.Decoder
  /// What keeps it from forgetting.
  let rival: Rival
  /// Where the new model will appear.
  let path: String
  let recipe: TrainingRecipe
  let labels: [ModelLabel]?
  /// Which of them the data set's classes are.
  private let map: ClassMap

  /// The network of the model at `source`, which has one encoder and one decoder.
  /// - Parameter new: the labels of the data set.
  /// - Throws: `ModelError`, `TrainingError.severalFolds`.
  init(
    _ source: String, to path: String, _ new: [ModelLabel], by rival: Rival, _ recipe: TrainingRecipe
  ) throws {
    bundle = try ModelBundle.open(source)
    guard let member = bundle.manifest.members.first, bundle.manifest.members.count == 1,
      member.encoders.count == 1, let decoder = member.decoders.first, member.decoders.count == 1
    else { throw TrainingError.severalFolds(model: source) }
    self.member = member
    self.decoder = decoder
    self.rival = rival
    self.path = path
    self.recipe = recipe
    let grown = Self.grown(decoder.labels, by: new)
    labels = grown
    map = ClassMap(new, in: grown)
  }

  /// The labels known and those that are new, in channels after them.
  static func grown(_ known: [ModelLabel], by new: [ModelLabel]) -> [ModelLabel] {
    var labels = known
    for label in new where !known.contains(where: { $0.name == label.name }) {
      labels.append(ModelLabel(channel: labels.count + 1, name: label.name, organ: label.organ))
    }
    return labels
  }

  var encoder: String? { bundle.contentHash.description }

  func checkPlace() throws {
    guard !FileManager.default.fileExists(atPath: path) else { throw ModelError(path, .exists) }
  }

  func memoryLimit(_ fingerprint: DatasetFingerprint, _ pool: ThreadPool) -> Int { recipe.memoryLimit }

  /// The model's own grid and intensities; a head of all classes may take it over the limit, which the first task's
  /// patch was fitted to, so the limit does not hold here.
  func plan(_ fingerprint: DatasetFingerprint, memoryLimit: Int) throws -> TrainingPlan {
    var plan = member.plan
    plan.architecture.classes = (labels?.count ?? 0) + 1
    plan.architecture.deepSupervision = true
    let memory = try TrainingMemory(plan.architecture, patch: plan.patch, batch: recipe.batch)
    return TrainingPlan(
      plan: plan, batch: recipe.batch, medianShape: plan.patch, memory: memory,
      classShares: shares(fingerprint))
  }

  /// The data set's shares at their places among the network's classes; of known ones nothing is asked.
  private func shares(_ fingerprint: DatasetFingerprint) -> [Double] {
    var shares = [Double](repeating: 1, count: map.classes)
    for (own, channel) in zip(fingerprint.classShares, map.channels) { shares[Int(channel)] = own }
    return shares
  }

  func network(_ plan: TrainingPlan) throws -> TrainingNetwork {
    let architecture = plan.plan.architecture
    if let rows = rival.rows(seed: recipe.seed) {
      return try teacher().grown(to: architecture.classes, rows: rows)
    }
    var weights = InitialWeights(seed: recipe.seed).weights(architecture)
    // What the model knows is taken over after it.
    weights.startHeads(at: plan.classShares)
    weights.take(try bundle.encoderWeights(member: member.id, fold: 0))
    weights.take(try bundle.decoderWeights(member: member.id, decoder: decoder.id, fold: 0))
    return try TrainingNetwork(architecture, weights: weights)
  }

  /// The network as it is in the model.
  private func teacher() throws -> TrainingNetwork {
    var architecture = member.architecture(of: decoder)
    architecture.deepSupervision = true
    var weights = try bundle.encoderWeights(member: member.id, fold: 0)
    let own = try bundle.decoderWeights(member: member.id, decoder: decoder.id, fold: 0)
    for name in own.names { weights[name] = own[name] }
    return try TrainingNetwork(architecture, weights: weights)
  }

  func lesson(
    _ network: TrainingNetwork, _ samples: any SampleSource, _ place: LessonPlace
  ) throws -> TrainingLesson {
    try rival.lesson(
      teacher(), classes: network.architecture.classes, labelled: map.channels.dropFirst().map(Int.init),
      known: decoder.labels, samples, place)
  }

  func write(_ network: TrainingNetwork, _ plan: TrainingPlan, _ learned: LearnedDecoder) throws {
    _ = try network.write(
      to: path, named: bundle.manifest.name, plan.plan,
      decoder: learned.entry(id: decoder.id, command: "training of the whole network"),
      program: learned.program)
  }
}

extension WeightTable {
  /// Takes over the arrays of a smaller network: all values of those of equal extents, and the first rows of those that
  /// grew along their first axis, as heads do.
  mutating func take(_ other: WeightTable) {
    for name in other.names {
      guard let old = other[name], let own = self[name], old.shape.dropFirst() == own.shape.dropFirst(),
        old.values.count <= own.values.count
      else { continue }
      self[name] = WeightTensor(
        shape: own.shape, values: old.values + own.values.dropFirst(old.values.count))
    }
  }
}
