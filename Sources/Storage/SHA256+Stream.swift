import COpenSSL

extension SHA256 {
  /// A digest of content that passes by piece by piece, so that what is hashed and what is used are the same bytes.
  public final class Stream {
    private var digest: OpaquePointer?

    /// The digest of nothing yet.
    public init() throws(StorageError) {
      guard let digest = co_digest_create() else { throw SHA256.unavailable }
      self.digest = digest
    }

    deinit {
      if digest != nil { _ = try? finish() }
    }

    /// Takes in the next piece.
    public func update(_ piece: UnsafeRawBufferPointer) {
      guard let digest else { return }
      co_digest_update(digest, piece.baseAddress, piece.count)
    }

    /// The digest of all pieces; once.
    public func finish() throws(StorageError) -> SHA256 {
      guard let digest else { throw SHA256.unavailable }
      self.digest = nil
      return try SHA256.finish(digest)
    }
  }
}

extension SHA256 {
  /// The digest of a text in UTF-8.
  public init(ofText text: String) throws(StorageError) {
    let digest = try SHA256.Stream()
    Array(text.utf8).withUnsafeBytes { digest.update($0) }
    self = try digest.finish()
  }
}
