import ArgumentParser
import Workstation

struct Themes: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "The themes that can be chosen, and what a theme looks like.",
    discussion: """
      Themes are TOML files; where they are looked for is said by `fabrica doctor`.

      Examples:
        fabrica themes
        fabrica themes --show fabrica-dark
        fabrica themes --json
      """)

  @Option(help: "Show every role of one theme, by name or by its file.")
  var show: String?

  @OptionGroup var output: OutputOptions

  func run() throws {
    let loader = ProgramPlaces.current.themes
    let report =
      try show.map { try ThemesCommand.report(loader, showing: $0) } ?? ThemesCommand.report(loader)
    try output.print(report, text: report.text(loader, depth: Console.colorDepth))
  }
}
