import ArgumentParser
import Phantoms
import Workstation

/// Synthetic patients; hidden until they have all organs.
struct Phantom: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "phantom", abstract: "Make a synthetic patient.", shouldDisplay: false,
    subcommands: [TorsoMaker.self])
}

/// The patient of SampleData.
struct TorsoMaker: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "torso", abstract: "Write the sample patient: CT and labels of a torso.",
    discussion: """
      Example:
        fabrica phantom torso --out SampleData/torso
      """)

  @Option(name: .long, help: "The folder to write into.")
  var out: String

  func run() throws {
    try SampleDataMaker.write(to: out)
    Console.say("wrote \(out)/\(SampleDataMaker.ctName) and \(SampleDataMaker.labelsName)")
  }
}
