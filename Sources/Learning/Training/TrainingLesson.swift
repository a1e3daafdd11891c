import Networks
import Tensors

/// What a network is trained with, beside how: samples, what a step minimises, and what moving away costs.
struct TrainingLesson {
  /// Sample i of the run is number i.
  var samples: any SampleSource
  /// What a step minimises.
  var objective: any TrainingObjective = LabelObjective()
  /// A price on where the parameters are.
  var penalty: (any ParameterPenalty)?

  /// Samples and their labels alone.
  init(_ samples: any SampleSource) { self.samples = samples }
}

/// Where and with what a goal may make its lesson.
struct LessonPlace {
  let recipe: TrainingRecipe
  let plan: TrainingPlan
  /// Of the run.
  let folder: String
  let pool: ThreadPool
  let isCancelled: () -> Bool

  /// Augmented samples of a whole data set in the plan's grid, its classes those of a network.
  /// - Parameter name: of the folder in the run's that keeps the prepared cases.
  func samples(of dataset: TrainingDataset, as name: String, _ map: ClassMap?) throws -> any SampleSource {
    let preparation = try CasePreparation(
      dataset, plan: plan.plan, store: CaseStore("\(folder)/\(name)"), pool: pool)
    let names = try dataset.split(fold: recipe.fold).train
    let cases = try dataset.cases.filter { names.contains($0.name) }.map { item in
      guard !isCancelled() else { throw CancellationError() }
      let prepared = try preparation.prepare(item, isCancelled: isCancelled)
      return map?.mapped(prepared) ?? prepared
    }
    return CaseSamples(
      cases, patch: plan.plan.patch, batch: recipe.batch, options: .nnUNet, seed: recipe.seed)
  }
}
