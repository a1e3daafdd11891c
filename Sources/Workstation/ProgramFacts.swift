/// What the program says of itself; the one place for its version and its notice.
public enum ProgramFacts {
  /// The program's name as typed.
  public static let name = "fabrica"
  /// The version, by the rules of semantic versioning.
  public static let version = "0.1.0"
  /// What stands on every screen and in every file that leaves the program.
  public static let notice = "Research use only"
  /// The notice as a sentence of its own.
  public static let disclaimer = "Research use only. Not a medical device."
  /// Name and version: "fabrica 0.1.0".
  public static let signature = "\(name) \(version)"
}
