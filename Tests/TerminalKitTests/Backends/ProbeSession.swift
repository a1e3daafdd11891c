import CSystem
import Foundation
import Glibc

/// The probe program on a pseudo terminal of its own, driven and watched from a test.
final class ProbeSession {
  /// How the program ended.
  enum End: Equatable {
    case code(Int32)
    case signal(Int32)
    case stillRunning
  }

  let pid: pid_t
  /// All the program sent so far.
  private(set) var output: [UInt8] = []
  private(set) var controller: Int32
  private(set) var terminal: Int32
  private let before: termios
  private var hasEnded = false
  private let home = NSTemporaryDirectory() + "fabrica-probe-\(UUID().uuidString)"

  struct Failure: Error { let reason: String }

  /// Starts a program with a terminal of a size. `environment` is all it gets.
  init(
    _ arguments: [String], width: Int = 60, height: Int = 20, program: String = ProbeSession.probe,
    environment: [String: String] = ["TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"]
  ) throws {
    var size = cs_window_size(columns: Int32(width), rows: Int32(height), pixelWidth: 0, pixelHeight: 0)
    var name = [CChar](repeating: 0, count: 128)
    var ends: (Int32, Int32) = (-1, -1)
    guard cs_open_pty(&ends.0, &ends.1, &size, &name, name.count) == 0 else {
      throw Failure(reason: "openpty \(errno)")
    }
    (controller, terminal) = ends
    before = ProbeSession.modes(of: ends.1)
    var all = ["PATH": "/usr/bin:/bin", "FABRICA_HOME": home]
    all.merge(environment) { $1 }
    // The stack of a crash is told elsewhere; here only time would pass.
    if all["SWIFT_BACKTRACE"] == nil { all["SWIFT_BACKTRACE"] = "enable=no" }
    var started: pid_t = 0
    let failure = name.withUnsafeBufferPointer { path -> Int32 in
      let options = cs_spawn_options(
        controllingTerminal: path.baseAddress, errorDescriptor: -1, keepDescriptor: -1)
      return withList([program] + arguments) { list in
        withList(all.map { "\($0.key)=\($0.value)" }) { variables in
          withUnsafePointer(to: options) { cs_spawn(&started, program, list, variables, $0) }
        }
      }
    }
    if failure != 0 { throw Failure(reason: "spawn of \(program): \(failure)") }
    pid = started
  }

  deinit {
    hangUp()
    // A process that was waited for may have left its number to another.
    if !hasEnded {
      var change = cs_child_change()
      kill(pid, SIGKILL)
      _ = cs_child_changed(pid, 1, &change)
    }
    try? FileManager.default.removeItem(atPath: home)
  }

  /// The probe beside the running tests.
  static var probe: String { Bundle.main.bundleURL.appendingPathComponent("TerminalProbe").path }

  /// Text as far as it is ASCII, other bytes as dots.
  var text: String { String(decoding: output.map { $0 < 0x80 ? $0 : 0x2E }, as: UTF8.self) }

  /// Reads until a condition holds; false when `seconds` passed or the program's end of the line closed before.
  @discardableResult
  func wait(_ seconds: Double = 10, until condition: (ProbeSession) -> Bool) -> Bool {
    let deadline = Date().addingTimeInterval(seconds)
    while !condition(self) {
      if Date() >= deadline { return false }
      read(milliseconds: 20)
    }
    return true
  }

  /// Waits for text in all that was sent since the start.
  @discardableResult
  func wait(for text: String, _ seconds: Double = 10) -> Bool {
    let wanted = Array(text.utf8)
    var searched = 0
    return wait(seconds) { session in
      let from = max(0, searched - wanted.count)
      searched = session.output.count
      return session.output[min(from, session.output.count)...].firstRange(of: wanted) != nil
    }
  }

  /// Reads what is there, waiting for it a little.
  func read(milliseconds: Int32) {
    guard controller >= 0 else { return }
    var watched = pollfd(fd: controller, events: Int16(POLLIN), revents: 0)
    guard poll(&watched, 1, milliseconds) > 0 else { return }
    var buffer = [UInt8](repeating: 0, count: 65536)
    let count = Glibc.read(controller, &buffer, buffer.count)
    if count > 0 { output.append(contentsOf: buffer[0..<count]) } else { usleep(5_000) }
  }

  /// Types text.
  func type(_ text: String) {
    let bytes = Array(text.utf8)
    _ = cs_write_all(controller, bytes, bytes.count, 1000)
  }

  func forgetOutput() { output.removeAll() }

  func resize(width: Int, height: Int) {
    var size = cs_window_size(columns: Int32(width), rows: Int32(height), pixelWidth: 0, pixelHeight: 0)
    _ = cs_set_window_size(controller, &size)
  }

  /// Closes the terminal as a lost connection does.
  func hangUp() {
    if controller >= 0 { close(controller) }
    if terminal >= 0 { close(terminal) }
    controller = -1
    terminal = -1
  }

  /// Waits for the program's end.
  func end(within seconds: Double = 5, readingMeanwhile: Bool = true) -> End {
    let deadline = Date().addingTimeInterval(seconds)
    while true {
      var change = cs_child_change()
      if cs_child_changed(pid, 0, &change) == 0, change.pid == pid {
        if change.exited != 0 { return finish(.code(change.exitCode)) }
        if change.signaled != 0 { return finish(.signal(change.signal)) }
      }
      if Date() >= deadline { return .stillRunning }
      if controller >= 0, readingMeanwhile { read(milliseconds: 10) } else { usleep(10_000) }
    }
  }

  private func finish(_ end: End) -> End {
    hasEnded = true
    for _ in 0..<5 { read(milliseconds: 5) }
    return end
  }

  /// Whether the terminal's modes are those it had before the program.
  var modesAreRestored: Bool {
    let now = ProbeSession.modes(of: terminal)
    return now.c_iflag == before.c_iflag && now.c_oflag == before.c_oflag && now.c_cflag == before.c_cflag
      && now.c_lflag == before.c_lflag && ProbeSession.keys(of: now) == ProbeSession.keys(of: before)
  }

  /// Private modes that are on after all that was sent.
  func privateModes(width: Int = 60, height: Int = 20) -> Set<Int> {
    screen(width: width, height: height).modes
  }

  /// The screen after all that was sent.
  func screen(width: Int = 60, height: Int = 20) -> ScreenInterpreter {
    var screen = ScreenInterpreter(width: width, height: height)
    screen.feed(output)
    return screen
  }

  private static func modes(of descriptor: Int32) -> termios {
    var modes = termios()
    tcgetattr(descriptor, &modes)
    return modes
  }

  private static func keys(of modes: termios) -> [UInt8] { withUnsafeBytes(of: modes.c_cc) { Array($0) } }
}

private func withList<R>(_ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> R) -> R
{
  var copies: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) }
  copies.append(nil)
  defer { for copy in copies { free(copy) } }
  return copies.withUnsafeBufferPointer { buffer in
    guard let base = buffer.baseAddress else { preconditionFailure("never empty") }
    return body(base)
  }
}
