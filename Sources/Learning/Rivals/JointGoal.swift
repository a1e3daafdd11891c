import Networks
import Tensors

/// One network from nothing for several data sets at once, each with the labels it has.
///
/// Grid, intensities and patch follow from the first data set, which is validated on too.
struct JointGoal: NewModelGoal {
  /// Where the model will appear.
  let path: String
  let recipe: TrainingRecipe
  let datasets: [TrainingDataset]
  /// Of the run.
  let folder: String

  private let union: UnionClasses

  /// A goal for data sets, two at least.
  /// - Throws: `TrainingDataError` for a folder that is no data set.
  init(_ folders: [String], to path: String, _ recipe: TrainingRecipe, in folder: String) throws {
    self.path = path
    self.recipe = recipe
    self.folder = folder
    datasets = try folders.map { try TrainingDataset($0) }
    union = UnionClasses(datasets.map(\.description.labels))
  }

  var labels: [ModelLabel]? { union.labels }

  var command: String { "training on all data sets" }

  /// What the run begins with: nothing, but for which data sets.
  var encoder: String? {
    datasets.map(\.folder).map { String($0.split(separator: "/").last ?? "") }.joined(separator: "+")
  }

  /// The first data set's plan with all classes; a larger head may take it over the limit, which the first task's patch was
  /// fitted to.
  func plan(_ fingerprint: DatasetFingerprint, memoryLimit: Int) throws -> TrainingPlan {
    let first = try TrainingPlanner(
      memoryLimit: memoryLimit, spacing: recipe.spacing, size: recipe.size, batch: recipe.batch
    ).plan(fingerprint)
    return try TrainingPlan(
      first.plan, first.plan.architecture.learning(classes: union.classes(after: datasets.count)),
      classShares: try shares(fingerprint), batch: recipe.batch, learnsEncoder: true,
      medianShape: first.medianShape)
  }

  /// Of a class the mean share in the data sets that label it.
  private func shares(_ first: DatasetFingerprint) throws -> [Double] {
    var sums = [Double](repeating: 0, count: union.classes(after: datasets.count)), counts = sums
    for (task, dataset) in datasets.enumerated() {
      let shares =
        try task == 0
        ? first.classShares
        : dataset.check(store: CaseStore("\(folder)/cases-\(task)")).fingerprint().classShares
      for (own, channel) in zip(shares, union.map(of: task)) {
        sums[Int(channel)] += own
        counts[Int(channel)] += 1
      }
    }
    return zip(sums, counts).map { $0 / max($1, 1) }
  }

  func network(_ plan: TrainingPlan) throws -> TrainingNetwork {
    var weights = InitialWeights(seed: recipe.seed).weights(plan.plan.architecture)
    weights.startHeads(at: plan.classShares)
    return try TrainingNetwork(plan.plan.architecture, weights: weights)
  }

  func lesson(
    _ network: TrainingNetwork, _ samples: any SampleSource, _ place: LessonPlace
  ) throws -> TrainingLesson {
    var sources = [samples]
    for (task, dataset) in datasets.enumerated().dropFirst() {
      sources.append(try place.samples(of: dataset, as: "cases-\(task)", nil))
    }
    var lesson = TrainingLesson(JointSamples(sources, union))
    lesson.objective = try JointObjective(union, tasks: datasets.count)
    return lesson
  }
}
