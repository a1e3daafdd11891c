import ArgumentParser
import Foundation
import Phantoms
import Workstation

extension Phantom {
  /// Whether patients are as people are.
  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check the anatomy of many synthetic patients.",
      discussion: """
        Every organ must be there, of a volume and brightness inside the catalogue's reference ranges, in one piece where \
        it is one, on its side, and touch what it is joined to. Prints a table of all organs and, below it, everything \
        that is wrong with the seed of the patient; exit code 1 when something is. Contrast phases in turn.

        Examples:
          fabrica phantom check --seeds 50
          fabrica phantom check --first 3 --seeds 1 --spacing 2
          fabrica phantom check --seeds 50 --json > check.json
        """)

    @Option(help: "How many patients.")
    var seeds = 10
    @Option(help: "The seed of the first.")
    var first: UInt64 = 1
    @Option(help: "Voxel edge, mm, 0.5 to 12.")
    var spacing = 3.0
    @Option(help: "Threads; all processors when left out.")
    var threads: Int?
    @OptionGroup var printing: OutputOptions

    func validate() throws {
      guard (1...100_000).contains(seeds) else { throw ValidationError("--seeds takes 1 to 100000") }
      try PhantomOptions.check(spacing: spacing)
      if let threads { try PhantomOptions.check(threads: threads) }
    }

    func run() throws {
      let interrupt = Interrupt()
      let line = ProgressLine("checking \(seeds) patients")
      var done = 0
      let population = try PopulationCheck.run(
        seeds: first...(first + UInt64(seeds - 1)), spacing: spacing,
        threads: threads ?? PhantomOptions.processors
      ) { report in
        done += 1
        line.update(Double(done) / Double(seeds), detail: "seed \(report.seed)")
        if interrupt.hasCome { throw CancellationError() }
      }
      try printing.print(
        population, text: population.markdown + "\n" + population.markdownOfViolations + population.summary)
      if !population.violations.isEmpty { throw ExitCode(ExitCodes.failed) }
    }
  }
}
