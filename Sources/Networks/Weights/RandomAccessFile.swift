import Glibc
import Storage

/// A regular file that is read at any place; its size is taken once, so that a change meanwhile is an error.
///
/// Read rather than mapped: a mapped file that someone shortens ends the process.
final class RandomAccessFile {
  let path: String
  let size: Int
  private let descriptor: Int32

  init(path: String) throws(StorageError) {
    // Not blocking: the open of a pipe without a writer would wait for ever.
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { throw StorageError(path, .unreadable, code: errno) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(file)
      throw StorageError(path, .unreadable, reason: "is no regular file")
    }
    descriptor = file
    self.path = path
    size = Int(status.st_size)
  }

  deinit { close(descriptor) }

  /// Fills `buffer` from `offset` on.
  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(StorageError) {
    guard let base = buffer.baseAddress else { return }
    var done = 0
    while done < buffer.count {
      let count = pread(descriptor, base + done, buffer.count - done, off_t(offset + done))
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw StorageError(path, .unreadable, code: errno) }
      guard count > 0 else {
        throw StorageError(path, .unreadable, reason: "became shorter while it was read")
      }
      done += count
    }
  }

  /// `count` bytes from `offset` on; both must have been compared with `size`.
  func bytes(at offset: Int, count: Int) throws(StorageError) -> [UInt8] {
    try array(at: offset, count: count)
  }

  /// `count` single-precision numbers from `offset` on; both must have been compared with `size`.
  func floats(at offset: Int, count: Int) throws(StorageError) -> [Float] {
    try array(at: offset, count: count)
  }

  private func array<Element: BitwiseCopyable>(at offset: Int, count: Int) throws(StorageError) -> [Element] {
    // A throwing closure would lose the error's type, so it is carried out by hand.
    var failure: StorageError?
    let result = [Element](unsafeUninitializedCapacity: count) { buffer, filled in
      // The capacity may be more than what was asked for.
      let bytes = UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
      do throws(StorageError) {
        try read(at: offset, into: bytes)
        filled = count
      } catch { failure = error }
    }
    if let failure { throw failure }
    return result
  }

  /// Writes all of a piece of memory.
  static func write(
    _ piece: UnsafeRawBufferPointer, to descriptor: Int32, path: String
  ) throws(StorageError) {
    guard let base = piece.baseAddress else { return }
    var done = 0
    while done < piece.count {
      let count = Glibc.write(descriptor, base + done, piece.count - done)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw StorageError(path, .unwritable, code: errno) }
      done += count
    }
  }
}
