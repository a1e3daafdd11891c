import ArgumentParser
import Networks
import Tensors
import Workstation

/// A network on one patch as segmentation runs it.
struct NetworkBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "network", abstract: "A whole U-Net as segmentation runs it: one patch, logits in rows.",
    discussion: """
      Network: 6 stages 32-64-128-256-320-320, two convolutions or residual blocks a stage, random weights.
      The reader of the logits does nothing with them. `fabrica bench kernels` measures the operators.

      Examples:
        fabrica bench network
        fabrica bench network --family residual --classes 25 --edge 96 --json
      """)

  @Option(name: .long, help: "plain or residual.")
  var family: UNetArchitecture.Family = .plain
  @Option(name: .long, help: "Classes, the background among them.")
  var classes: Int = 118
  @Option(name: .long, help: "Threads.")
  var threads: Int = 2
  @Option(name: .long, help: "Runs of which the median counts.")
  var repeats: Int = 3
  @Option(name: .long, help: "Edge of the patch in voxels, a multiple of 32.")
  var edge: Int = 128
  @Flag(name: .long, help: "One JSON document.")
  var json = false

  func validate() throws {
    if classes < 1 || classes > 1024 { throw ValidationError("--classes takes 1 to 1024") }
    if threads < 1 || threads > 256 { throw ValidationError("--threads takes 1 to 256") }
    if repeats < 1 || repeats > 100 { throw ValidationError("--repeats takes 1 to 100") }
    if edge < 32 || edge > 512 || edge % 32 != 0 {
      throw ValidationError("--edge takes a multiple of 32 from 32 to 512")
    }
  }

  func run() throws {
    var benchmark = NetworkBenchmark()
    benchmark.family = family
    benchmark.classes = classes
    benchmark.patch = Axes(edge)
    benchmark.threads = threads
    benchmark.repeats = repeats
    let rows = try benchmark.run()
    try BenchOutput.write(rows, json: json)
  }
}

extension UNetArchitecture.Family: ExpressibleByArgument {}
