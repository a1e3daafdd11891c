import ArgumentParser
import TerminalKit
import Workstation

struct Actions: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Every action of the workstation with its keys.",
    discussion: """
      Keys are those in force, the reader's own key map included, written as a key map and `fabrica open --keys` \
      take them.

      Examples:
        fabrica actions
        fabrica actions --json
      """)

  @OptionGroup var output: OutputOptions

  func run() throws {
    let keys = ReaderKeys(ProgramPlaces.current.keyMap)
    var table = ActionTable(ViewerActions.all)
    for problem in keys.apply(to: &table) { Console.say(problem) }
    let report = ActionsReport(table)
    try output.print(report, text: report.text)
  }
}
