import TerminalKit

/// The themes that can be chosen: `fabrica themes`.
public struct ThemesReport: Codable, Sendable, Hashable {
  /// One theme.
  public struct Item: Codable, Sendable, Hashable {
    /// The name it is chosen by.
    public let name: String
    /// One line about it.
    public let about: String
    /// Whether its ground is light.
    public let isLight: Bool
    /// The files it comes from, its own first; none when it is built in.
    public let files: [String]
    /// What is wrong with it; absent when it can be used.
    public let problems: [String]?
  }

  /// A role's style.
  public struct RoleStyle: Codable, Sendable, Hashable {
    /// The role.
    public let role: String
    /// `#RRGGBB`, `ansi:4` or `default`.
    public let foreground: String
    /// See `foreground`.
    public let background: String
    /// "bold", "underline", ...
    public let attributes: [String]
  }

  /// The themes, sorted by name.
  public let themes: [Item]
  /// The styles of the one that was asked for.
  public let styles: [RoleStyle]?
}

/// Lists themes.
public enum ThemesCommand {
  /// Every theme, those that cannot be used included.
  public static func report(_ loader: ThemeLoader) -> ThemesReport {
    ThemesReport(themes: loader.names().map { item($0, loader) }, styles: nil)
  }

  /// One theme with its styles.
  /// - Throws: `ThemeProblems` when it cannot be used.
  public static func report(_ loader: ThemeLoader, showing name: String) throws -> ThemesReport {
    let loaded = try loader.load(name)
    let styles = Role.allCases.map { role in
      let style = loaded.theme[role]
      return ThemesReport.RoleStyle(
        role: role.rawValue, foreground: text(of: style.foreground), background: text(of: style.background),
        attributes: Self.attributes.filter { style.attributes.contains($0.0) }.map(\.1))
    }
    return ThemesReport(themes: [item(name, loader)], styles: styles)
  }

  private static func item(_ name: String, _ loader: ThemeLoader) -> ThemesReport.Item {
    do {
      let loaded = try loader.load(name)
      return ThemesReport.Item(
        name: loaded.theme.name, about: TerminalText.clean(loaded.theme.about), isLight: loaded.theme.isLight,
        files: loaded.files, problems: nil)
    } catch {
      return ThemesReport.Item(
        name: name, about: "", isLight: false, files: [], problems: error.problems.map(\.description))
    }
  }

  private static let attributes: [(CellAttributes, String)] = [
    (.bold, "bold"), (.dim, "dim"), (.italic, "italic"), (.underline, "underline"), (.reverse, "reverse"),
  ]

  private static func text(of color: Color) -> String {
    if let rgb = color.rgb {
      let digits = String(rgb, radix: 16, uppercase: true)
      return "#" + String(repeating: "0", count: 6 - digits.count) + digits
    }
    return color.named.map { "ansi:\($0)" } ?? "default"
  }
}
