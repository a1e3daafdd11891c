import Imaging
import Storage

/// A picture that was written: `fabrica snapshot`.
public struct SnapshotReport: Codable, Sendable, Hashable {
  /// The path that was written.
  public let file: String
  /// Pixels across.
  public let width: Int
  /// Pixels down, caption included.
  public let height: Int
  /// What the picture says of itself, as in its text entries.
  public let facts: [Fact]

  /// One of the picture's text entries.
  public struct Fact: Codable, Sendable, Hashable {
    /// The keyword.
    public let key: String
    /// What it says.
    public let value: String
  }

  /// The report for people: the path.
  public var text: String { Sanitizer.clean(file) }
}
