import Foundation
import Glibc

/// Files that appear all at once or not at all.
///
/// Each is written under a temporary name in its own folder and forced to the disk; `commit` then gives all of them
/// their names. What was not committed is removed when this goes away, so a failure or a cancelled write leaves
/// nothing behind, and a file that existed before is whole at any moment.
public final class AtomicFiles {
  private struct Staged {
    let temporary: String
    let path: String
  }

  private var staged: [Staged] = []

  /// Nothing staged yet.
  public init() {}

  deinit {
    for file in staged { unlink(file.temporary) }
  }

  /// Writes pieces of memory, one after the other, into what will be the file at `path`.
  public func add(path: String, pieces: [UnsafeRawBufferPointer]) throws(StorageError) {
    let (temporary, descriptor) = try create(for: path)
    defer { close(descriptor) }
    for piece in pieces { try write(piece, to: descriptor, path: path) }
    guard fsync(descriptor) == 0 else { throw Self.failure(path) }
    staged.append(Staged(temporary: temporary, path: path))
  }

  /// Writes a text into what will be the file at `path`.
  public func add(path: String, text: String) throws(StorageError) {
    let bytes = Array(text.utf8)
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
    defer { copy.deallocate() }
    copy.copyBytes(from: bytes)
    try add(path: path, pieces: [UnsafeRawBufferPointer(copy)])
  }

  /// An empty temporary file that somebody else writes and that will be the file at `path`; `force` it when it is.
  public func place(for path: String) throws(StorageError) -> String {
    let (temporary, descriptor) = try create(for: path)
    close(descriptor)
    staged.append(Staged(temporary: temporary, path: path))
    return temporary
  }

  /// Forces what was written at `temporary` to the disk.
  public func force(_ temporary: String, path: String) throws(StorageError) {
    let descriptor = open(temporary, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.failure(path) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw Self.failure(path) }
  }

  /// Gives every file its name, in the order they were added, and forces the folders to the disk.
  public func commit() throws(StorageError) {
    while let file = staged.first {
      guard rename(file.temporary, file.path) == 0 else { throw Self.failure(file.path) }
      staged.removeFirst()
      let folder = open(Self.folder(of: file.path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
      if folder >= 0 {
        fsync(folder)
        close(folder)
      }
    }
  }

  private func create(for path: String) throws(StorageError) -> (path: String, descriptor: Int32) {
    let folder = Self.folder(of: path)
    let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    var status = stat()
    let isFolder = stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    // Found out here rather than by the last rename, when its companions have their names already.
    guard !name.isEmpty, !isFolder else {
      throw StorageError(path, .unwritable, reason: "names a folder")
    }
    for _ in 0..<8 {
      // Kept short: a name of 255 bytes is allowed and must leave room for what is added here.
      let temporary = "\(folder)/.\(name.prefix(40)).\(String(UInt64.random(in: 0 ... .max), radix: 36)).tmp"
      let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o666)
      if descriptor >= 0 { return (temporary, descriptor) }
      guard errno == EEXIST else { break }
    }
    throw Self.failure(path)
  }

  private func write(
    _ piece: UnsafeRawBufferPointer, to descriptor: Int32, path: String
  ) throws(StorageError) {
    guard let base = piece.baseAddress else { return }
    var done = 0
    while done < piece.count {
      let put = Glibc.write(descriptor, base + done, piece.count - done)
      if put < 0 {
        if errno == EINTR { continue }
        throw Self.failure(path)
      }
      done += put
    }
  }

  fileprivate static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Made right after a call failed, while `errno` says why.
  private static func failure(_ path: String) -> StorageError {
    StorageError(path, .unwritable, code: errno)
  }
}

extension AtomicFiles {
  /// Writes a value as readable JSON (`JSONText`) into the file at `path`, whose folder is made when it is not there.
  /// - Throws: `StorageError`, `EncodingError`, and what making the folder throws.
  public static func write(_ value: some Encodable, to path: String) throws {
    try FileManager.default.createDirectory(
      atPath: folder(of: path), withIntermediateDirectories: true)
    let files = AtomicFiles()
    try files.add(path: path, text: try JSONText.readable(value))
    try files.commit()
  }
}
