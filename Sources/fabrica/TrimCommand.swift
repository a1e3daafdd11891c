import ArgumentParser
import Foundation
import Learning
import Workstation

/// A decoder made smaller and faster without losing what it knows.
struct TrimCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trim", abstract: "Make a decoder of a model smaller and faster.",
    discussion: """
      The decoder is the teacher: cheaper operators and narrower stages are searched for, then stage by stage a student \
      learns from it, and each step is kept only if the mean Dice on validation patches falls by at most the tolerance. The \
      student becomes the model's next revision in the teacher's place; encoder and other decoders stay the same bits, \
      which a certificate proves. The list shows every student; after `fabrica model rollback` another one can be \
      picked without learning again.

      Examples:
        fabrica trim data/Dataset003_Liver -m ct.fabrica --decoder liver
        fabrica trim data/Dataset003_Liver -m ct.fabrica --decoder liver --pick 2
        fabrica trim data/Dataset003_Liver -m ct.fabrica --decoder liver --budget 2h
      """)

  @OptionGroup var training: TrainingOptions
  @Option(name: .shortAndLong, help: "The model, NAME.fabrica.", completion: .directory)
  var model: String
  @Option(help: "The decoder's name in the model.")
  var decoder: String
  @Option(help: "distillation makes it smaller and faster; lottery sets single weights to zero.")
  var method: TrimmingOptions.Method = .distillation
  @Option(help: "How far mean Dice on validation patches may fall.")
  var tolerance = 0.01
  @Option(help: "What size and time weigh in the search: more gives smaller students.")
  var price = 5.0
  @Option(
    help: "The number of the student to take, from an earlier list; the last that was kept when left out.")
  var pick: Int?
  @OptionGroup var printing: OutputOptions

  func validate() throws {
    guard (0...1).contains(tolerance) else { throw ValidationError("--tolerance takes 0 to 1") }
    guard (0...100).contains(price) else { throw ValidationError("--price takes 0 to 100") }
    if let pick, pick < 1 { throw ValidationError("--pick takes a number from 1") }
  }

  func run() throws {
    let job = try TrimmingJob(
      training.dataset, training.recipe,
      TrimmingOptions(method: method, tolerance: tolerance, priceWeight: price), of: model, id: decoder,
      in: training.folder(beside: model, "-\(decoder)-\(method.rawValue)"), program: ProgramFacts.signature)
    let interrupt = Interrupt(), display = StagedProgress()
    let report = try job.run(
      threads: training.threads ?? PhantomOptions.processors, pick: pick, progress: display.show,
      isCancelled: { interrupt.hasCome })
    try printing.print(report, text: Self.text(report))
  }

  private static func text(_ report: TrimmingJob.Report) -> String {
    guard let teacher = report.points.first else { return "" }
    let head = [["", "Dice", "weights", "time", "", "step"]]
    let rows = report.points.enumerated().map { number, point in
      [
        number == 0 ? "-" : "\(number)", Format.decimal(point.dice, 3),
        percent(Double(point.parameters), Double(teacher.parameters)),
        percent(point.seconds, teacher.seconds),
        number == report.chosen
          ? "in the model" : point.isBest ? "best" : point.isKept ? "kept" : "rolled back",
        point.step,
      ]
    }
    let widths = head[0].indices.map { column in (head + rows).map { $0[column].count }.max() ?? 0 }
    let lines = (head + rows).map { row in
      zip(row, widths).map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) }.joined(separator: "  ")
        .trimmingCharacters(in: .whitespaces)
    }
    return "\(report.model): decoder \(report.decoder), \(report.steps) steps\n"
      + lines.joined(separator: "\n")
  }

  private static func percent(_ value: Double, _ whole: Double) -> String {
    whole > 0 ? Format.decimal(100 * value / whole, 1) + " %" : "-"
  }
}

extension TrimmingOptions.Method: ExpressibleByArgument {}

extension StagedProgress {
  /// Where a run of trimming stands.
  fileprivate func show(_ share: Double, _ stage: TrimmingJob.Stage) {
    switch stage {
    case .preparing(let stage): show(share, stage)
    case .searching(let entry): update("searching", share, Self.text(entry))
    case .trimming(let step, let entry): update("trimming", share, "\(step), \(Self.text(entry))")
    }
  }
}
