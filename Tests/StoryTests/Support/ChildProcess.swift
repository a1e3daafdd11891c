import Foundation
import Glibc

/// Children for tests: spawned with an empty signal mask and default handlers, waited for with a deadline.
///
/// swift-testing runs tests on threads with nearly every signal blocked and a child would inherit that: a program
/// deaf to SIGTERM tests nothing. Standard streams are files, opened in the child: no descriptor is shared with
/// children of tests that run beside this one, and a daemon that outlives its parent keeps nobody waiting.
enum ChildProcess {
  /// What a child left behind.
  struct Result: Sendable {
    /// The exit code; 128 plus the signal when a signal ended it, as a shell says it.
    let exitCode: Int32
    /// Everything it wrote to standard output.
    let stdout: String
    /// Everything it wrote to standard error.
    let stderr: String
  }

  /// Why a child could not be run to its end.
  enum Failure: Error {
    /// posix_spawn refused; the system's reason.
    case notSpawned(program: String, reason: String)
    /// It ran past its deadline and was killed; what it had said on standard error.
    case hung(arguments: [String], stderr: String)
  }

  /// Runs a program by its path or by its name on the PATH, and waits for its end.
  /// - Parameter environment: the whole environment of the child; nothing is inherited.
  static func run(
    _ arguments: [String], environment: [String: String], input: String = "",
    deadline: Duration = .seconds(60)
  ) throws -> Result {
    let folder = try TemporaryFolder()
    let streams = ["in", "out", "err"].map { folder.path($0) }
    try input.write(toFile: streams[0], atomically: false, encoding: .utf8)
    let pid = try spawn(arguments, environment: environment, streams: streams)
    guard let status = wait(for: pid, deadline: deadline) else {
      kill(pid, SIGKILL)
      _ = wait(for: pid, deadline: .seconds(10))
      throw Failure.hung(arguments: arguments, stderr: text(streams[2]))
    }
    return Result(exitCode: status, stdout: text(streams[1]), stderr: text(streams[2]))
  }

  private static func spawn(
    _ arguments: [String], environment: [String: String], streams: [String]
  ) throws -> pid_t {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    var all = sigset_t()
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, streams[0], O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, streams[1], O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, streams[2], O_WRONLY | O_CREAT | O_TRUNC, 0o600)

    var argv: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    var envp: [UnsafeMutablePointer<CChar>?] =
      environment.sorted { $0.key < $1.key }.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer {
      for string in argv { free(string) }
      for string in envp { free(string) }
    }
    var pid: pid_t = 0
    let program = arguments.first ?? ""
    let code = posix_spawnp(&pid, program, &actions, &attributes, &argv, &envp)
    guard code == 0 else {
      throw Failure.notSpawned(program: program, reason: String(cString: strerror(code)))
    }
    return pid
  }

  /// The exit code of a child as a shell would say it; nil when the deadline came first.
  private static func wait(for pid: pid_t, deadline: Duration) -> Int32? {
    let end = ContinuousClock.now + deadline
    var status: Int32 = 0
    while waitpid(pid, &status, WNOHANG) == 0 {
      if ContinuousClock.now > end { return nil }
      usleep(2000)
    }
    let signal = status & 0x7F
    return signal == 0 ? status >> 8 & 0xFF : 128 + signal
  }

  private static func text(_ path: String) -> String {
    String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
  }
}
