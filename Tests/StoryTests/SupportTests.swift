import Glibc
import Testing

/// The tools that stories are told with, tried on a shell before anything is proved by them.
@Suite(.serialized) struct SupportTests {
  let home: TemporaryFolder
  let environment: [String: String]

  init() throws {
    home = try TemporaryFolder()
    environment = Program.environment(home: home)
  }

  @Test func childTellsItsStreamsAndItsExitCode() throws {
    let result = try ChildProcess.run(
      ["sh", "-c", "cat; echo oops >&2; exit 3"], environment: environment, input: "naïve\n")
    #expect(result.exitCode == 3)
    #expect(result.stdout == "naïve\n")
    #expect(result.stderr == "oops\n")
  }

  @Test func childStartsWithNoSignalBlockedOrIgnored() throws {
    let result = try ChildProcess.run(
      ["sh", "-c", "grep -E '^Sig(Blk|Ign)' /proc/self/status"], environment: environment)
    // Signals 32 and 33 belong to the C library, which lets nobody set them.
    let ours: UInt64 = ~0x1_8000_0000
    let masks = result.stdout.matches(of: /\t([0-9a-f]+)/).map { UInt64($0.1, radix: 16).map { $0 & ours } }
    #expect(masks == [0, 0])
  }

  @Test func childHasOnlyTheEnvironmentOfTheStory() throws {
    setenv("FABRICA_LEAK", "1", 1)
    defer { unsetenv("FABRICA_LEAK") }
    let result = try ChildProcess.run(["env"], environment: environment)
    #expect(result.stdout.contains("FABRICA_HOME=\(home.path)"))
    #expect(!result.stdout.contains("FABRICA_LEAK"))
  }

  @Test func signalIsToldAsAShellTellsIt() throws {
    let result = try ChildProcess.run(["sh", "-c", "kill -SEGV $$"], environment: environment)
    #expect(result.exitCode == 128 + SIGSEGV)
  }

  @Test func hungChildIsKilledAtItsDeadline() throws {
    #expect(throws: ChildProcess.Failure.self) {
      try ChildProcess.run(["sleep", "30"], environment: environment, deadline: .milliseconds(100))
    }
  }

  @Test func missingProgramIsAnError() throws {
    #expect(throws: ChildProcess.Failure.self) {
      try ChildProcess.run([home.path("nothing")], environment: environment)
    }
  }

  @Test func paneShowsWhatIsTypedAndTheExitCode() throws {
    let pane = try Pane(
      ["sh", "-c", "printf 'ready: '; read line; echo \"got $line\"; exit 7"], columns: 60, rows: 10)
    try pane.wait(for: "ready:")
    #expect(try pane.exitCode == nil)
    try pane.press("'two words; and <b>' <enter>")
    try pane.wait(for: "got two words; and <b>")
    #expect(try pane.waitForExit() == 7)
    #expect(try pane.screen.contains("got two words"))
  }

  @Test func paneHasItsSizeAndTellsTheProgramOfANewOne() throws {
    let pane = try Pane(
      ["sh", "-c", "trap 'stty size' WINCH; stty size; echo $TERM; while :; do sleep 0.05; done"],
      columns: 91, rows: 23)
    try pane.wait(for: "23 91")
    try pane.wait(for: "tmux-256color")
    try pane.resize(columns: 40, rows: 12)
    try pane.wait(for: "12 40")
  }

  @Test func paneKeepsColoursModesAndSignals() throws {
    let script = #"printf '\033[?1049h\033[?25l\033[38;2;1;2;3mcolour\033[0m'; sleep 30"#
    let pane = try Pane(["sh", "-c", script], columns: 60, rows: 10)
    try pane.wait(for: "colour")
    #expect(try pane.styledScreen.contains("38;2;1;2;3"))
    #expect(try pane.isAlternateScreen)
    #expect(try !pane.isCursorVisible)
    try pane.signal(SIGKILL)
    #expect(try pane.waitForExit() == 128 + SIGKILL)
  }

  @Test func waitingInVainShowsTheScreen() throws {
    let pane = try Pane(["sh", "-c", "echo something else; sleep 30"], columns: 60, rows: 10)
    try pane.wait(for: "something else")
    let error = #expect(throws: Pane.NotSeen.self) { try pane.wait(for: "hope", timeout: .milliseconds(100)) }
    #expect(error?.description.contains("something else") == true)
  }

  @Test(arguments: [
    ("3 s <down> <c-p>", [KeyStroke.text("3"), .text("s"), .named("Down"), .named("C-p")]),
    ("'a b' <s-up> <f5> <pgdn>", [.text("a b"), .named("S-Up"), .named("F5"), .named("NPage")]),
    ("< > '", [.text("<"), .text(">"), .text("'")]),
  ])
  func strokesAreReadAsTheProgramReadsThem(line: String, strokes: [KeyStroke]) throws {
    #expect(try KeyStroke.parse(line) == strokes)
  }

  @Test func unknownStrokeIsRefused() {
    #expect(throws: KeyStroke.Unknown.self) { try KeyStroke.parse("<nowhere>") }
  }

  @Test func builtProgramIsFound() throws {
    #expect(access(Program.path, X_OK) == 0)
    #expect(try runProgram(["--help"]).exitCode == 0)
  }
}
