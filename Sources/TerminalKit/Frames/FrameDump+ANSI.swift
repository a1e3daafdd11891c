extension FrameDump {
  /// The frame as text with colour escape sequences (SGR): `cat` shows it. Each row ends with its style reset and a
  /// line feed; the cursor is never moved.
  public static func ansi(_ grid: CellGrid, depth: ColorDepth = .truecolor) -> String {
    var text = ""
    for y in 0..<grid.size.height {
      var current = Style()
      for x in 0..<grid.size.width {
        let cell = grid[x, y]
        guard cell.glyph != "\u{0}" else { continue }
        if cell.style != current {
          text += selectGraphicRendition(cell.style, depth: depth)
          current = cell.style
        }
        // Widgets draw nothing else; a glyph set by hand must not become a control sequence either.
        text.unicodeScalars.append(TerminalText.drawable(cell.glyph) ?? " ")
      }
      text += current == Style() ? "\n" : "\u{1B}[0m\n"
    }
    return text
  }

  /// The whole style from a reset, so that a row can be cut out and still be right.
  private static func selectGraphicRendition(_ style: Style, depth: ColorDepth) -> String {
    var codes = ["0"]
    let attributes: [(CellAttributes, String)] = [
      (.bold, "1"), (.dim, "2"), (.italic, "3"), (.underline, "4"), (.reverse, "7"),
    ]
    codes += attributes.filter { style.attributes.contains($0.0) }.map(\.1)
    if let code = colorCode(style.foreground, base: 30, depth: depth) { codes.append(code) }
    if let code = colorCode(style.background, base: 40, depth: depth) { codes.append(code) }
    return "\u{1B}[" + codes.joined(separator: ";") + "m"
  }

  private static func colorCode(_ color: Color, base: Int, depth: ColorDepth) -> String? {
    if depth == .mono { return nil }
    if let index = color.named { return namedCode(Int(index), base: base) }
    guard let rgb = color.rgb else { return nil }
    switch depth {
    case .mono: return nil
    case .ansi16: return namedCode(FramePalette.index16(rgb), base: base)
    case .ansi256: return "\(base + 8);5;\(FramePalette.index256(rgb))"
    case .truecolor: return "\(base + 8);2;\(rgb >> 16 & 0xFF);\(rgb >> 8 & 0xFF);\(rgb & 0xFF)"
    }
  }

  private static func namedCode(_ index: Int, base: Int) -> String {
    String(index < 8 ? base + index : base + 52 + index)
  }
}
