import ArgumentParser
import Foundation
import Phantoms
import TerminalKit
import Workstation

/// Measurements that anyone can repeat.
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Measure the program on this machine.",
    discussion: """
      Examples:
        fabrica bench look
        fabrica bench look --json > look.json
        fabrica bench kernels
        fabrica bench segment --scan ct.nii.gz
        fabrica bench network
        fabrica bench phantom

      Every row has its aim beside it. State the machine's load when you quote a figure.
      """,
    subcommands: [LookBench.self, KernelBench.self, NetworkBench.self, SegmentBench.self, PhantomBench.self])
}

/// What a reader feels: opening, first paint, memory, keys, bytes.
struct LookBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "look", abstract: "Opening, first paint, memory, a key press, bytes sent.",
    discussion: """
      Without --scan a CT of 512x512x1000 voxels is made once in the temporary folder (about 400 MB).

      Example:
        fabrica bench look --scan ct.nii.gz --labels labels.nii.gz
      """)

  @Option(name: .long, help: "Measure with this CT instead.")
  var scan: String?
  @Option(name: .long, help: "Its label map.")
  var labels: String?
  @Option(name: .long, help: "Runs of whole openings.")
  var runs: Int = 5
  @Flag(name: .long, help: "One JSON document.")
  var json = false

  func validate() throws {
    if (scan == nil) != (labels == nil) { throw ValidationError("give --scan and --labels together") }
    if runs < 1 || runs > 100 { throw ValidationError("--runs takes 1 to 100") }
  }

  func run() throws {
    let note: (String) -> Void = { Console.say($0) }
    let files: (ct: String, labels: String)
    if let scan, let labels {
      files = (scan, labels)
    } else {
      files = try BenchmarkScan.prepare(in: NSTemporaryDirectory() + "fabrica-bench", progress: note)
    }
    let benchmark = LookBenchmark(
      scan: files.ct, labels: files.labels, program: Supervisor.thisExecutable, runs: runs,
      theme: .fabricaDark,
      actions: ActionTable(ViewerActions.all))
    let rows = try benchmark.run(progress: note)
    try BenchOutput.write(rows, json: json)
  }
}
