import ArgumentParser
import Tensors
import Workstation

/// The operators and the benchmark network; `Scripts/bench-peers` runs this and the peers in turn.
struct KernelBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kernels", abstract: "Operators and a whole U-Net on this machine's instruction sets.",
    discussion: """
      Network: 6 stages 32-64-128-256-320-320, two convolutions a stage, 118 classes, one patch.

      Examples:
        fabrica bench kernels
        fabrica bench kernels --part forward --part layers
        fabrica bench kernels --part forward --instructions avx2 --json
      """)

  @Option(
    name: .long,
    help: "forward, training, layers, products, accuracy or scaling; may be given again. All when left out.")
  var part: [KernelBenchmark.Part] = []
  @Option(name: .long, help: "Threads of the whole network.")
  var threads: Int = 2
  @Option(name: .long, help: "Runs of which the median counts.")
  var repeats: Int = 3
  @Option(name: .long, help: "Edge of the patch in voxels, a multiple of 32.")
  var edge: Int = 128
  @Option(name: .long, help: "portable, avx2 or avx512; the best this machine has when left out.")
  var instructions: InstructionSet?
  @Flag(name: .long, help: "One JSON document.")
  var json = false

  func validate() throws {
    if threads < 1 || threads > 256 { throw ValidationError("--threads takes 1 to 256") }
    if repeats < 1 || repeats > 100 { throw ValidationError("--repeats takes 1 to 100") }
    if edge < 32 || edge > 512 || edge % 32 != 0 {
      throw ValidationError("--edge takes a multiple of 32 from 32 to 512")
    }
    if let instructions, !InstructionSet.available.contains(instructions) {
      throw ValidationError("this machine does not have \(instructions)")
    }
  }

  func run() throws {
    var options = KernelBenchmark.Options()
    if !part.isEmpty { options.parts = part }
    options.threads = threads
    options.repeats = repeats
    options.extent = Axes(edge)
    if let instructions { options.instructions = instructions }
    let rows = try KernelBenchmark.run(options)
    try BenchOutput.write(rows, json: json)
  }
}

extension KernelBenchmark.Part: ExpressibleByArgument {}
extension InstructionSet: ExpressibleByArgument {}
