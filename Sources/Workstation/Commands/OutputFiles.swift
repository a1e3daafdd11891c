/// Files that a command is about to write.
public enum OutputFiles {
  /// Throws `CommandError.wouldOverwrite` unless none of the files exists or the reader said they may go.
  public static func requireAbsent(_ paths: [String], force: Bool) throws(CommandError) {
    let existing = paths.filter(FileSystem.exists)
    guard force || existing.isEmpty else { throw .wouldOverwrite(existing) }
  }
}
