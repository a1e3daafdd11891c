/// What is wrong with a theme. Facts to match on; `description` makes the sentence.
public enum ThemeProblem: Error, Hashable, Sendable {
  /// No folder holds a theme of this name, nor is it built in.
  case notFound(name: String)
  /// The file cannot be read; `code` is the system's error number.
  case unreadable(file: String, code: Int32)
  /// Not a regular file, larger than a theme can be, or not UTF-8.
  case notAThemeFile(file: String)
  /// Not TOML.
  case syntax(file: String, line: Int, column: Int, reason: String)
  /// A key that themes do not have.
  case unknownKey(file: String, key: String)
  /// A value of another type than themes have there.
  case wrongType(file: String, key: String, expected: String)
  /// A colour that is neither in the palette nor `#RRGGBB`, `default` or `ansi:0`...`ansi:15`.
  case unknownColor(file: String, key: String, value: String)
  /// An attribute other than bold, dim, italic, underline, reverse.
  case unknownAttribute(file: String, key: String, value: String)
  /// The theme named by `inherits` does not exist.
  case parentNotFound(file: String, parent: String)
  /// Themes that inherit from each other, in the order met.
  case cycle(names: [String])
}

extension ThemeProblem: CustomStringConvertible {
  /// One line for the reader, naming the file and the key.
  public var description: String {
    switch self {
    case .notFound(let name): "there is no theme '\(TerminalText.clean(name))'"
    case .unreadable(let file, let code): "\(TerminalText.clean(file)): \(SmallFile.reason(code))"
    case .notAThemeFile(let file): "\(TerminalText.clean(file)): not a theme file"
    case .syntax(let file, let line, let column, let reason):
      "\(TerminalText.clean(file)):\(line):\(column): \(TerminalText.clean(reason))"
    case .unknownKey(let file, let key): Self.at(file, key, "themes have no such key")
    case .wrongType(let file, let key, let expected): Self.at(file, key, "\(expected) is expected")
    case .unknownColor(let file, let key, let value):
      Self.at(
        file, key,
        "'\(TerminalText.clean(value))' is neither in the palette nor #RRGGBB, default or ansi:0 to ansi:15")
    case .unknownAttribute(let file, let key, let value):
      Self.at(file, key, "'\(TerminalText.clean(value))' is none of bold, dim, italic, underline, reverse")
    case .parentNotFound(let file, let parent):
      Self.at(file, "inherits", "there is no theme '\(TerminalText.clean(parent))'")
    case .cycle(let names):
      "themes inherit from each other: \(names.map(TerminalText.clean).joined(separator: " from "))"
    }
  }

  private static func at(_ file: String, _ key: String, _ what: String) -> String {
    "\(TerminalText.clean(file)): \(TerminalText.clean(key)): \(what)"
  }
}

/// Everything that is wrong with a theme, so that it can be mended in one go.
public struct ThemeProblems: Error, Hashable, Sendable, CustomStringConvertible {
  /// One or more.
  public let problems: [ThemeProblem]

  /// One line each.
  public var description: String { problems.map(\.description).joined(separator: "\n") }
}
