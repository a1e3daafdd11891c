import CSystem
import Glibc

/// Starts the program and reads from the system how much memory it used at its peak.
struct MemoryProbe {
  let program: String
  let arguments: [String]

  /// Bytes resident at the peak, from the system's own accounting of the finished process.
  func peakBytes() throws -> Double {
    let pid = try ProcessProbe.start(program, arguments, terminal: nil)
    var status: Int32 = 0
    var usage = rusage()
    guard wait4(pid, &status, 0, &usage) == pid else { throw ProbeError.cannotWait(errno) }
    guard status == 0 else { throw ProbeError.failed(status: status) }
    return Double(usage.ru_maxrss) * 1024
  }
}

/// Starts the program on a pseudo terminal of 200x60 and waits for the first slice.
struct FirstPaintProbe {
  let program: String
  let arguments: [String]
  /// Whether the terminal says what it is when it is asked, as every real one does.
  let answers: Bool
  /// What asks a terminal what it is (DA1), and what a plain one says.
  private static let question = Array("\u{1B}[c".utf8)
  private static let answer = Array("\u{1B}[?62;22c".utf8)
  /// Half blocks on the screen by which a picture is told from frames and text.
  private static let enough = 200

  /// Seconds from the start of the process until a slice has been painted.
  func seconds() throws -> Double {
    var controller: Int32 = -1
    var terminal: Int32 = -1
    var name = [CChar](repeating: 0, count: 128)
    var size = cs_window_size(columns: 200, rows: 60, pixelWidth: 1600, pixelHeight: 960)
    guard cs_open_pty(&controller, &terminal, &size, &name, name.count) == 0 else {
      throw ProbeError.noTerminal(errno)
    }
    defer {
      close(controller)
      close(terminal)
    }
    let start = LookBenchmark.clock.now
    let pid = try ProcessProbe.start(program, arguments, terminal: name)
    defer {
      kill(pid, SIGKILL)
      var status: Int32 = 0
      waitpid(pid, &status, 0)
    }
    var seen = 0
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while seen < Self.enough {
      var poller = pollfd(fd: controller, events: Int16(POLLIN), revents: 0)
      guard poll(&poller, 1, 10_000) > 0 else { throw ProbeError.silent }
      let count = read(controller, &buffer, buffer.count)
      guard count > 0 else { throw ProbeError.silent }
      seen += ProcessProbe.halfBlocks(in: buffer[..<count])
      if answers, buffer[..<count].firstRange(of: Self.question) != nil {
        _ = write(controller, Self.answer, Self.answer.count)
      }
    }
    return LookBenchmark.seconds(start.duration(to: LookBenchmark.clock.now))
  }
}

/// Why a probe has no figure.
enum ProbeError: Error, CustomStringConvertible {
  /// The process could not be started.
  case cannotStart(Int32)
  /// The process could not be waited for.
  case cannotWait(Int32)
  /// It ended with an error.
  case failed(status: Int32)
  /// No pseudo terminal was to be had.
  case noTerminal(Int32)
  /// Nothing was painted within ten seconds.
  case silent

  var description: String {
    switch self {
    case .cannotStart(let code): "the program could not be started (errno \(code))"
    case .cannotWait(let code): "the program could not be waited for (errno \(code))"
    case .failed(let status): "the program ended with status \(status)"
    case .noTerminal(let code): "no pseudo terminal (errno \(code))"
    case .silent: "nothing was painted within ten seconds"
    }
  }
}

enum ProcessProbe {
  /// Starts a process; on a terminal of its own when one is named, else with its output thrown away.
  static func start(_ program: String, _ arguments: [String], terminal: [CChar]?) throws -> pid_t {
    var environment = ["PATH=/usr/bin:/bin", "TERM=xterm-256color", "COLORTERM=truecolor", "LANG=C.UTF-8"]
    for name in ["HOME", "FABRICA_HOME", "FABRICA_ROOT", "LD_LIBRARY_PATH"] {
      if let value = getenv(name) { environment.append("\(name)=\(String(cString: value))") }
    }
    var argv = ([program] + arguments).map { strdup($0) } + [nil]
    var envp = environment.map { strdup($0) } + [nil]
    defer { (argv + envp).forEach { free($0) } }
    var pid: pid_t = 0
    let path = terminal ?? Array("/dev/null".utf8CString)
    let result = path.withUnsafeBufferPointer { buffer -> Int32 in
      var options = cs_spawn_options(
        controllingTerminal: buffer.baseAddress, errorDescriptor: -1, keepDescriptor: -1)
      return cs_spawn(&pid, program, &argv, &envp, &options)
    }
    guard result == 0 else { throw ProbeError.cannotStart(result) }
    return pid
  }

  /// How many upper or lower half blocks (U+2580, U+2584: E2 96 80, E2 96 84) a piece of output holds.
  static func halfBlocks(in bytes: ArraySlice<UInt8>) -> Int {
    var count = 0
    var position = bytes.startIndex
    while position + 2 < bytes.endIndex {
      if bytes[position] == 0xE2, bytes[position + 1] == 0x96,
        bytes[position + 2] == 0x80 || bytes[position + 2] == 0x84
      {
        count += 1
      }
      position += 1
    }
    return count
  }
}
