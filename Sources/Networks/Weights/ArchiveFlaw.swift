/// What is wrong with a zip archive or an entry of it.
public enum ArchiveFlaw: Hashable, Sendable, CustomStringConvertible {
  /// Compressed or encrypted; PyTorch stores entries as they are.
  case notStored
  /// The name occurs twice.
  case duplicateName
  /// The name leads out of the archive or cannot be shown.
  case unsafeName
  /// Local header and central directory disagree.
  case headersDiffer
  /// Lies outside of the file or upon another entry.
  case misplaced
  /// Content and CRC-32 disagree.
  case wrongChecksum
  /// Another size than this part can have.
  case wrongSize(found: Int, expected: Int)
  /// Larger than this reader accepts.
  case tooLarge(found: Int, limit: Int)
  /// Not in the archive.
  case missing
  /// Numbers are stored with the most significant byte first.
  case bigEndian
  /// Spread over several files.
  case spanned

  /// What follows the entry's name in a sentence.
  public var description: String {
    switch self {
    case .notStored: "is compressed or encrypted; PyTorch stores entries as they are"
    case .duplicateName: "occurs twice in the archive"
    case .unsafeName: "has a name that leads out of the archive or cannot be shown"
    case .headersDiffer: "has a local header that differs from the central directory"
    case .misplaced: "lies outside of the file or upon another entry"
    case .wrongChecksum: "is damaged: its CRC-32 differs"
    case .wrongSize(let found, let expected): "has \(found) bytes where \(expected) belong"
    case .tooLarge(let found, let limit): "has size \(found), more than the \(limit) that are accepted"
    case .missing: "is missing"
    case .bigEndian: "says that numbers are big-endian, which is not supported"
    case .spanned: "is spread over several files"
    }
  }
}
