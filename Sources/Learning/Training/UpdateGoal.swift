import Networks
import Tensors

/// A whole network that moves on to another data set, its one decoder's head grown by the organs that are new.
///
/// Nothing is frozen: what it knew it may forget. The model it came from stays as it is; the result is a new one.
struct UpdateGoal: NewModelGoal {
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
    (bundle, member) = try ModelBundle.ofOneEncoder(source)
    guard let decoder = member.decoders.first, member.decoders.count == 1 else {
      throw TrainingError.severalFolds(model: source)
    }
    self.decoder = decoder
    self.rival = rival
    self.path = path
    self.recipe = recipe
    let grown = UnionClasses([decoder.labels, new]).labels
    labels = grown
    map = ClassMap(new, in: grown)
  }

  var command: String { "training of the whole network" }

  var name: String? { bundle.manifest.name }

  var decoderID: String { decoder.id }

  var encoder: String? { bundle.contentHash.description }

  /// The model's own grid and intensities; a head of all classes may take it over the limit, which the first task's
  /// patch was fitted to, so the limit does not hold here.
  func plan(_ fingerprint: DatasetFingerprint, memoryLimit: Int) throws -> TrainingPlan {
    try TrainingPlan(
      member.plan, member.plan.architecture.learning(classes: map.classes), classShares: shares(fingerprint),
      batch: recipe.batch, learnsEncoder: true)
  }

  /// The data set's shares at their places among the network's classes; of known ones nothing is asked.
  private func shares(_ fingerprint: DatasetFingerprint) -> [Double] {
    var shares = [Double](repeating: 1, count: map.classes)
    for (own, channel) in zip(fingerprint.classShares, map.channels) { shares[Int(channel)] = own }
    return shares
  }

  func network(_ plan: TrainingPlan) throws -> TrainingNetwork {
    let architecture = plan.plan.architecture
    let rows = rival.rows ?? .initial(seed: recipe.seed, shares: plan.classShares)
    return try teacher().grown(to: architecture.classes, rows: rows)
  }

  /// The network as it is in the model.
  private func teacher() throws -> TrainingNetwork {
    let architecture = member.architecture(of: decoder)
    var weights = try bundle.encoderWeights(member: member.id, fold: 0)
    weights.replace(with: try bundle.decoderWeights(member: member.id, decoder: decoder.id, fold: 0))
    return try TrainingNetwork(architecture.learning(classes: architecture.classes), weights: weights)
  }

  func lesson(
    _ network: TrainingNetwork, _ samples: any SampleSource, _ place: LessonPlace
  ) throws -> TrainingLesson {
    try rival.lesson(
      teacher(), classes: network.architecture.classes, labelled: map.channels.dropFirst().map(Int.init),
      known: decoder.labels, samples, place)
  }
}
