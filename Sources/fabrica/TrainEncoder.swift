import ArgumentParser
import Foundation
import Learning
import Workstation

/// The first network of a model.
struct TrainEncoder: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "encoder", abstract: "Train an encoder with its first decoder, from nothing.",
    discussion: """
      DATASET is a folder in nnU-Net's layout: dataset.json, imagesTr/CASE_0000.nii.gz, labelsTr/CASE.nii.gz. Every case is
      checked before the run begins; spacing, patch and network follow from the data and the memory allowed. The run's
      folder keeps prepared cases, checkpoint.safetensors and progress.jsonl: stopped by Ctrl-C or killed, the same command
      goes on with the same bits.

      Examples:
        fabrica train encoder data/Dataset804_PhantomEsophagus -o esophagus.fabrica --budget 20min
        fabrica train encoder data/Dataset801_PhantomTotal -o total.fabrica --spacing 4 --steps 2000 --memory 6
      """)

  @Argument(help: "The data set's folder.", completion: .directory)
  var dataset: String
  @Option(name: .shortAndLong, help: "The model to write, NAME.fabrica.", completion: .directory)
  var output: String
  @Option(
    name: .customLong("run"), help: "The folder of the run; NAME.run beside the model when left out.",
    completion: .directory)
  var runFolder: String?
  @Option(help: "How long to train, such as 90s, 20min or 4h; counts without --steps.")
  var budget: TimeBudget = TimeBudget(seconds: 1200)
  @Option(help: "Steps of the optimiser, in place of the budget.")
  var steps: Int?
  @Option(help: "Voxel edge the network sees, mm; as nnU-Net chooses when left out.")
  var spacing: Double?
  @Option(help: "small (16 to 160 channels) or standard (32 to 320).")
  var size: Size = .small
  @Option(help: "Memory that a step may take, GiB.")
  var memory = 4.0
  @Option(help: "Samples of a step.")
  var batch = 2
  @Option(help: "The first learning rate.")
  var rate = 0.01
  @Option(help: "Another number makes another run.")
  var seed: UInt64 = 1
  @Option(help: "Which fifth of the cases validates, 0 to 4.")
  var fold = 0
  @Option(help: "Threads; all processors when left out.")
  var threads: Int?
  @OptionGroup var printing: OutputOptions

  enum Size: String, CaseIterable, ExpressibleByArgument {
    case small, standard
  }

  func validate() throws {
    if let steps, !(1...10_000_000).contains(steps) { throw ValidationError("--steps takes 1 to 10000000") }
    if let spacing, !(0.1...20).contains(spacing) { throw ValidationError("--spacing takes 0.1 to 20 mm") }
    guard (0.1...4096).contains(memory) else { throw ValidationError("--memory takes 0.1 to 4096 GiB") }
    guard (1...64).contains(batch) else { throw ValidationError("--batch takes 1 to 64") }
    guard rate > 0, rate <= 10 else { throw ValidationError("--rate takes numbers above 0 up to 10") }
    guard (0...4).contains(fold) else { throw ValidationError("--fold takes 0 to 4") }
    if let threads { try PhantomOptions.check(threads: threads) }
  }

  private var recipe: TrainingRecipe {
    TrainingRecipe(
      steps: steps, budget: budget.seconds, spacing: spacing.map { [$0, $0, $0] },
      size: size == .small ? .small : .standard, memoryLimit: Int(memory * Double(1 << 30)), batch: batch,
      seed: seed, fold: fold, rate: rate)
  }

  func run() throws {
    let folder = runFolder ?? (output.hasSuffix(".fabrica") ? String(output.dropLast(8)) : output) + ".run"
    let training = try EncoderTraining(dataset, recipe, in: folder, program: ProgramFacts.signature)
    let interrupt = Interrupt(), display = TrainingDisplay()
    let report = try training.run(
      to: output, threads: threads ?? PhantomOptions.processors, progress: display.show,
      isCancelled: { interrupt.hasCome })
    for warning in report.warnings { Console.say(warning) }
    try printing.print(report, text: Self.text(report))
  }

  private static func text(_ report: EncoderTraining.Report) -> String {
    let known = report.dice.compactMapValues { $0 }
    let sum = known.values.reduce(0, +)
    let mean =
      known.isEmpty ? "" : ", mean Dice on validation patches \(decimal(sum / Double(known.count)))"
    let lines = known.sorted { $0.key < $1.key }.map { "  \($0.key)  \(decimal($0.value))" }
    return
      ([
        "\(report.model): \(report.steps) steps, \(report.parameters) parameters, patch \(report.patch), "
          + "\(report.cases[0]) cases learned and \(report.cases[1]) validated\(mean)"
      ] + lines).joined(separator: "\n")
  }

  private static func decimal(_ value: Double) -> String { Format.decimal(value, 3) }
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

/// One line for a run: what it does, how the loss is, how long it takes.
private final class TrainingDisplay {
  private var line: (title: String, line: ProgressLine)?

  func show(_ share: Double, _ stage: EncoderTraining.Stage) {
    switch stage {
    case .checking(let name): update("checking cases", share, name)
    case .preparing(let name): update("preparing cases", share, name)
    case .measuring: update("measuring the speed", 0, "")
    case .training(let entry):
      update("training", share, "step \(entry.step) of \(entry.steps), loss \(Format.decimal(entry.loss, 3))")
    }
  }

  private func update(_ title: String, _ share: Double, _ detail: String) {
    if line?.title != title { line = (title, ProgressLine(title)) }
    line?.line.update(share, detail: detail)
  }
}
