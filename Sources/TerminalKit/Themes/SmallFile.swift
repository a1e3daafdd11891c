import Glibc

/// Reading of small text files a reader wrote: themes, key maps.
enum SmallFile {
  /// Why a file could not be read.
  enum Failure: Error, Hashable {
    /// The system's error number.
    case system(Int32)
    /// A folder, a device, a pipe; too large; or not UTF-8.
    case unsuitable
  }

  /// The text of a regular file of at most `limit` bytes. Never waits on pipes.
  static func read(_ path: String, limit: Int = 1 << 18) throws(Failure) -> String {
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system(errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .system(errno) }
    guard status.st_mode & S_IFMT == S_IFREG, status.st_size <= limit else { throw .unsuitable }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16384)
    while bytes.count <= limit {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw .system(errno) }
      if count == 0 { break }
      bytes += buffer[..<count]
    }
    guard bytes.count <= limit, !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) else {
      throw .unsuitable
    }
    return text
  }

  /// What an error number means, in the system's words.
  static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }

  /// What changes when a file is edited, replaced or removed; nil while it does not exist.
  struct Signature: Hashable {
    let device: UInt
    let inode: UInt
    let size: Int
    let seconds: Int
    let nanoseconds: Int

    init?(_ path: String) {
      var status = stat()
      guard stat(path, &status) == 0 else { return nil }
      device = UInt(status.st_dev)
      inode = UInt(status.st_ino)
      size = Int(status.st_size)
      seconds = Int(status.st_mtim.tv_sec)
      nanoseconds = Int(status.st_mtim.tv_nsec)
    }
  }
}
