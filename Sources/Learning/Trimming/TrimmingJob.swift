import Foundation
import Networks
import Storage
import Tensors

/// From a decoder of a model to a smaller one that answers as well: search, distillation stage by stage, gate.
///
/// The folder of the run holds the prepared cases, the search, a run for every attempt and `trimming.json`; a run that was
/// stopped or killed goes on there. The smaller decoder becomes the model's next revision in the teacher's place.
public struct TrimmingJob {
  /// Where a run stands, for a person who waits.
  public enum Stage: Sendable {
    /// Reading and preparing data.
    case preparing(TrainingJob.Stage)
    /// Searching among students.
    case searching(ProgressLog.Entry)
    /// A step of trimming learns.
    case trimming(step: String, ProgressLog.Entry)
  }

  /// What came of a run.
  public struct Report: Codable, Hashable, Sendable {
    /// The model's path.
    public let model: String
    /// The decoder.
    public let decoder: String
    /// How it was trimmed.
    public let options: TrimmingOptions
    /// Optimiser steps of each attempt.
    public let steps: Int
    /// Everything that was learned, the teacher first.
    public let points: [TrimmedPoint]
    /// The number of the point that is in the model now.
    public let chosen: Int
    /// Dice of every class on whole scans of the validation side; nil where no scan has it.
    public let dice: [String: Double?]
  }

  private let training: TrainingJob
  private let goal: TrimGoal
  private let options: TrimmingOptions
  private let folder: String
  private let program: String

  /// A trimming of the decoder `id` of the model at `path` with the data set that it was learned from.
  /// - Throws: `TrainingDataError`, `ModelError`, `TrainingError.severalFolds`, `TrimmingError`.
  public init(
    _ dataset: String, _ recipe: TrainingRecipe, _ options: TrimmingOptions, of path: String, id: String,
    in folder: String, program: String
  ) throws {
    goal = try TrimGoal(path, id: id, recipe)
    training = try TrainingJob(dataset, recipe, goal, path, folder, program)
    self.options = options
    self.folder = folder
    self.program = program
    let known = goal.decoder.labels.map(\.name),
      given = try TrainingDataset(dataset).description.labels.map(\.name)
    guard known == given else { throw TrimmingError.classes(data: given, decoder: known) }
  }

  /// Trims and puts a student into the model.
  /// - Parameter pick: the number of the point to take; the last that was kept where nil.
  /// - Throws: what is wrong with data, memory or files; `TrimmingError`, `TrainingError.cancelled`, `CancellationError`.
  public func run(
    threads: Int, pick: Int? = nil, progress: (Double, Stage) -> Void = { _, _ in },
    isCancelled: () -> Bool = { false }
  ) throws -> Report {
    let pool = ThreadPool(threads: threads)
    let prepared = try training.prepared(pool, { progress(0.02 * $0, .preparing($1)) }, isCancelled)
    try checkOptions()
    let teacher = try goal.network(prepared.record.plan)
    let record = try planned(prepared, teacher, pool)
    let result: StudentList
    switch options.method {
    case .distillation:
      result = try distilled(prepared, record, teacher, threads, progress, isCancelled)
    case .lottery: result = try pruned(prepared, record, teacher, threads, progress, isCancelled)
    }
    let points = TrimmedPoint.marked(result.points)
    let chosen = try Self.choice(points, pick)
    guard chosen > 0, let student = result.students[chosen] else { throw TrimmingError.nothingKept }
    return try promote(student, points, chosen, prepared, record, threads: threads, progress, isCancelled)
  }

  private static func choice(_ points: [TrimmedPoint], _ pick: Int?) throws -> Int {
    guard let pick else { return points.lastIndex(where: \.isKept) ?? 0 }
    guard points.indices.contains(pick), pick > 0, points[pick].isKept else {
      throw TrimmingError.noPoint(pick, of: points.count - 1)
    }
    return pick
  }
}

extension TrimmingJob {
  /// A run goes on only with the options it was begun with.
  private func checkOptions() throws {
    let file = folder + "/trimming.json"
    if let content = FileManager.default.contents(atPath: file) {
      guard let earlier = try? JSONDecoder().decode(TrimmingOptions.self, from: content), earlier == options
      else { throw TrainingError.otherRun(file: file, field: "options") }
      return
    }
    try AtomicFiles.write(options, to: file)
  }

  /// The record with its steps, all attempts together, decided once.
  private func planned(
    _ prepared: TrainingJob.Prepared, _ teacher: TrainingNetwork, _ pool: ThreadPool
  ) throws -> TrainingRunRecord {
    var record = prepared.record
    record.steps = try training.steps(record, teacher, prepared.samples, pool)
    return record
  }

  /// A quarter of the steps searches, at a fraction of the speed; the rest is shared by the stages and the last run.
  private func settings(steps: Int) -> TrainingSettings {
    var settings = TrainingSettings(goal.recipe, steps: max(1, steps))
    // Students are measured when they are done.
    settings.validationInterval = settings.steps
    return settings
  }

  private func distilled(
    _ prepared: TrainingJob.Prepared, _ record: TrainingRunRecord, _ teacher: TrainingNetwork, _ threads: Int,
    _ progress: (Double, Stage) -> Void, _ isCancelled: () -> Bool
  ) throws -> StudentList {
    let objective = DistillationObjective(teacher: teacher), patch = record.plan.plan.patch
    let price = try price(teacher.architecture, patch, threads)
    let network = try SearchNetwork(
      teacher.architecture, weights: try goal.weights(), space: goal.space, seed: goal.recipe.seed)
    let (found, choices) = try ArchitectureSearch(
      network: network, price: price, priceWeight: options.priceWeight,
      settings: settings(steps: record.steps / 4), samples: prepared.samples, objective: objective,
      folder: folder + "/search"
    ).run(
      threads: threads,
      progress: { progress(0.02 + 0.4 * Double($0.step) / Double($0.steps), .searching($0)) },
      isCancelled: isCancelled)
    let trimming = ProgressiveTrimming(
      space: goal.space,
      trial: try trial(
        prepared, teacher, patch, steps: record.steps * 3 / 4 / (goal.space.stages.count + 1), threads),
      students: StudentWeights(space: goal.space, search: found), goal: choices.choices(goal.space),
      price: price, tolerance: options.tolerance, objective: objective)
    return try trimming.run(
      progress: { progress(0.42 + 0.55 * $1, .trimming(step: $0, $2)) }, isCancelled: isCancelled)
  }

  private func pruned(
    _ prepared: TrainingJob.Prepared, _ record: TrainingRunRecord, _ teacher: TrainingNetwork, _ threads: Int,
    _ progress: (Double, Stage) -> Void, _ isCancelled: () -> Bool
  ) throws -> StudentList {
    let trial = try trial(
      prepared, teacher, record.plan.plan.patch, steps: record.steps / LotteryTicket.ladder.count, threads)
    return try LotteryTicket(trial: trial, tolerance: options.tolerance).run(
      progress: { progress(0.02 + 0.95 * $1, .trimming(step: $0, $2)) }, isCancelled: isCancelled)
  }

  private func trial(
    _ prepared: TrainingJob.Prepared, _ teacher: TrainingNetwork, _ patch: Axes, steps: Int, _ threads: Int
  ) throws -> StudentTrial {
    try StudentTrial(
      teacher, settings(steps: steps), samples: prepared.samples, validation: prepared.validation,
      patch: patch,
      in: folder, threads: threads)
  }

  /// Size and time, half and half; times are measured once and kept, for they are not the same twice.
  private func price(_ teacher: UNetArchitecture, _ patch: Axes, _ threads: Int) throws -> SearchPrice {
    let file = folder + "/price.json"
    if let content = FileManager.default.contents(atPath: file),
      let price = try? JSONDecoder().decode(SearchPrice.self, from: content)
    {
      return price
    }
    let engine = try Engine(pool: ThreadPool(threads: threads))
    let price = SearchPrice.mean(
      try SearchPrice.seconds(teacher, goal.space, patch: patch, on: engine).normalised(goal.space),
      try SearchPrice.parameters(teacher, goal.space).normalised(goal.space))
    try AtomicFiles.write(price, to: file)
    return price
  }

  private func promote(
    _ student: TrainingNetwork, _ points: [TrimmedPoint], _ chosen: Int, _ prepared: TrainingJob.Prepared,
    _ record: TrainingRunRecord, threads: Int, _ progress: (Double, Stage) -> Void, _ isCancelled: () -> Bool
  ) throws -> Report {
    var learned = LearnedDecoder(
      task: goal.decoder.task, labels: goal.decoder.labels,
      patchDice: try student.dice(on: prepared.validation, Engine(pool: ThreadPool(threads: threads))),
      steps: record.steps, seed: goal.recipe.seed, trainer: "distillation, Dice and cross-entropy",
      data: record.data, program: program)
    let scans = try training.validated(
      student, record, &learned, threads: threads, { progress(0.97 + 0.03 * $0, .preparing($1)) }, isCancelled
    )
    try goal.write(student, record.plan, learned)
    return Report(
      model: goal.bundle.path, decoder: goal.decoder.id, options: options, steps: record.steps,
      points: points,
      chosen: chosen, dice: Dictionary(uniqueKeysWithValues: zip(record.classes, scans.dice)))
  }
}
