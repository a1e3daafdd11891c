import ArgumentParser
import Foundation
import Learning
import Workstation

/// What every training run can be told.
struct TrainingOptions: ParsableArguments {
  @Argument(help: "The data set's folder.", completion: .directory)
  var dataset: String
  @Option(
    name: .customLong("run"), help: "The folder of the run; NAME.run beside the model when left out.",
    completion: .directory)
  var runFolder: String?
  @Option(help: "How long to train, such as 90s, 20min or 4h; counts without --steps.")
  var budget: TimeBudget = TimeBudget(seconds: 1200)
  @Option(help: "Steps of the optimiser, in place of the budget.")
  var steps: Int?
  @Option(help: "Memory that a step may take, GiB.")
  var memory = 4.0
  @Option(help: "Samples of a step.")
  var batch = 2
  @Option(help: "sgd or adamw; what suits the number of steps when left out.")
  var optimiser: OptimiserName?
  @Option(help: "The highest learning rate; the optimiser's own when left out.")
  var rate: Double?
  @Option(help: "Another number makes another run.")
  var seed: UInt64 = 1
  @Option(help: "Which fifth of the cases validates, 0 to 4.")
  var fold = 0
  @Option(help: "Threads; all processors when left out.")
  var threads: Int?

  func validate() throws {
    if let steps, !(1...10_000_000).contains(steps) { throw ValidationError("--steps takes 1 to 10000000") }
    guard (0.1...4096).contains(memory) else { throw ValidationError("--memory takes 0.1 to 4096 GiB") }
    guard (1...64).contains(batch) else { throw ValidationError("--batch takes 1 to 64") }
    if let rate {
      guard rate > 0, rate <= 10 else { throw ValidationError("--rate takes numbers above 0 up to 10") }
    }
    guard (0...4).contains(fold) else { throw ValidationError("--fold takes 0 to 4") }
    if let threads { try PhantomOptions.check(threads: threads) }
  }

  /// The recipe; spacing and size are the encoder's.
  var recipe: TrainingRecipe {
    TrainingRecipe(
      steps: steps, budget: budget.seconds, memoryLimit: Int(memory * Double(1 << 30)), batch: batch,
      seed: seed, fold: fold, optimiser: optimiser?.optimiser, rate: rate)
  }

  /// Where the run keeps what it needs to go on.
  func folder(beside model: String, _ suffix: String = "") -> String {
    runFolder ?? (model.hasSuffix(".fabrica") ? String(model.dropLast(8)) : model) + suffix + ".run"
  }

  /// Runs a job and says what came of it.
  func run(_ job: TrainingJob, _ printing: OutputOptions) throws {
    let interrupt = Interrupt(), display = StagedProgress()
    let report = try job.run(
      threads: threads ?? PhantomOptions.processors, progress: display.show,
      isCancelled: { interrupt.hasCome })
    for warning in report.warnings { Console.say(warning) }
    try printing.print(report, text: Self.text(report))
  }

  /// Runs a sequence of tasks and says what came of each decoder.
  func run(_ sequence: EncoderSequence, _ printing: OutputOptions) throws {
    let interrupt = Interrupt(), display = StagedProgress()
    let reports = try sequence.run(
      threads: threads ?? PhantomOptions.processors, progress: display.show,
      isCancelled: { interrupt.hasCome })
    for warning in reports.flatMap(\.warnings) { Console.say(warning) }
    try printing.print(reports, text: reports.map(Self.text).joined(separator: "\n"))
  }

  private static func text(_ report: TrainingJob.Report) -> String {
    let known = report.dice.compactMapValues { $0 }, sum = known.values.reduce(0, +)
    let mean =
      known.isEmpty
      ? "" : ", mean Dice on validation scans \(Format.decimal(sum / Double(known.count), 3))"
    let lines = known.sorted { $0.key < $1.key }.map { "  \($0.key)  \(Format.decimal($0.value, 3))" }
    let first =
      "\(report.model): \(report.steps) steps, \(report.parameters) parameters, patch \(report.patch), "
      + "\(report.cases[0]) cases learned and \(report.cases[1]) validated\(mean)"
    return ([first] + lines).joined(separator: "\n")
  }
}

/// A duration as people write it: 90s, 20min, 4h, or a number of seconds.
struct TimeBudget: ExpressibleByArgument {
  let seconds: Double

  init(seconds: Double) { self.seconds = seconds }

  init?(argument: String) {
    let units: [(String, Double)] = [("min", 60), ("s", 1), ("h", 3600), ("", 1)]
    for (unit, factor) in units where argument.hasSuffix(unit) {
      guard let value = Double(argument.dropLast(unit.count)), value > 0, value * factor <= 30 * 86_400 else {
        continue
      }
      seconds = value * factor
      return
    }
    return nil
  }

  var defaultValueDescription: String {
    seconds.truncatingRemainder(dividingBy: 60) == 0 ? "\(Int(seconds / 60))min" : "\(Int(seconds))s"
  }
}

extension StagedProgress {
  /// Where a run of training stands.
  func show(_ share: Double, _ stage: TrainingJob.Stage) {
    switch stage {
    case .checking(let name): update("checking cases", share, name)
    case .preparing(let name): update("preparing cases", share, name)
    case .measuring: update("measuring the speed", 0, "")
    case .training(let entry): update("training", share, Self.text(entry))
    case .validating(let name): update("validating", share, name)
    }
  }

  /// Where steps of an optimiser stand.
  static func text(_ entry: ProgressLog.Entry) -> String {
    "step \(entry.step) of \(entry.steps), loss \(Format.decimal(entry.loss, 3))"
  }
}
