import ArgumentParser
import TerminalKit
import Workstation

struct Doctor: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "What the program finds on this machine, and what to mend.",
    discussion: """
      Nothing is written and nothing is asked of the terminal. The exit code is 1 only when something prevents work.

      Examples:
        fabrica doctor
        fabrica doctor --json
      """)

  @OptionGroup var output: OutputOptions

  func run() throws {
    let report = DoctorCommand.report(ActionTable(ViewerActions.all))
    try output.print(report, text: report.text)
    if !report.canWork { throw ExitCode(ExitCodes.failed) }
  }
}
