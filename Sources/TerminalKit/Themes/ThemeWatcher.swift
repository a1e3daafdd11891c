/// Reads a theme again when one of its files changes: save in the editor, see it on the screen.
///
/// Files are asked by `stat`, which works on network file systems where notification does not. Ask a few times a
/// second; a question costs some microseconds.
public struct ThemeWatcher: Sendable {
  /// What a question found out.
  public enum Update: Sendable, Hashable {
    /// The theme as it is now.
    case theme(Theme)
    /// It cannot be used as it is now; keep the one before.
    case problems(ThemeProblems)
  }

  private let loader: ThemeLoader
  private let name: String
  private var files: [String]
  private var signatures: [SmallFile.Signature?]

  /// Watches a theme that was loaded; what happened since is found by the first question.
  public init(loader: ThemeLoader, name: String, loaded: ThemeLoader.Loaded) {
    self.loader = loader
    self.name = name
    files = loaded.files
    signatures = files.map { SmallFile.Signature($0) }
  }

  /// The theme, if a file of it or of its parents changed since the last question. A file that is missing, as it may
  /// be while an editor replaces it, is waited for.
  public mutating func poll() -> Update? {
    let now = files.map { SmallFile.Signature($0) }
    guard now != signatures, !now.contains(nil) else { return nil }
    signatures = now
    do {
      let loaded = try loader.load(name)
      files = loaded.files
      signatures = files.map { SmallFile.Signature($0) }
      return .theme(loaded.theme)
    } catch {
      return .problems(error)
    }
  }
}
