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
}
