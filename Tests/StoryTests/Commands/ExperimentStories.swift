import Foundation
import Testing

/// The experiment of continual learning, as anyone repeats it.
@Suite struct ExperimentStories {
  @Test func itHasHelpWithExamples() throws {
    let result = try runProgram(["experiment", "continual", "--help"])
    #expect(result.exitCode == 0 && result.stdout.contains("Examples:\n  fabrica experiment continual"))
  }

  @Test(arguments: [
    [], ["--size", "huge", "--out", "x"], ["--size", "smoke"],
    ["--size", "smoke", "--out", "x", "--only", "magic"],
    ["--size", "smoke", "--out", "x", "--threads", "0"],
  ])
  func wrongUsageIsTwo(_ arguments: [String]) throws {
    let result = try runProgram(["experiment", "continual"] + arguments)
    #expect(result.exitCode == 2 && result.stdout.isEmpty, "\(result.stderr)")
  }

  /// Ctrl-C, the same command again, the report, and nothing done twice.
  @Test func itGoesOnWhereItWasStoppedAndReports() throws {
    let home = try TemporaryFolder(), folder = home.path("smoke")
    let arguments = ["experiment", "continual", "--size", "smoke", "--out", folder, "--only", "separate"]
    let stopped = try ChildProcess.run(
      ["timeout", "--preserve-status", "--signal", "INT", "2", Program.path] + arguments,
      environment: Program.environment(home: home))
    #expect(stopped.exitCode == 130, "\(stopped.stderr)")

    let done = try runProgram(arguments + ["--only", "ours"], home: home, deadline: .seconds(300))
    #expect(done.exitCode == 0, "\(done.stderr)")
    #expect(done.stdout.hasPrefix("\(folder)/report.md\n") && done.stdout.contains("| 0, by hash |"))
    let text = try String(contentsOfFile: folder + "/report.md", encoding: .utf8)
    #expect(text.contains("Continual learning of 143 organs in 4 tasks"))

    let clock = ContinuousClock()
    let again = try clock.measure {
      let result = try runProgram(arguments + ["--json"], home: home)
      #expect(result.exitCode == 0 && result.stdout.contains("\"method\" : \"ours\""))
    }
    #expect(again < .seconds(10))

    let other = ["experiment", "continual", "--size", "standard", "--out", folder]
    let refused = try runProgram(other, home: home)
    #expect(refused.exitCode == 2 && refused.stderr.contains("choose another folder"), "\(refused.stderr)")
  }
}
