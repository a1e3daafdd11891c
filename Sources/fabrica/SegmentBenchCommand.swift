import ArgumentParser
import Foundation
import Phantoms
import TerminalKit
import Workstation

/// What a user of `fabrica segment` waits for and needs.
struct SegmentBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "segment", abstract: "Whole segmentations: seconds by part and memory.",
    discussion: """
      Without models a network of 6 stages and 118 classes at 3 mm gets random weights. Without --scan the sample
      patient is segmented. `Scripts/bench-segment-peers` runs nnU-Net, TotalSegmentator and this program in turn.

      Examples:
        fabrica bench segment --part labels --part fast
        fabrica bench segment --scan ct.nii.gz --runs 1 --json
        fabrica bench segment --part long
      """)

  @Option(
    name: .long,
    help: "exact, labels, fast, long, answer or many; may be given again. All when left out.")
  var part: [SegmentBenchmark.Part] = []
  @Option(name: .long, help: "Measure with this CT instead.", completion: .file())
  var scan: String?
  @Option(name: .long, help: "A model for nnU-Net's pipeline.", completion: .directory)
  var model: String?
  @Option(name: .long, help: "The same model for TotalSegmentator's pipeline.", completion: .directory)
  var labelsModel: String?
  @Option(name: .long, help: "Runs of which the median counts.")
  var runs: Int = 3
  @Option(name: .long, help: "Threads.")
  var threads: Int = 2
  @Flag(name: .long, help: "One JSON document.")
  var json = false

  func validate() throws {
    if (model == nil) != (labelsModel == nil) {
      throw ValidationError("give --model and --labels-model together")
    }
    if runs < 1 || runs > 100 { throw ValidationError("--runs takes 1 to 100") }
    if threads < 1 || threads > 256 { throw ValidationError("--threads takes 1 to 256") }
  }

  func run() throws {
    guard
      let sample = scan
        ?? ProgramPlaces.current.sampleData.map({ $0 + "/\(SamplePatient.trunk.rawValue)/\(PatientFiles.ct)" }
        )
    else {
      throw CommandError.missing("SampleData")
    }
    var benchmark = SegmentBenchmark(program: Supervisor.thisExecutable, scan: sample) { _ in
      try BenchmarkScan.prepare(in: NSTemporaryDirectory() + "fabrica-bench", progress: { Console.say($0) })
        .ct
    }
    if !part.isEmpty { benchmark.parts = part }
    if let model, let labelsModel { benchmark.models = (model, labelsModel) }
    benchmark.runs = runs
    benchmark.threads = threads
    let rows = try benchmark.run(progress: { Console.say($0) })
    try BenchOutput.write(rows, json: json)
  }
}

extension SegmentBenchmark.Part: ExpressibleByArgument {}
