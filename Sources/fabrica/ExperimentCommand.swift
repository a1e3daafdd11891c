import ArgumentParser

/// What is measured over many runs.
struct Experiment: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "experiment", abstract: "Repeat what the project claims of itself.",
    discussion: """
      Examples:
        fabrica experiment continual --size smoke --out smoke
      """,
    subcommands: [ExperimentContinual.self])
}
