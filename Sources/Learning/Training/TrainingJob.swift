import Foundation
import Networks
import Storage
import Tensors

/// From an nnU-Net folder to a model: data checked, planned and prepared, network trained, model written.
///
/// The folder of the run holds `run.json`, prepared cases, checkpoint and progress; a run that was stopped or killed goes
/// on there, with the same bits, and one of other data or another recipe is refused.
public struct TrainingJob {
  /// Where a run stands, for a person who waits.
  public enum Stage: Sendable {
    /// Reading every case once.
    case checking(case: String)
    /// Bringing cases to the plan's grid.
    case preparing(case: String)
    /// Finding out how many steps fit into the budget.
    case measuring
    /// Steps of the optimiser.
    case training(ProgressLog.Entry)
    /// Segmenting whole scans of the validation side.
    case validating(case: String)
  }

  /// What came of a run.
  public struct Report: Codable, Hashable, Sendable {
    /// The model's path.
    public let model: String
    /// Steps taken.
    public let steps: Int
    /// Values of the network's parameters.
    public let parameters: Int
    /// Voxels of a patch.
    public let patch: Axes
    /// Millimetres between voxels, z, y, x.
    public let spacing: [Double]
    /// Cases to learn from, and to validate with.
    public let cases: [Int]
    /// Dice of every class on whole scans of the validation side; nil where no scan has it.
    public let dice: [String: Double?]
    /// What is odd about the data, a sentence each.
    public let warnings: [String]
  }

  private let dataset: TrainingDataset
  private let recipe: TrainingRecipe
  private let folder: String
  private let program: String
  private let goal: any TrainingGoal
  private let model: String

  /// Learns an encoder and its first decoder from nothing; the model appears at `path`, which must not exist.
  /// - Parameter program: what the model says it was written by.
  /// - Throws: `TrainingDataError` for a folder that is no data set.
  public static func encoder(
    _ dataset: String, _ recipe: TrainingRecipe, to path: String, in folder: String, program: String
  ) throws -> TrainingJob {
    try TrainingJob(dataset, recipe, EncoderGoal(path: path, recipe: recipe), path, folder, program)
  }

  /// Learns a decoder behind the frozen encoder of the model at `path`, which gets it as its next revision.
  /// - Parameters:
  ///   - id: the decoder's name in the model.
  ///   - threshold: the least mean Dice on validation scans with which it is taken into the model.
  ///   - mayCover: organs of earlier decoders that may lose voxels to it.
  ///   - supports: earlier decoders whose logits it reads.
  /// - Throws: `TrainingDataError`, `ModelError`, `TrainingError.severalFolds`.
  public static func decoder(
    _ dataset: String, _ recipe: TrainingRecipe, of path: String, id: String, threshold: Double,
    mayCover: CoveringRule = .organs([]), supports: [String] = [], in folder: String, program: String
  ) throws -> TrainingJob {
    let goal = try DecoderGoal(
      path, id: id, recipe, threshold: threshold, mayCover: mayCover, supports: supports)
    return try TrainingJob(dataset, recipe, goal, path, folder, program)
  }

  /// Moves the whole network of the model at `source` on to another data set, its head grown by the organs that are new;
  /// the model that comes of it appears at `path`, which must not exist.
  ///
  /// This is what adding a decoder is measured against; nothing but a rival keeps it from forgetting what it knew.
  /// - Throws: `TrainingDataError`, `ModelError`, `TrainingError.severalFolds` for a model of several decoders.
  public static func update(
    _ dataset: String, _ recipe: TrainingRecipe, of source: String, by rival: Rival = .fineTuning,
    to path: String, in folder: String, program: String
  ) throws -> TrainingJob {
    let labels = try TrainingDataset(dataset).description.labels
    return try TrainingJob(
      dataset, recipe, try UpdateGoal(source, to: path, labels, by: rival, recipe), path, folder, program)
  }

  /// Learns one network from nothing on several data sets at once, each with the labels it has; the model appears at
  /// `path`, which must not exist.
  /// - Parameter datasets: their folders, two at least; the plan follows from the first.
  /// - Throws: `TrainingDataError` for a folder that is no data set.
  public static func joint(
    _ datasets: [String], _ recipe: TrainingRecipe, to path: String, in folder: String, program: String
  ) throws -> TrainingJob {
    precondition(datasets.count > 1, "several data sets are learned at once")
    return try TrainingJob(
      datasets[0], recipe, try JointGoal(datasets, to: path, recipe, in: folder), path, folder, program)
  }

  init(
    _ dataset: String, _ recipe: TrainingRecipe, _ goal: any TrainingGoal, _ model: String, _ folder: String,
    _ program: String
  ) throws {
    self.dataset = try TrainingDataset(dataset)
    self.recipe = recipe
    self.goal = goal
    self.model = model
    self.folder = folder
    self.program = program
  }

  /// Trains and puts what was learned into the model.
  /// - Throws: what is wrong with data, plan, memory or files; `TrainingError.cancelled`, `CancellationError`.
  public func run(
    threads: Int, progress: (Double, Stage) -> Void = { _, _ in },
    isCancelled: () -> Bool = { false }
  ) throws -> Report {
    let pool = ThreadPool(threads: threads)
    let prepared = try prepared(pool, progress, isCancelled)
    let plan = prepared.record.plan.plan, review = prepared.review
    let network = try goal.network(prepared.record.plan)
    var record = prepared.record
    record.steps = try steps(record, network, prepared.samples, pool)
    let lesson = try withoutActuallyEscaping(isCancelled) { isCancelled in
      try goal.lesson(
        network, prepared.samples,
        LessonPlace(recipe: recipe, plan: record.plan, folder: folder, pool: pool, isCancelled: isCancelled))
    }
    var trainer = try Trainer(
      network, goal.settings(recipe, steps: record.steps), samples: lesson.samples,
      validation: prepared.validation, in: folder)
    trainer.objective = lesson.objective
    trainer.penalty = lesson.penalty
    let trained = try trainer.run(
      threads: threads,
      progress: { progress(Double($0.step) / Double($0.steps), .training($0)) }, isCancelled: isCancelled)
    var learned = LearnedDecoder(
      task: Self.name(of: dataset.folder), labels: labels,
      patchDice: ProgressLog.read(folder + "/" + ProgressLog.name).last?.dice ?? [],
      steps: record.steps, seed: recipe.seed, trainer: recipe.optimiser(steps: record.steps).name,
      data: record.data, program: program)
    let scans = try validated(trained, record, &learned, threads: threads, progress, isCancelled)
    try goal.write(trained, record.plan, learned)
    return Report(
      model: model, steps: record.steps, parameters: trained.parameters.count, patch: plan.patch,
      spacing: plan.spacing, cases: [record.split.train.count, record.split.validation.count],
      dice: Dictionary(uniqueKeysWithValues: zip(dataset.description.labels.map(\.name), scans.dice)),
      warnings: review.warnings.map { "\($0)" } + unlearned(review, record) + scans.warnings)
  }
}

extension TrainingJob {
  /// Data that were checked, planned and brought to the plan's grid.
  struct Prepared {
    let review: DatasetReview
    let record: TrainingRunRecord
    let samples: CaseSamples
    /// Without augmentation, the same every time.
    let validation: [TrainingSample]
  }

  /// Checks place and data, holds the run against its folder and prepares the cases.
  func prepared(
    _ pool: ThreadPool, _ progress: (Double, Stage) -> Void, _ isCancelled: () -> Bool
  ) throws -> Prepared {
    try goal.checkPlace()
    let review = try review(progress, isCancelled)
    progress(0, .measuring)
    let record = try record(review, pool), patch = record.plan.plan.patch
    let (learning, validation) = try cases(record, pool, progress, isCancelled)
    return Prepared(
      review: review, record: record,
      samples: CaseSamples(
        learning, patch: patch, batch: recipe.batch, options: .nnUNet, seed: recipe.seed),
      validation: Self.validationSamples(validation, patch, seed: recipe.seed))
  }

  private var store: CaseStore { CaseStore(folder + "/cases") }

  /// Classes of the network but the background.
  private var labels: [ModelLabel] { goal.labels ?? dataset.description.labels }

  /// Which of them the data set's classes are.
  private var map: ClassMap { ClassMap(dataset.description.labels, in: labels) }

  private func review(
    _ progress: (Double, Stage) -> Void, _ isCancelled: () -> Bool
  ) throws -> DatasetReview {
    let review = try dataset.check(
      store: store, progress: { progress($0, .checking(case: $1)) }, isCancelled: isCancelled)
    if let first = review.errors.first { throw first }
    return review
  }

  /// Classes that no case of the learning side has, a sentence each.
  private func unlearned(_ review: DatasetReview, _ record: TrainingRunRecord) -> [String] {
    review.classesAbsent(from: record.split.train).map { channel in
      let name = dataset.description.labels.first { $0.channel == channel }?.name ?? "\(channel)"
      return "\(name): no case to learn from has it, only cases that validate"
    }
  }

  /// What this run is, held against what the folder says it is.
  private func record(_ review: DatasetReview, _ pool: ThreadPool) throws -> TrainingRunRecord {
    let file = folder + "/run.json"
    let earlier = try TrainingRunRecord.read(file)
    let fingerprint = try review.fingerprint()
    let limit = try earlier?.memoryLimit ?? goal.memoryLimit(fingerprint, pool)
    let record = TrainingRunRecord(
      recipe: recipe, encoder: goal.encoder, classes: labels.map(\.name),
      split: try dataset.split(fold: recipe.fold, keeping: earlier?.split),
      data: try review.facts.map(Self.digest), memoryLimit: limit,
      plan: try goal.plan(fingerprint, memoryLimit: limit),
      steps: earlier?.steps ?? recipe.steps ?? 0)
    guard let earlier else { return record }
    for (field, isSame) in [
      ("recipe", record.recipe == earlier.recipe), ("classes", record.classes == earlier.classes),
      ("split", record.split == earlier.split), ("data", record.data == earlier.data),
      ("plan", record.plan == earlier.plan), ("encoder", record.encoder == earlier.encoder),
    ] where !isSame { throw TrainingError.otherRun(file: file, field: field) }
    return record
  }

  private static func digest(_ facts: CaseFacts) throws -> String {
    try SHA256(ofText: JSONText.of(facts)).description
  }

  private func cases(
    _ record: TrainingRunRecord, _ pool: ThreadPool, _ progress: (Double, Stage) -> Void,
    _ isCancelled: () -> Bool
  ) throws -> (learning: [TrainingCase], validation: [TrainingCase]) {
    let preparation = try CasePreparation(dataset, plan: record.plan.plan, store: store, pool: pool)
    var learning: [TrainingCase] = [], validation: [TrainingCase] = []
    for (done, item) in dataset.cases.enumerated() {
      guard !isCancelled() else { throw CancellationError() }
      progress(Double(done) / Double(dataset.cases.count), .preparing(case: item.name))
      if record.split.train.contains(item.name) {
        learning.append(map.mapped(try preparation.prepare(item, isCancelled: isCancelled)))
      } else if record.split.validation.contains(item.name) {
        validation.append(map.mapped(try preparation.prepare(item, isCancelled: isCancelled)))
      }
    }
    return (learning, validation)
  }

  /// Whole scans, segmented by a model that goes again; what was learned gets their Dice and is refused where the goal
  /// says so.
  func validated(
    _ network: TrainingNetwork, _ record: TrainingRunRecord, _ learned: inout LearnedDecoder, threads: Int,
    _ progress: (Double, Stage) -> Void, _ isCancelled: () -> Bool
  ) throws -> ScanValidation.Result {
    let path = folder + "/candidate.fabrica"
    try? FileManager.default.removeItem(atPath: path)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let candidate = try goal.candidate(network, record.plan, learned, at: path)
    let scans = ScanValidation(dataset, names: record.split.validation, map, threads: threads)
    let found = try scans.run(
      candidate, progress: { progress($0, .validating(case: $1)) }, isCancelled: isCancelled)
    learned.dice = map.spread(found.dice)
    try goal.check(learned, candidate, on: scans, isCancelled)
    return found
  }

  /// Steps of the run, decided when it begins and kept: the recipe's, or what fits into the budget at the measured speed.
  func steps(
    _ record: TrainingRunRecord, _ network: TrainingNetwork, _ samples: CaseSamples, _ pool: ThreadPool
  ) throws -> Int {
    var record = record
    if record.steps == 0 {
      let seconds = try network.secondsOfStep(on: Engine(forSteps: pool)) { step in
        TrainingBatch((0..<recipe.batch).map { samples.sample(step * recipe.batch + $0) })
      }
      // A tenth for validation, checkpoints and samples that come late.
      record.steps = max(20, Int(0.9 * recipe.budget / seconds))
    }
    try AtomicFiles.write(record, to: folder + "/run.json")
    return record.steps
  }

  /// Patches of validation cases without augmentation, at most four a case and twenty-four in all, classes shown in turn.
  private static func validationSamples(
    _ cases: [TrainingCase], _ patch: Axes, seed: UInt64
  ) -> [TrainingSample] {
    guard !cases.isEmpty else { return [] }
    let source = CaseSamples(cases, patch: patch, batch: 1, options: .none, seed: seed &+ 1)
    return (0..<min(4 * cases.count, 24)).map { source.sample($0) }
  }

  /// The last part of a path, as a name of a data set.
  static func name(of path: String) -> String {
    Sanitizer.clean(path.split(separator: "/").last.map(String.init) ?? "data", limit: 60)
  }
}
