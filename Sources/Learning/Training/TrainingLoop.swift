import Foundation
import Tensors

/// The steps of a run in a folder, one after the other: samples fed, progress logged, state kept, stopped when asked.
struct TrainingLoop {
  let settings: TrainingSettings
  let samples: any SampleSource
  let folder: String

  /// What a step gave.
  struct Step {
    var loss: Double
    var finestLoss: Double
    var gradientNorm: Double
  }

  /// Takes the steps from number `first` on.
  /// - Parameters:
  ///   - first: steps that are done.
  ///   - threads: half as many make samples.
  ///   - save: keeps the state after the last step that was taken.
  ///   - validate: Dice on validation patches after a step; nil where it is not measured.
  ///   - step: takes the step after so many.
  /// - Throws: `TrainingError.cancelled`, `.diverged`, and what samples, log and the functions throw.
  func run(
    from first: Int, threads: Int, save: () throws -> Void, progress: (ProgressLog.Entry) -> Void,
    isCancelled: () -> Bool, validate: (_ number: Int) throws -> [Double?]? = { _ in nil },
    step: (_ batch: TrainingBatch, _ done: Int) throws -> Step
  ) throws {
    let log = try ProgressLog(folder + "/" + ProgressLog.name, after: first)
    let feed = SampleFeed(
      samples, from: first * settings.batch, ahead: 2 * settings.batch, threads: max(1, threads / 2))
    defer { feed.stop() }
    let clock = ContinuousClock(), start = clock.now
    for done in first..<max(first, settings.steps) {
      guard !isCancelled() else {
        try save()
        throw TrainingError.cancelled(step: done, of: settings.steps)
      }
      let began = clock.now
      let batch = TrainingBatch(try (0..<settings.batch).map { _ in try feed.next() })
      let waited = (clock.now - began) / .seconds(1)
      let own = try step(batch, done), number = done + 1
      guard own.loss.isFinite, own.gradientNorm.isFinite else { throw TrainingError.diverged(step: number) }
      let seconds = (clock.now - began) / .seconds(1), dice = try validate(number)
      let entry = ProgressLog.Entry(
        step: number, steps: settings.steps, loss: own.loss, finestLoss: own.finestLoss,
        gradientNorm: own.gradientNorm, rate: settings.decay.rate(at: done),
        seconds: seconds, waited: waited,
        left: (clock.now - start) / .seconds(1) / Double(number - first) * Double(settings.steps - number),
        dice: dice)
      try log.add(entry)
      if number == settings.steps || number % settings.checkpointInterval == 0 { try save() }
      progress(entry)
    }
  }
}
