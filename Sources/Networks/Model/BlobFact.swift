import Storage

/// What `ModelBundle.verify` found about one blob.
public struct BlobFact: Hashable, Sendable {
  /// What the blob is to the model.
  public enum Role: Hashable, Sendable {
    /// The encoder of a member's fold.
    case encoder(member: String, fold: Int)
    /// The decoder of a member's fold.
    case decoder(member: String, decoder: String, fold: Int)
  }

  /// What state it is in.
  public enum State: Hashable, Sendable {
    /// Content and name agree and the arrays belong there.
    case sound(parameters: Int)
    /// No revision names it; its content was not read.
    case unused
    /// Not sound, and why.
    case flawed(ModelError)
  }

  /// The name.
  public let hash: SHA256
  /// What it is used for, over all revisions; empty for a blob that no revision names.
  public let roles: [Role]
  /// Its size in bytes; 0 where it is missing.
  public let bytes: Int
  /// What state it is in.
  public let state: State
}
