import TerminalKit

/// The reader's own key map, from its file; a missing file is an empty map.
public struct ReaderKeys: Sendable {
  /// Where it is, or would be.
  public let path: String?
  /// Whether there is a file.
  public let exists: Bool
  /// What it says.
  public let map: KeyMap
  /// Why the file could not be read.
  private let failure: String?

  /// Reads a key map; never fails, problems come out of `apply`.
  public init(_ path: String?) {
    self.path = path
    guard let path, FileSystem.exists(path) else {
      (exists, map, failure) = (false, KeyMap(), nil)
      return
    }
    exists = true
    let text = FileSystem.text(path)
    map = text.map { KeyMap(toml: $0) } ?? KeyMap()
    failure = text == nil ? "cannot be read as UTF-8 text" : nil
  }

  /// Gives a table the reader's keys.
  /// - Returns: what the reader should know, a line each, naming the file.
  public func apply<Context>(to table: inout ActionTable<Context>) -> [String] {
    let issues = map.issues + table.remap(map)
    let file = TerminalText.clean(path ?? "")
    return (failure.map { [$0] } ?? issues.map(\.description)).map { "\(file): \($0)" }
  }
}
