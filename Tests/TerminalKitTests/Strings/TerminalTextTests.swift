import Testing

@testable import TerminalKit

@Suite struct TerminalTextTests {
  @Test(arguments: [
    ("liver", "liver"), ("a\u{1B}[31mred", "a[31mred"), ("x\u{9B}2Jy", "x2Jy"), ("a\tb\nc", "a b c"),
    ("ev\u{202E}il\u{2066}", "evil"), ("zero\u{200B}width\u{FEFF}", "zerowidth"), ("del\u{7F}", "del"),
    ("soft\u{AD}hyphen", "softhyphen"), ("Leber größe 肝", "Leber größe 肝"), ("tag\u{E0041}", "tag"),
    ("star\u{FE0F}", "star"), ("line\u{2028}end", "line end"), ("\u{3164}", ""),
    ("wide\u{3000}space", "wide space"),
  ])
  func cleaned(text: String, expected: String) {
    #expect(TerminalText.clean(text) == expected)
  }

  @Test func hostileTextIsHarmlessWhenDrawn() {
    var grid = CellGrid(size: Size(width: 40, height: 3))
    for value: UInt32 in 0...0x2FFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      grid.put(String(scalar) + "|", x: Int(value) % 39, y: 1, style: Style())
    }
    grid.put("\u{1B}]0;title\u{7}\u{1B}[2J\u{202E}\u{200D}", x: 0, y: 0, style: Style())
    #expect(grid.text(row: 0) == TextWidth.padded("]0;title[2J", to: 40))
    let unsafe = grid.cells.filter { $0.glyph != "\u{0}" && TerminalText.drawable($0.glyph) != $0.glyph }
    #expect(unsafe.isEmpty)
    #expect(FrameDump.text(grid).unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 })
  }
}
