import TerminalKit

extension ThemesReport {
  /// The report for people: with colours a swatch of each theme or of each role, in mono words alone.
  public func text(_ loader: ThemeLoader, depth: ColorDepth) -> String {
    guard depth > .mono else { return plainText }
    return styles == nil ? swatches(loader, depth: depth) : roles(loader, depth: depth)
  }

  private var plainText: String {
    if let styles {
      var table = TextTable([
        .words("role"), .words("foreground"), .words("background"), .words("attributes"),
      ])
      table.rows = styles.map {
        [$0.role, $0.foreground, $0.background, $0.attributes.joined(separator: " ")]
      }
      return table.text
    }
    var table = TextTable([.words("theme"), .words("ground"), .words("about")])
    table.rows = themes.map { theme in
      theme.problems.map { [theme.name, "", $0.joined(separator: "; ")] }
        ?? [theme.name, theme.isLight ? "light" : "dark", theme.about]
    }
    return table.text
  }

  /// One line a theme: its name on its own ground, the roles that differ most, its curves.
  private func swatches(_ loader: ThemeLoader, depth: ColorDepth) -> String {
    let width = themes.map { TextWidth.columns(of: $0.name) }.max() ?? 0
    let samples: [(Role, String)] = [
      (.brand, " fabrica "), (.text, " text "), (.muted, "muted "), (.selection, " selected "), (.key, " k"),
      (.hint, " hint "), (.badge, "RAD"), (.success, " ok "), (.warning, "warn "), (.failure, "fail "),
    ]
    return themes.map { item in
      let name = TextWidth.padded(item.name, to: width)
      guard item.problems == nil, let theme = try? loader.load(item.name).theme else {
        return "\(name)  cannot be used: \((item.problems ?? []).joined(separator: "; "))"
      }
      var grid = CellGrid(size: Size(width: 200, height: 1))
      var x = 0
      for (role, text) in samples { x += grid.put(text, x: x, y: 0, style: theme[role, on: .text]) }
      for color in theme.series {
        x += grid.put("●", x: x, y: 0, style: Style(foreground: color, background: theme[.text].background))
      }
      x += grid.put(" ", x: x, y: 0, style: theme[.text])
      return "\(name)  \(Self.line(grid, columns: x, depth: depth))  \(item.about)"
    }.joined(separator: "\n")
  }

  /// One line a role, in its own style.
  private func roles(_ loader: ThemeLoader, depth: ColorDepth) -> String {
    guard let styles, let name = themes.first?.name,
      let theme = try? loader.load(themes.first?.files.first ?? name).theme
    else { return plainText }
    let width = styles.map(\.role.count).max() ?? 0
    return zip(Role.allCases, styles).map { role, style in
      var grid = CellGrid(size: Size(width: 200, height: 1))
      let used = grid.put(" The quick brown fox 0123 ", x: 0, y: 0, style: theme[role])
      let words = ([style.foreground, "on", style.background] + style.attributes).joined(separator: " ")
      return
        "\(TextWidth.padded(style.role, to: width))  \(Self.line(grid, columns: used, depth: depth))  \(words)"
    }.joined(separator: "\n")
  }

  /// The first columns of a grid's row with their colours, and back to the terminal's own.
  private static func line(_ grid: CellGrid, columns: Int, depth: ColorDepth) -> String {
    var cut = CellGrid(size: Size(width: columns, height: 1))
    for x in 0..<columns { cut[x, 0] = grid[x, 0] }
    let text = FrameDump.ansi(cut, depth: depth)
    return text.hasSuffix("\n") ? String(text.dropLast()) : text
  }
}
