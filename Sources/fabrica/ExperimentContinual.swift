import ArgumentParser
import Experiments
import Workstation

/// Organs of four tasks, learned one task after the other by several methods.
struct ExperimentContinual: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "continual",
    abstract: "Learn 143 organs in four tasks by several methods, and report what each forgets.",
    discussion: """
      Makes the four data sets of synthetic patients, trains every method under the same budget of steps, scores it \
      after every task on held-out scans, and writes report.md with its picture and report.json into the folder. Every part is kept: \
      after Ctrl-C or a crash the same command goes on, and nothing is computed twice.

      smoke takes minutes and shows that everything works together; standard, the methods that matter in one order, \
      is meant for four hours on two processors; full has every method and a second order.

      Examples:
        fabrica experiment continual --size smoke --out smoke
        fabrica experiment continual --size standard --out standard --only separate --only ours
      """)

  @Option(help: "smoke, standard or full.")
  var size: ContinualSize
  @Option(name: .shortAndLong, help: "The folder of the experiment.", completion: .directory)
  var out: String
  @Option(
    help:
      "Only this method, any number of times: \(ContinualMethod.allCases.map(\.rawValue).joined(separator: ", "))."
  )
  var only: [ContinualMethod] = []
  @Option(help: "Threads; all processors when left out.")
  var threads: Int?
  @OptionGroup var printing: OutputOptions

  func validate() throws {
    if let threads { try PhantomOptions.check(threads: threads) }
  }

  func run() throws {
    let interrupt = Interrupt(), line = ProgressLine("experiment")
    let experiment = try ContinualExperiment(
      size.recipe(only: only), in: out, program: ProgramFacts.signature,
      threads: threads ?? PhantomOptions.processors)
    try experiment.run(
      progress: { share, part, detail in
        line.update(share, detail: detail.isEmpty ? part.name : "\(part.name), \(detail)")
      }, isCancelled: { interrupt.hasCome })
    let report = try experiment.report(
      ContinualReport.Facts(
        program: ProgramFacts.signature, notice: ProgramFacts.disclaimer,
        command: "fabrica experiment continual --size \(size.rawValue) --out \(size.rawValue)",
        machine: MachineFacts.summary))
    try report.write(to: out)
    try printing.print(report, text: "\(out)/report.md\n\n\(report.summary)")
  }
}

extension ContinualSize: ExpressibleByArgument {}
extension ContinualMethod: ExpressibleByArgument {}
