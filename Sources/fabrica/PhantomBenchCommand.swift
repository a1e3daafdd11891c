import ArgumentParser
import Glibc
import Phantoms
import Tensors
import Workstation

/// How long synthetic patients take, whole and as training patches.
struct PhantomBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "phantom", abstract: "Synthetic patients: whole bodies and training patches.",
    discussion: """
      Trunk and head with all organs at 3 and 1.5 mm, and a patch of 128 voxels' edge at 1.5 mm with fresh anatomy and \
      intensities beside a training step on such a patch (the network of `fabrica bench kernels`).

      Examples:
        fabrica bench phantom
        fabrica bench phantom --part body --runs 1 --json
      """)

  /// What is measured.
  enum Part: String, CaseIterable, ExpressibleByArgument {
    case body, fine, patch
  }

  @Option(name: .long, help: "body, fine or patch; may be given again. All when left out.")
  var part: [Part] = []
  @Option(name: .long, help: "Runs of which the median counts.")
  var runs = 3
  @Option(name: .long, help: "Threads.")
  var threads = 2
  @Flag(name: .long, help: "One JSON document.")
  var json = false

  func validate() throws {
    guard (1...100).contains(runs) else { throw ValidationError("--runs takes 1 to 100") }
    try PhantomOptions.check(threads: threads)
  }

  private typealias Row = Workstation.BenchmarkRow

  func run() throws {
    let benchmark = PhantomBenchmark(threads: threads, runs: runs)
    var rows: [Row] = []
    for part in part.isEmpty ? Part.allCases : part {
      Console.say("measuring \(part.rawValue)")
      rows += try measure(part, benchmark)
    }
    try BenchOutput.write(rows, json: json)
  }

  private func measure(_ part: Part, _ benchmark: PhantomBenchmark) throws -> [Row] {
    switch part {
    case .body:
      return [.atMost(3, "trunk and head, 3 mm", try benchmark.body(spacing: 3), "s")]
    case .fine:
      return [
        .atMost(20, "trunk and head, 1.5 mm", try benchmark.body(spacing: 1.5), "s"),
        .atMost(2, "peak memory of the process", Self.peakGibibytes, "GiB"),
      ]
    case .patch:
      let patch = try benchmark.patch(edge: 128, spacing: 1.5)
      let step = try trainingStep()
      return [
        .recorded("patch of 128 at 1.5 mm, fresh patient, one thread", patch, "s"),
        .recorded("training step on it", step, "s"),
        .atMost(1, "patch against training step", patch / step, "x"),
      ]
    }
  }

  private func trainingStep() throws -> Double {
    var options = KernelBenchmark.Options()
    options.parts = [.training]
    options.threads = threads
    options.repeats = runs
    let rows = try KernelBenchmark.run(options)
    guard let row = rows.first(where: { $0.name == KernelBenchmark.trainingStep }) else {
      throw CommandError.missing("the row of the training step")
    }
    return row.value
  }

  /// What the process held at most, GiB.
  private static var peakGibibytes: Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return Double(usage.ru_maxrss) / 1_048_576
  }
}
