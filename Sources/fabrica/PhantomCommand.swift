import ArgumentParser

/// Makes synthetic patients.
struct Phantom: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "phantom", abstract: "Make synthetic patients: CT and the labels of every organ.",
    discussion: """
      Examples:
        fabrica phantom make --out patient --seed 7
        fabrica phantom dataset --task total --cases 40 --out data --spacing 3
        fabrica phantom check --seeds 10
      """,
    subcommands: [Make.self, Dataset.self, Paint.self, Check.self, Sample.self])
}
