import FoundationEssentials
import Glibc

/// The few questions that commands ask of the file system.
enum FileSystem {
  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Whether two paths lead to one file or folder.
  static func areSame(_ a: String, _ b: String) -> Bool {
    var first = stat()
    var second = stat()
    guard stat(a, &first) == 0, stat(b, &second) == 0 else { return false }
    return first.st_dev == second.st_dev && first.st_ino == second.st_ino
  }

  /// Makes an empty folder beside a path that does not exist yet.
  static func makeFolder(beside path: String) throws(CommandError) -> String {
    var trimmed = path
    while trimmed.count > 1, trimmed.hasSuffix("/") { trimmed.removeLast() }
    var template = Array((trimmed + ".XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil, chmod(template, 0o777 & ~currentMask()) == 0 else {
      throw .unwritable(path, reason: String(cString: strerror(errno)))
    }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Gives a folder its final name.
  static func rename(_ folder: String, to path: String) throws(CommandError) {
    guard Glibc.rename(folder, path) == 0 else {
      throw .unwritable(path, reason: String(cString: strerror(errno)))
    }
  }

  /// Removes a folder that was made here, with the files that were written into it.
  static func removeFolder(_ folder: String, with files: [String]) {
    for file in files { unlink(folder + "/" + file) }
    rmdir(folder)
  }

  /// Removes a folder with everything in it.
  static func removeTree(_ folder: String) { try? FileManager.default.removeItem(atPath: folder) }

  private static func currentMask() -> mode_t {
    let mask = umask(0)
    umask(mask)
    return mask
  }

  /// The permission bits of a file or folder, nil when it is not there.
  static func permissions(_ path: String) -> mode_t? {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & 0o7777 : nil
  }

  /// The folder nearest to a path that is there.
  static func nearestFolder(above path: String) -> String {
    var rest = path[...]
    while let slash = rest.lastIndex(of: "/") {
      rest = rest[..<slash]
      if rest.isEmpty { return "/" }
      if exists(String(rest)) { return String(rest) }
    }
    return "."
  }

  /// The text of a small file, files of /proc included, whose size is not known before they end; nil when it cannot
  /// be read.
  static func text(_ path: String, limit: Int = 4 << 20) -> String? {
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while bytes.count < limit {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { return nil }
      if count == 0 { break }
      bytes += buffer[..<count]
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
