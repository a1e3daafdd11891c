import Storage

/// One state of a model in its history.
public struct ModelRevision: Hashable, Sendable {
  /// Its number, from 1.
  public let number: Int
  /// The digest of its manifest.
  public let contentHash: SHA256
  /// The digest of the manifest it grew from.
  public let parent: SHA256?
  /// Whether it is the one that `model.json` holds.
  public let isCurrent: Bool
}
