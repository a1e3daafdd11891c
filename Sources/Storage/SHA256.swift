import COpenSSL
import Glibc

/// The SHA-256 of content (FIPS 180-4), by libcrypto: names blobs and proves that they are unchanged.
public struct SHA256: Hashable, Sendable, CustomStringConvertible {
  /// 64 lower-case hexadecimal digits.
  public let description: String

  /// A digest written as 64 hexadecimal digits; nil for anything else.
  public init?(_ text: String) {
    guard text.utf8.count == 64,
      text.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
    else { return nil }
    description = text
  }

  /// The digest of pieces of memory, one after the other.
  public init(of pieces: [UnsafeRawBufferPointer]) throws(StorageError) {
    guard let digest = co_digest_create() else { throw Self.unavailable }
    for piece in pieces { co_digest_update(digest, piece.baseAddress, piece.count) }
    self = try Self.finish(digest)
  }

  /// The digest of a file, read in pieces.
  public init(ofFile path: String) throws(StorageError) {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw StorageError(path, .unreadable, code: errno) }
    defer { close(file) }
    guard let digest = co_digest_create() else { throw Self.unavailable }
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = read(file, &buffer, buffer.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else {
        let code = errno
        _ = try? Self.finish(digest)
        throw StorageError(path, .unreadable, code: code)
      }
      if count == 0 { break }
      co_digest_update(digest, buffer, count)
    }
    self = try Self.finish(digest)
  }

  static var unavailable: StorageError { StorageError("SHA-256", .unreadable, code: ENOMEM) }

  static func finish(_ digest: OpaquePointer) throws(StorageError) -> SHA256 {
    var bytes = [UInt8](repeating: 0, count: 32)
    guard co_digest_finish(digest, &bytes) else { throw unavailable }
    let digits = Array("0123456789abcdef".utf8)
    let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    guard let result = SHA256(String(decoding: text, as: UTF8.self)) else { throw unavailable }
    return result
  }
}
