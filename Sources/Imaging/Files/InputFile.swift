import Glibc
import Storage

/// A regular file opened for reading front to back with `read(2)`.
///
/// Never mapped: a file cut short by someone else while it is read then ends early instead of killing the process.
final class InputFile {
  /// The path with nothing in it that a terminal would obey; what errors show.
  let name: String
  /// Bytes when it was opened.
  let size: Int
  private let descriptor: Int32

  /// Opens a file. Throws `.unreadable` with the system's reason, also for folders and devices.
  init(path: String) throws(ImagingError) {
    name = Sanitizer.clean(path)
    func failure(_ reason: String) -> ImagingError {
      ImagingError(file: Sanitizer.clean(path), field: "file", problem: .unreadable(reason))
    }
    // A named pipe would block until someone writes to it.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw failure(systemReason()) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let reason = systemReason()
      close(descriptor)
      throw failure(reason)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw failure(status.st_mode & S_IFMT == S_IFDIR ? "is a folder" : "is not a regular file")
    }
    self.descriptor = descriptor
    size = Int(status.st_size)
    posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
  }

  deinit { close(descriptor) }

  /// Reads up to `count` bytes at the current position; fewer only at the end of the file.
  func read(into destination: UnsafeMutableRawPointer, count: Int) throws(ImagingError) -> Int {
    var done = 0
    while done < count {
      let got = Glibc.read(descriptor, destination + done, count - done)
      if got == 0 { break }
      if got < 0 {
        if errno == EINTR { continue }
        throw ImagingError(file: name, field: "file", problem: .unreadable(systemReason()))
      }
      done += got
    }
    return done
  }

  /// The first `count` bytes, or fewer; the position does not move.
  func peek(_ count: Int) throws(ImagingError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    let got = pread(descriptor, &bytes, count, 0)
    guard got >= 0 else {
      throw ImagingError(file: name, field: "file", problem: .unreadable(systemReason()))
    }
    return Array(bytes.prefix(got))
  }

  /// The whole content of a small file. Throws `.unsupported` above `limit` bytes.
  static func contents(path: String, limit: Int) throws(ImagingError) -> [UInt8] {
    let file = try InputFile(path: path)
    guard file.size <= limit else {
      throw ImagingError(
        file: file.name, field: "size",
        problem: .unsupported("\(file.size) bytes, at most \(limit) are read"))
    }
    let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: file.size, alignment: 1)
    defer { bytes.deallocate() }
    guard let base = bytes.baseAddress else { return [] }
    return Array(bytes.prefix(try file.read(into: base, count: bytes.count)))
  }
}

/// The system's words for `errno`.
func systemReason(_ code: Int32 = errno) -> String { String(cString: strerror(code)) }
