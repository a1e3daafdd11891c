import CSystem
import Glibc

/// A parent that outlives the program on the screen and gives the terminal back after any death of it, SIGKILL and the
/// kernel's out-of-memory killer included.
///
/// The parent starts the same program once more in the same process group and waits; it draws nothing and holds no data. The
/// child's standard error goes to a log, because text on a screen that curses draws would tear it, and comes back to the
/// person after an orderly end. Costs one more start of the program, a few milliseconds.
public enum Supervisor {
  /// How the program is started and what is said after its death.
  public struct Options: Sendable {
    /// The program's arguments with its own name first.
    public var arguments: [String]
    /// Its environment.
    public var environment: [String: String]
    /// The program to start.
    public var executable: String

    /// This program, started as this process was.
    public init(
      arguments: [String], environment: [String: String], executable: String = Supervisor.thisExecutable
    ) {
      self.arguments = arguments
      self.environment = environment
      self.executable = executable
    }
  }

  /// The file this process runs.
  public static var thisExecutable: String {
    var path = [UInt8](repeating: 0, count: 4096)
    let count = path.withUnsafeMutableBytes { buffer in
      buffer.baseAddress.map { readlink("/proc/self/exe", $0, buffer.count) } ?? -1
    }
    // A program replaced by a newer build while it runs has only this name left.
    guard count > 0, count < path.count else { return "/proc/self/exe" }
    let name = String(decoding: path[0..<count], as: UTF8.self)
    return access(name, X_OK) == 0 ? name : "/proc/self/exe"
  }

  // MARK: In the child

  /// Whether this process is such a child.
  public static var isSupervised: Bool { link != nil }

  /// To be called first thing in a child: it ends when its parent does, leaves no core dump with patient data, and its own
  /// children do not take themselves for supervised.
  public static func enterChild() {
    guard let link else { return }
    unsetenv(SupervisorLink.variable)
    cs_forbid_core_dumps()
    if cs_die_with_parent(link.parent, SIGTERM) != 0 { exit(1) }
  }

  private static let link = SupervisorLink(
    environmentValue: getenv(SupervisorLink.variable).map { String(cString: $0) })

  /// Tells the parent whether the terminal has to be given back.
  static func markScreen(taken: Bool) { link?.markScreen(taken: taken) }

  // MARK: In the parent

  /// Starts the program, waits for its end, and puts the terminal right if need be.
  /// - Returns: the code to exit with: the program's own, or 128 and the signal's number after a death, as shells have it.
  public static func run(_ options: Options) -> Int32 {
    var watch = SupervisedRun(options)
    return watch.run()
  }
}

/// The word between parent and child: one byte in a file in memory, 1 while the child holds the terminal.
struct SupervisorLink: Sendable {
  /// Holds the descriptor and the parent's process id.
  static let variable = "FABRICA_SUPERVISED"

  /// The file.
  let descriptor: Int32
  /// The parent.
  let parent: pid_t

  /// In the parent: a new file.
  init?() {
    descriptor = cs_memory_file("supervisor")
    parent = getpid()
    if descriptor < 0 { return nil }
  }

  /// In the child; nil when nobody supervises.
  init?(environmentValue: String?) {
    let parts = environmentValue?.split(separator: ":").compactMap { Int32($0) } ?? []
    guard parts.count == 2, parts[0] > 2, fcntl(parts[0], F_GETFD) >= 0 else { return nil }
    descriptor = parts[0]
    parent = parts[1]
    // Not for the child's own children.
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
  }

  /// What the child finds in its environment.
  var environmentValue: String { "\(descriptor):\(parent)" }

  /// Writes the byte.
  func markScreen(taken: Bool) {
    var byte: UInt8 = taken ? 1 : 0
    _ = pwrite(descriptor, &byte, 1, 0)
  }

  /// Reads the byte.
  var screenIsTaken: Bool {
    var byte: UInt8 = 0
    return pread(descriptor, &byte, 1, 0) == 1 && byte == 1
  }
}
