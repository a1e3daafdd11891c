import TOMLKit

extension ThemeDefinition {
  /// A definition from the text of a TOML file.
  /// - Parameters:
  ///   - name: the theme's name.
  ///   - file: named in problems.
  /// - Throws: every problem found, not only the first.
  public init(toml text: String, name: String, file: String) throws(ThemeProblems) {
    let table: TOMLTable
    do {
      table = try TOMLTable(string: text)
    } catch {
      let parse = error as? TOMLParseError
      throw ThemeProblems(problems: [
        .syntax(
          file: file, line: parse?.source.begin.line ?? 1, column: parse?.source.begin.column ?? 1,
          reason: parse?.description ?? "not TOML")
      ])
    }
    var reader = ThemeReader(file: file, definition: ThemeDefinition(name: name))
    reader.read(table)
    guard reader.problems.isEmpty else { throw ThemeProblems(problems: reader.problems) }
    self = reader.definition
  }
}

/// Reads a theme's table key by key and gathers what is wrong.
private struct ThemeReader {
  let file: String
  var definition: ThemeDefinition
  var problems: [ThemeProblem] = []

  mutating func read(_ table: TOMLTable) {
    for key in table.keys.sorted() {
      guard let value = table[key] else { continue }
      switch key {
      case "about": definition.about = expect(value.string, key, "a text").map(TerminalText.clean)
      case "inherits": definition.inherits = expect(value.string, key, "the name of a theme")
      case "light": definition.isLight = expect(value.bool, key, "true or false")
      case "palette": if let colors = expect(value.table, key, "a table of colours") { readPalette(colors) }
      case "roles":
        if let roles = expect(value.table, key, "a table of roles") { readRoles(roles, prefix: "") }
      case "series": readSeries(value)
      default: problems.append(.unknownKey(file: file, key: key))
      }
    }
  }

  private mutating func expect<T>(_ value: T?, _ key: String, _ expected: String) -> T? {
    if value == nil { problems.append(.wrongType(file: file, key: key, expected: expected)) }
    return value
  }

  private mutating func readPalette(_ table: TOMLTable) {
    for name in table.keys.sorted() {
      let key = "palette." + name
      guard let text = expect(table[name]?.string, key, "a colour in quotes") else { continue }
      if let color = Color(themeText: text) {
        definition.palette[name] = color
      } else {
        problems.append(.unknownColor(file: file, key: key, value: text))
      }
    }
  }

  /// `border.focused = ...` without quotes makes a table in a table, which means the same as with them.
  private mutating func readRoles(_ table: TOMLTable, prefix: String) {
    for name in table.keys.sorted() {
      guard let value = table[name] else { continue }
      let id = prefix + name
      let key = "roles." + id
      if let role = Role(rawValue: id) {
        if let style = readStyle(value, key: key, role: role) { definition.roles[role] = style }
      } else if let inner = value.table, Role.allCases.contains(where: { $0.rawValue.hasPrefix(id + ".") }) {
        readRoles(inner, prefix: id + ".")
      } else {
        problems.append(.unknownKey(file: file, key: key))
      }
    }
  }

  /// A role is a table, or a text for the foreground alone.
  private mutating func readStyle(
    _ value: TOMLValueConvertible, key: String, role: Role
  ) -> ThemeDefinition.RoleStyle? {
    if let text = value.string { return ThemeDefinition.RoleStyle(foreground: reference(text)) }
    guard let table = expect(value.table, key, "a colour or a table of fg, bg, attributes") else {
      return nil
    }
    var style = ThemeDefinition.RoleStyle()
    for part in table.keys.sorted() {
      guard let inner = table[part] else { continue }
      switch part {
      case "fg": style.foreground = expect(inner.string, key + ".fg", "a colour in quotes").map(reference)
      case "bg": style.background = expect(inner.string, key + ".bg", "a colour in quotes").map(reference)
      case "attributes": style.attributes = readAttributes(inner, key: key + ".attributes")
      default:
        // An unquoted `border.focused` lies inside the table of `border`.
        if let other = Role(rawValue: role.rawValue + "." + part) {
          if let own = readStyle(inner, key: key + "." + part, role: other) { definition.roles[other] = own }
          if table.count == 1 { return nil }
        } else {
          problems.append(.unknownKey(file: file, key: key + "." + part))
        }
      }
    }
    return style
  }

  private mutating func readAttributes(_ value: TOMLValueConvertible, key: String) -> CellAttributes {
    let known: [String: CellAttributes] = [
      "bold": .bold, "dim": .dim, "italic": .italic, "underline": .underline, "reverse": .reverse,
    ]
    guard let array = expect(value.array, key, "a list of texts") else { return [] }
    var attributes: CellAttributes = []
    for element in array {
      guard let name = expect(element.string, key, "a list of texts") else { continue }
      if let attribute = known[name] {
        attributes.insert(attribute)
      } else {
        problems.append(.unknownAttribute(file: file, key: key, value: name))
      }
    }
    return attributes
  }

  private mutating func readSeries(_ value: TOMLValueConvertible) {
    guard let array = expect(value.array, "series", "a list of colours") else { return }
    definition.series = array.compactMap { expect($0.string, "series", "a list of colours").map(reference) }
  }

  private func reference(_ text: String) -> ThemeDefinition.ColorReference {
    Color(themeText: text).map { .color($0) } ?? .name(text)
  }
}

extension Color {
  /// `#RRGGBB`, `default` or `ansi:0`...`ansi:15`; nil for anything else.
  init?(themeText text: String) {
    if text == "default" {
      self = .standard
    } else if text.hasPrefix("#"), text.utf8.count == 7, text.dropFirst().allSatisfy(\.isHexDigit),
      let packed = UInt32(text.dropFirst(), radix: 16)
    {
      self = .rgb(packed)
    } else if text.hasPrefix("ansi:"), let index = UInt8(text.dropFirst(5)), index < 16 {
      self = .named(index)
    } else {
      return nil
    }
  }
}
