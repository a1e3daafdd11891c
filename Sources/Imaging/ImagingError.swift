/// A file that cannot be used, as facts: which file, which field, what is wrong with it.
///
/// Sentences are made here alone; commands print `description` and exit with 3.
public struct ImagingError: Error, Hashable, CustomStringConvertible {
  /// What kind of wrong.
  public enum Problem: Sendable, Hashable {
    /// The file is not there or cannot be opened; the system's reason.
    case unreadable(String)
    /// The file ends before what its header promises.
    case truncated(expectedBytes: Int, actualBytes: Int)
    /// A checksum or the compressed stream itself is wrong.
    case corrupt(String)
    /// A header field has a value that cannot be right.
    case invalid(String)
    /// A valid file of a kind that this is no use for.
    case unsupported(String)
    /// Two files that must share a grid do not.
    case gridMismatch(String)
    /// Cannot be written; the system's reason.
    case unwritable(String)
    /// More memory than the machine has: bytes asked for.
    case outOfMemory(bytes: Int)
  }

  /// The file's path as the user gave it.
  public let file: String
  /// The field of the file: `dim[1]`, `scl_slope`, `gzip trailer`.
  public let field: String
  /// What is wrong.
  public let problem: Problem

  /// An error; see the properties.
  public init(file: String, field: String, problem: Problem) {
    self.file = file
    self.field = field
    self.problem = problem
  }

  /// One sentence that names the file and the field.
  public var description: String {
    let what =
      switch problem {
      case .unreadable(let reason): "cannot be read: \(reason)"
      case .truncated(let expected, let actual): "promises \(expected) bytes, the file holds \(actual)"
      case .corrupt(let reason): "is damaged: \(reason)"
      case .invalid(let reason): "is invalid: \(reason)"
      case .unsupported(let reason): "is not supported: \(reason)"
      case .gridMismatch(let reason): "does not fit: \(reason)"
      case .unwritable(let reason): "cannot be written: \(reason)"
      case .outOfMemory(let bytes): "needs \(bytes >> 20) MiB of memory, more than there is"
      }
    return "\(file): \(field) \(what)"
  }
}
