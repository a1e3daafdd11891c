import CSystem
import Glibc

/// Where a supervised program's standard error goes: a file of mode 0600 in a folder of mode 0700 under `$FABRICA_HOME/logs`,
/// else the XDG state folder. Where none can be written, a file in memory.
struct SessionLog: Sendable {
  /// Open for appending.
  let descriptor: Int32
  /// The file, nil when it is only in memory.
  let path: String?

  /// Most that is given back to the person after an orderly end.
  private static let relayLimit = 64 * 1024

  /// Opens a new log.
  init(environment: [String: String]) {
    if let folder = SessionLog.folder(environment), SessionLog.makeFolders(folder) {
      let path = "\(folder)/session-\(time(nil))-\(getpid()).log"
      let flags = O_CREAT | O_EXCL | O_RDWR | O_APPEND | O_CLOEXEC | O_NOFOLLOW
      let opened = open(path, flags, 0o600)
      if opened >= 0 {
        descriptor = opened
        self.path = path
        return
      }
    }
    descriptor = cs_memory_file("session.log")
    path = nil
  }

  /// Says where it is.
  var place: String { path.map { "log: \($0)" } ?? "no log could be written" }

  /// Adds a line.
  func append(_ text: String) {
    let bytes = Array(text.utf8)
    _ = write(descriptor, bytes, bytes.count)
  }

  /// Writes what the program said to standard error, without control characters, and removes the file.
  func relayAndRemove() {
    var buffer = [UInt8](repeating: 0, count: SessionLog.relayLimit)
    let count = pread(descriptor, &buffer, buffer.count, 0)
    if count > 0 {
      let plain = buffer[0..<count].filter { $0 >= 0x20 && $0 != 0x7F || $0 == 0x0A || $0 == 0x09 }
      // What the language's runtime says of its own set-up is nobody's business after an orderly end.
      let lines = String(decoding: plain, as: UTF8.self).split(
        separator: "\n", omittingEmptySubsequences: false
      )
      .filter { !$0.hasPrefix("swift runtime:") }
      let text = Array(lines.joined(separator: "\n").utf8)
      _ = cs_write_all(2, text, text.count, 1000)
    }
    if let path { unlink(path) }
  }

  private static func folder(_ environment: [String: String]) -> String? {
    func value(_ name: String) -> String? { environment[name].flatMap { $0.hasPrefix("/") ? $0 : nil } }
    if let home = value("FABRICA_HOME") { return home + "/logs" }
    if let state = value("XDG_STATE_HOME") { return state + "/fabrica/logs" }
    return value("HOME").map { $0 + "/.local/state/fabrica/logs" }
  }

  /// Makes a folder and those above it, readable by the owner alone.
  private static func makeFolders(_ path: String) -> Bool {
    var made = ""
    for part in path.split(separator: "/") {
      made += "/" + part
      if mkdir(made, 0o700) != 0, errno != EEXIST { return false }
    }
    return true
  }
}
