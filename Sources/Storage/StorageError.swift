import Glibc

/// A file that the system would not read or write, as facts.
public struct StorageError: Error, Hashable, CustomStringConvertible {
  /// What was attempted.
  public enum Attempt: String, Sendable, Hashable {
    /// Opening or reading.
    case unreadable
    /// Creating, writing, renaming.
    case unwritable
  }

  /// The path, made safe to show.
  public let file: String
  /// What was attempted.
  public let attempt: Attempt
  /// The system's reason.
  public let reason: String
  /// Whether the disk or the quota is full.
  public let isFull: Bool

  /// An error of a system call that left `code` in errno.
  public init(_ file: String, _ attempt: Attempt, code: Int32) {
    self.file = Sanitizer.clean(file)
    self.attempt = attempt
    reason = String(cString: strerror(code))
    isFull = code == ENOSPC || code == EDQUOT
  }

  /// An error that no system call made.
  public init(_ file: String, _ attempt: Attempt, reason: String) {
    self.file = Sanitizer.clean(file)
    self.attempt = attempt
    self.reason = reason
    isFull = false
  }

  /// The same error about the file that a reader knows, where `file` was a temporary one.
  public func renamed(_ file: String) -> StorageError {
    StorageError(copying: self, file: Sanitizer.clean(file))
  }

  private init(copying other: StorageError, file: String) {
    self.file = file
    attempt = other.attempt
    reason = other.reason
    isFull = other.isFull
  }

  /// One sentence.
  public var description: String {
    "\(file): file cannot be \(attempt == .unreadable ? "read" : "written"): \(reason)"
  }
}
