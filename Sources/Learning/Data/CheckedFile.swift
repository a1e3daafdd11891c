import Foundation
import Storage

/// A file that knows what it was made from and whether its bytes are still those that were written.
///
/// 8 bytes of magic, 64 digits of the key, 64 digits of the content's SHA-256, the content.
enum CheckedFile {
  private static let magic = Array("FABKEPT1".utf8)
  private static let start = magic.count + 128

  /// Writes a file, which appears whole or not at all.
  static func write(_ path: String, key: SHA256, pieces: [UnsafeRawBufferPointer]) throws(StorageError) {
    let digest = try SHA256(of: pieces)
    let head = magic + Array(key.description.utf8) + Array(digest.description.utf8)
    let files = AtomicFiles()
    let result: Result<Void, StorageError> = head.withUnsafeBytes { bytes in
      do throws(StorageError) { return .success(try files.add(path: path, pieces: [bytes] + pieces)) } catch {
        return .failure(error)
      }
    }
    try result.get()
    try files.commit()
  }

  /// The content of a file; nil where there is none, or one of another key, or a damaged one.
  static func read(_ path: String, key: SHA256) -> Data? {
    guard let file = try? Data(contentsOf: URL(filePath: path)), file.count >= start,
      file.prefix(magic.count) == Data(magic),
      file[magic.count..<(magic.count + 64)] == Data(key.description.utf8)
    else { return nil }
    let content = file[start...]
    let digest = content.withUnsafeBytes { try? SHA256(of: [$0]) }
    guard let digest, Data(digest.description.utf8) == file[(magic.count + 64)..<start] else { return nil }
    return content
  }
}
