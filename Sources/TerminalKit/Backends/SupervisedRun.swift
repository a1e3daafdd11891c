import CSystem
import Glibc

/// One run of a supervised program, in the parent.
struct SupervisedRun {
  private let options: Supervisor.Options
  private let log: SessionLog
  private let link: SupervisorLink?
  private let terminal: Int32?
  private var modes = termios()
  private var child: pid_t = 0
  private var askedToEnd = false

  private static let watched: [Int32] = [SIGCHLD, SIGTERM, SIGHUP, SIGTSTP, SIGCONT]
  private static let ignored: [Int32] = [SIGINT, SIGQUIT]
  /// Time a program has to leave after it was asked to.
  private static let grace = 3.0

  init(_ options: Supervisor.Options) {
    self.options = options
    log = SessionLog(environment: options.environment)
    link = SupervisorLink()
    terminal = ([1, 0, 2] as [Int32]).first { isatty($0) == 1 }
  }

  mutating func run() -> Int32 {
    if let terminal { tcgetattr(terminal, &modes) }
    _ = cs_block_signals(SupervisedRun.watched, SupervisedRun.watched.count)
    cs_ignore_signals(SupervisedRun.ignored, SupervisedRun.ignored.count)
    let failure = start()
    guard failure == 0 else {
      say("cannot start \(options.executable): \(String(cString: strerror(failure)))")
      return 1
    }
    let end = waitForEnd()
    if link?.screenIsTaken == true { restore() }
    if end.signaled == 0 {
      log.relayAndRemove()
      return end.exitCode
    }
    let name = signalName(end.signal)
    log.append("ended by \(name)\n")
    say("ended unexpectedly (signal \(end.signal), \(name)); \(log.place)")
    return 128 + end.signal
  }

  // MARK: Starting

  private mutating func start() -> Int32 {
    var environment = options.environment
    if let link { environment[SupervisorLink.variable] = link.environmentValue }
    // Has to be there when the program starts. The usual answer to a trap would ask what to do and wait for a key.
    if environment["SWIFT_BACKTRACE"] == nil {
      environment["SWIFT_BACKTRACE"] =
        "enable=yes,interactive=no,color=no,output-to=stderr,threads=crashed,images=none,"
        + "registers=none,sanitize=yes,symbolicate=fast,cache=no,timeout=5s"
    }
    let spawn = cs_spawn_options(
      controllingTerminal: nil, errorDescriptor: log.descriptor, keepDescriptor: link?.descriptor ?? -1)
    var pid: pid_t = 0
    let failure = CStrings.with(options.arguments) { arguments in
      CStrings.with(environment.map { "\($0.key)=\($0.value)" }) { variables in
        withUnsafePointer(to: spawn) { cs_spawn(&pid, options.executable, arguments, variables, $0) }
      }
    }
    child = pid
    return failure
  }

  // MARK: Watching

  private mutating func waitForEnd() -> cs_child_change {
    var asked: Double?
    while true {
      let left = asked.map { max(0, SupervisedRun.grace - (Clock.seconds() - $0)) }
      let signal = cs_wait_signal(
        SupervisedRun.watched, SupervisedRun.watched.count, left.map { Int32(clamping: Int($0 * 1000)) } ?? -1
      )
      switch signal {
      case 0:
        kill(child, SIGKILL)
        asked = nil
      case SIGTERM, SIGHUP:
        kill(child, signal)
        // A stopped child could not leave.
        kill(child, SIGCONT)
        asked = asked ?? Clock.seconds()
      case SIGTSTP: kill(child, SIGTSTP)
      case SIGCONT: kill(child, SIGCONT)
      default: break
      }
      if let end = takeChanges() { return end }
    }
  }

  /// Deals with what happened to the child; gives its end.
  private mutating func takeChanges() -> cs_child_change? {
    while true {
      var change = cs_child_change()
      guard cs_child_changed(child, 0, &change) == 0 else {
        return cs_child_change(
          pid: child, exited: 1, exitCode: 1, signaled: 0, signal: 0, stopped: 0, continued: 0)
      }
      if change.pid == 0 { return nil }
      if change.exited != 0 || change.signaled != 0 { return change }
      if change.stopped != 0 { stopToo() }
    }
  }

  /// The shell waits for this process: it takes over only when this one stops as well.
  private func stopToo() {
    // A child stopped from outside had no time to give the terminal back; it takes it again when it goes on.
    if link?.screenIsTaken == true { restore() }
    cs_stop_self()
    kill(child, SIGCONT)
  }

  // MARK: Putting things right

  private func restore() {
    guard let terminal else { return }
    let undo = ControlSequences.undo
    _ = cs_write_all(terminal, undo, undo.count, 1000)
    var saved = modes
    _ = cs_set_modes(terminal, &saved)
    link?.markScreen(taken: false)
  }

  private func say(_ text: String) {
    let path = options.arguments.first ?? "fabrica"
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let line = Array("\(name): \(text)\n".utf8)
    _ = cs_write_all(2, line, line.count, 1000)
  }

  private func signalName(_ signal: Int32) -> String {
    let names: [Int32: String] = [
      SIGHUP: "SIGHUP", SIGINT: "SIGINT", SIGQUIT: "SIGQUIT", SIGILL: "SIGILL", SIGTRAP: "SIGTRAP",
      SIGABRT: "SIGABRT", SIGBUS: "SIGBUS", SIGFPE: "SIGFPE", SIGKILL: "SIGKILL", SIGSEGV: "SIGSEGV",
      SIGPIPE: "SIGPIPE", SIGTERM: "SIGTERM", SIGSYS: "SIGSYS",
    ]
    return names[signal] ?? "signal \(signal)"
  }
}

/// Lists of strings as C programs take them.
enum CStrings {
  /// Calls `body` with a null-terminated list that lives as long as the call.
  static func with<R>(_ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> R) -> R {
    var copies: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) }
    copies.append(nil)
    defer { for copy in copies { free(copy) } }
    return copies.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { preconditionFailure("the list holds at least its end") }
      return body(base)
    }
  }
}
