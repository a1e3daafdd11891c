import FoundationEssentials
import Glibc
import Storage

/// Names and writes inside of a model's folder.
///
/// `model.json` is the current revision's manifest; `revisions/N.json` keeps every manifest that ever was, read-only;
/// `blobs/` holds the weights of all of them.
struct ModelFolder {
  let path: String

  var manifest: String { path + "/model.json" }
  var revisions: String { path + "/revisions" }
  var blobs: BlobFolder { BlobFolder(path: path + "/blobs") }

  func revision(_ number: Int) -> String { "\(revisions)/\(number).json" }

  /// Numbers of the revisions on disk, in order.
  func revisionNumbers() -> [Int] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: revisions)) ?? []
    return names.compactMap { name in
      guard name.hasSuffix(".json"), let number = Int(name.dropLast(5)), "\(number).json" == name else {
        return nil
      }
      return number
    }.sorted()
  }

  /// Digests that the files in `blobs` are named by, in order.
  func blobHashes() -> [SHA256] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: blobs.path)) ?? []
    return names.sorted().compactMap { name in
      name.hasSuffix(".safetensors") ? SHA256(String(name.dropLast(".safetensors".count))) : nil
    }
  }

  /// Writes a manifest as the newest revision and as the current one.
  func write(_ manifest: ModelManifest) throws(ModelError) {
    let bytes = try manifest.canonicalJSON(file: self.manifest)
    let revision = revision(manifest.revision)
    try ModelError.wrap(self.manifest) { () throws(StorageError) in
      let files = AtomicFiles()
      // In this order: a revision without a `model.json` of it is a step that did not happen.
      try Self.stage(bytes, at: revision, mode: 0o444, in: files)
      try Self.stage(bytes, at: self.manifest, mode: 0o644, in: files)
      try files.commit()
    }
  }

  /// Makes a manifest the current one.
  func select(_ manifest: ModelManifest) throws(ModelError) {
    let bytes = try manifest.canonicalJSON(file: self.manifest)
    try ModelError.wrap(self.manifest) { () throws(StorageError) in
      let files = AtomicFiles()
      try Self.stage(bytes, at: self.manifest, mode: 0o644, in: files)
      try files.commit()
    }
  }

  private static func stage(
    _ bytes: [UInt8], at path: String, mode: mode_t, in files: AtomicFiles
  ) throws(StorageError) {
    let temporary = try files.place(for: path)
    let descriptor = open(temporary, O_WRONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { throw StorageError(path, .unwritable, code: errno) }
    defer { close(descriptor) }
    let written: Result<Void, StorageError> = bytes.withUnsafeBytes { piece in
      do throws(StorageError) {
        return .success(try RandomAccessFile.write(piece, to: descriptor, path: path))
      } catch { return .failure(error) }
    }
    try written.get()
    guard fchmod(descriptor, mode) == 0, fsync(descriptor) == 0 else {
      throw StorageError(path, .unwritable, code: errno)
    }
  }

  /// Forces the names in a folder to the disk.
  static func force(_ folder: String) throws(StorageError) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw StorageError(folder, .unwritable, code: errno) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw StorageError(folder, .unwritable, code: errno) }
  }
}

/// An exclusive lock of a folder between processes; the kernel takes it back when the holder ends in any way.
final class FolderLock {
  private let descriptor: Int32

  /// Waits for the lock.
  init(_ path: String) throws(StorageError) {
    descriptor = try Self.open(path)
    var result: Int32 = -1
    repeat { result = flock(descriptor, LOCK_EX) } while result != 0 && errno == EINTR
    guard result == 0 else { throw StorageError(path, .unwritable, code: errno) }
  }

  /// The lock if nobody holds it, else nil.
  init?(ifFree path: String) {
    guard let descriptor = try? Self.open(path) else { return nil }
    self.descriptor = descriptor
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { return nil }
  }

  deinit { close(descriptor) }

  private static func open(_ path: String) throws(StorageError) -> Int32 {
    let descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { throw StorageError(path, .unwritable, code: errno) }
    return descriptor
  }
}
