import Networks
import Tensors

/// What a run learns: a network from nothing, or a decoder for a model that is there.
protocol TrainingGoal: Sendable {
  /// What the reader decided.
  var recipe: TrainingRecipe { get }
  /// What the run begins with: the digest of the frozen encoder, or of the model that moves on; nil for a network from
  /// nothing.
  var encoder: String? { get }
  /// Classes of the network but the background, the data set's among them; nil where it learns those alone.
  var labels: [ModelLabel]? { get }
  /// Refuses a place that the result cannot take, before hours are spent.
  func checkPlace() throws
  /// Bytes that a step may take.
  func memoryLimit(_ fingerprint: DatasetFingerprint, _ pool: ThreadPool) throws -> Int
  /// Grid, intensities and network for the data.
  func plan(_ fingerprint: DatasetFingerprint, memoryLimit: Int) throws -> TrainingPlan
  /// The network before the first step.
  func network(_ plan: TrainingPlan) throws -> TrainingNetwork
  /// What the network is trained with.
  /// - Parameter samples: of the run's data set, in the network's classes.
  func lesson(
    _ network: TrainingNetwork, _ samples: any SampleSource, _ place: LessonPlace
  ) throws -> TrainingLesson
  /// A model with the trained network, to be validated and to go again.
  /// - Parameter path: where it will appear.
  func candidate(
    _ network: TrainingNetwork, _ plan: TrainingPlan, _ learned: LearnedDecoder, at path: String
  ) throws -> Candidate
  /// Refuses what the model would be the worse for.
  /// - Parameter scans: the validation side.
  func check(
    _ learned: LearnedDecoder, _ candidate: Candidate, on scans: ScanValidation, _ isCancelled: () -> Bool
  ) throws
  /// How the network is trained in so many steps.
  func settings(_ recipe: TrainingRecipe, steps: Int) -> TrainingSettings
  /// Puts what was learned into the model.
  func write(_ network: TrainingNetwork, _ plan: TrainingPlan, _ learned: LearnedDecoder) throws
}

extension TrainingGoal {
  var labels: [ModelLabel]? { nil }

  func memoryLimit(_ fingerprint: DatasetFingerprint, _ pool: ThreadPool) throws -> Int { recipe.memoryLimit }

  func lesson(
    _ network: TrainingNetwork, _ samples: any SampleSource, _ place: LessonPlace
  ) -> TrainingLesson { TrainingLesson(samples) }

  /// The network alone.
  func candidate(
    _ network: TrainingNetwork, _ plan: TrainingPlan, _ learned: LearnedDecoder, at path: String
  ) throws -> Candidate {
    Candidate(
      try network.write(
        to: path, named: learned.task, plan.plan,
        decoder: learned.entry(id: "decoder-1", command: "fabrica train"), program: learned.program))
  }

  func check(
    _ learned: LearnedDecoder, _ candidate: Candidate, on scans: ScanValidation, _ isCancelled: () -> Bool
  ) throws {}
  func settings(_ recipe: TrainingRecipe, steps: Int) -> TrainingSettings {
    TrainingSettings(recipe, steps: steps)
  }
}

/// What a model is told of a decoder that was learned.
struct LearnedDecoder {
  /// The data set.
  let task: String
  /// Classes but the background.
  let labels: [ModelLabel]
  /// Dice of each on validation patches.
  let patchDice: [Double?]
  /// Dice of each on whole scans of the validation side; empty before they are segmented.
  var dice: [Double?] = []
  /// Steps taken.
  let steps: Int
  /// Of the training.
  let seed: UInt64
  /// The optimiser's name.
  let trainer: String
  /// Digests of what is known of the cases.
  let data: [String]
  /// The program.
  let program: String

  /// The entry of a manifest; blobs and certificates are the model's.
  func entry(id: String, command: String) -> ModelManifest.Decoder {
    ModelManifest.Decoder(
      id: id, task: task, labels: labels, blobs: [],
      provenance: ModelManifest.Provenance(
        source: "\(command), \(steps) steps", trainer: "\(trainer), Dice and cross-entropy", seed: seed,
        dataHashes: data, codeVersion: program),
      metrics: metrics("dice", dice) + metrics("patch dice", patchDice))
  }

  private func metrics(_ name: String, _ values: [Double?]) -> [ModelManifest.Metric] {
    zip(labels, values).compactMap { label, value in
      value.map { ModelManifest.Metric(name: name, label: label.name, split: "validation", value: $0) }
    }
  }

  /// Mean Dice of the classes that scans of the validation side have; nil without any.
  var meanDice: Double? { dice.meanOfKnown }
}
