import Foundation
import Glibc

/// A program in a real terminal: a tmux server of its own with one pane, driven by keys and read as text.
///
/// It waits for what a reader would see, never for time to pass. The pane stays after the program's end, so that
/// the screen it left can be read; the server ends with the pane object.
final class Pane {
  private let home: TemporaryFolder
  private let server: String
  private let environment: [String: String]

  /// Something expected on the screen did not come.
  struct NotSeen: Error, CustomStringConvertible {
    let expected: String
    let screen: String
    var description: String { "not seen: \(expected)\n--- the screen ---\n\(screen)\n---" }
  }

  /// tmux itself refused a command.
  struct Refused: Error {
    let command: [String]
    let message: String
  }

  /// Starts a command in a pane of the given size.
  /// - Parameters:
  ///   - command: the program and its arguments, handed over as they are.
  ///   - terminal: what the program finds in TERM.
  ///   - environment: variables to add to a story's own.
  ///   - home: holds state and configuration; give one to share it between panes.
  init(
    _ command: [String], columns: Int = 120, rows: Int = 40, terminal: String = "tmux-256color",
    environment: [String: String] = [:], home: TemporaryFolder? = nil
  ) throws {
    self.home = try home ?? TemporaryFolder()
    server = "fabrica-\(UUID().uuidString)"
    self.environment = Program.environment(
      home: self.home, adding: environment.merging(["TMUX_TMPDIR": self.home.path]) { $1 })
    // One argument would be read by a shell; with env in front there are always two.
    try tmux(
      ["start-server"], ["set-option", "-g", "status", "off"], ["set-option", "-g", "remain-on-exit", "on"],
      ["set-option", "-g", "remain-on-exit-format", ""],
      ["set-option", "-g", "default-terminal", terminal], ["set-option", "-s", "escape-time", "0"],
      ["new-session", "-d", "-x", String(columns), "-y", String(rows), "--", "env"] + command)
  }

  /// Starts `fabrica` with arguments.
  static func fabrica(
    _ arguments: [String], columns: Int = 120, rows: Int = 40, terminal: String = "tmux-256color",
    environment: [String: String] = [:], home: TemporaryFolder? = nil
  ) throws -> Pane {
    try Pane(
      [Program.path] + arguments, columns: columns, rows: rows, terminal: terminal, environment: environment,
      home: home)
  }

  deinit { _ = try? tmux(["kill-server"]) }

  // MARK: What a reader does

  /// Presses keys one after another, written as for `--keys`: `3 s <down> <c-p> 'liver'`.
  func press(_ keys: String) throws {
    for stroke in try KeyStroke.parse(keys) {
      switch stroke {
      case .named(let name): try tmux(["send-keys", name])
      case .text(let text): try tmux(["send-keys", "-l", "--", text])
      }
    }
  }

  /// Gives the terminal a new size.
  func resize(columns: Int, rows: Int) throws {
    try tmux(["resize-window", "-x", String(columns), "-y", String(rows)])
  }

  /// Sends a signal to the pane's first process.
  func signal(_ number: Int32) throws {
    guard let pid = pid_t(try format("#{pane_pid}")), pid > 1 else { return }
    kill(pid, number)
  }

  // MARK: What a reader sees

  /// The screen as text: one line a row, blanks at the right end left out.
  var screen: String { get throws { try tmux(["capture-pane", "-p"]) } }

  /// The screen with its colours and attributes as SGR escape sequences.
  var styledScreen: String { get throws { try tmux(["capture-pane", "-e", "-p"]) } }

  /// Whether the alternate screen is on, as it is while a full-screen program runs.
  var isAlternateScreen: Bool { get throws { try format("#{alternate_on}") == "1" } }

  /// Whether the cursor can be seen.
  var isCursorVisible: Bool { get throws { try format("#{cursor_flag}") == "1" } }

  /// The program's exit code once it has ended, 128 plus the signal if one ended it; nil while it runs.
  var exitCode: Int32? {
    get throws {
      let fields = try format("#{pane_dead}:#{pane_dead_status}:#{pane_dead_signal}:#{pid}:")
        .split(separator: ":", omittingEmptySubsequences: false)
      guard fields.count == 5, fields[0] == "1" else { return nil }
      if let code = Int32(fields[1]) { return code }
      if let signal = Int32(fields[2]) { return 128 + signal }
      // tmux 3.3a now and then sleeps through its child's SIGCHLD; it counts its dead at the next one.
      if let server = pid_t(fields[3]), server > 1 { kill(server, SIGCHLD) }
      return nil
    }
  }

  /// Waits until a text stands on the screen.
  func wait(for text: String, timeout: Duration = .seconds(15)) throws {
    try wait("\"\(text)\"", timeout: timeout) { try screen.contains(text) }
  }

  /// Waits until a text no longer stands on the screen.
  func wait(forNo text: String, timeout: Duration = .seconds(15)) throws {
    try wait("no \"\(text)\"", timeout: timeout) { try !screen.contains(text) }
  }

  /// Waits for the program's end and tells its exit code.
  @discardableResult
  func waitForExit(timeout: Duration = .seconds(15)) throws -> Int32 {
    var code: Int32 = 0
    try wait("the end of the program", timeout: timeout) {
      guard let ended = try exitCode else { return false }
      code = ended
      return true
    }
    return code
  }

  /// Waits until something holds, asking every 20 ms.
  func wait(_ expected: String, timeout: Duration = .seconds(15), until holds: () throws -> Bool) throws {
    let end = ContinuousClock.now + timeout
    while try !holds() {
      if ContinuousClock.now > end { throw NotSeen(expected: expected, screen: try screen) }
      usleep(20_000)
    }
  }

  private func format(_ text: String) throws -> String {
    try tmux(["display-message", "-p", text]).trimmingCharacters(in: .newlines)
  }

  @discardableResult
  private func tmux(_ commands: [String]...) throws -> String {
    let arguments = ["tmux", "-L", server, "-f", "/dev/null"] + commands.joined(separator: [";"])
    let result = try ChildProcess.run(arguments, environment: environment, deadline: .seconds(15))
    guard result.exitCode == 0 else { throw Refused(command: arguments, message: result.stderr) }
    return result.stdout
  }
}
