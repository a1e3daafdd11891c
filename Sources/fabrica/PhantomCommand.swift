import ArgumentParser
import Phantoms
import Workstation

/// Makes synthetic patients; hidden, because it is for those who build the program.
struct Phantom: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "phantom", abstract: "Make a synthetic patient.", shouldDisplay: false,
    subcommands: [Make.self, Torso.self])

  /// The patient of SampleData.
  struct Torso: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write the torso of SampleData: CT and labels.",
      discussion: """
        Examples:
          fabrica phantom torso --out SampleData/torso
          fabrica phantom torso --out patient-7 --seed 7
        """)

    @Option(help: "The folder to write into, made when it is not there.", completion: .directory)
    var out: String

    @Option(help: "Another number makes another patient.")
    var seed: UInt64?

    @Flag(name: .shortAndLong, help: "Write over files that exist.")
    var force = false

    func run() throws {
      try OutputFiles.requireAbsent(
        [SampleDataMaker.ctName, SampleDataMaker.labelsName].map { "\(out)/\($0)" }, force: force)
      try SampleDataMaker.write(seed.map { TorsoPhantom(seed: $0) } ?? SampleDataMaker.phantom, to: out)
      try Console.write("\(out)/\(SampleDataMaker.ctName)\n\(out)/\(SampleDataMaker.labelsName)")
    }
  }
}
