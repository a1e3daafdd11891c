import ArgumentParser

/// Networks learn.
struct Train: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train", abstract: "Train a network on a data set.",
    discussion: """
      Examples:
        fabrica phantom dataset --task esophagus --cases 20 --spacing 4 --out data
        fabrica train encoder data/Dataset804_PhantomEsophagus -o esophagus.fabrica --budget 20min
      """,
    subcommands: [TrainEncoder.self, TrainDecoder.self])
}
