import Testing

@testable import TerminalKit

@Suite struct AsciiGlyphTests {
  @Test func framesSurviveWithoutUnicode() {
    var grid = CellGrid(size: Size(width: 16, height: 3))
    grid.box(grid.bounds, style: Style(), title: "Öl · 3 ± 1")
    grid.put("↑↓ 肝 ▓", x: 2, y: 1, style: Style())
    #expect(FrameDump.snapshot(grid.inASCII()) == "+ Ol . 3 ~ 1 --+\n| ^v ?? #      |\n+--------------+")
  }

  @Test func everythingBecomesASCII() {
    for value: UInt32 in 1...0x2FFF {
      if let scalar = Unicode.Scalar(value) { #expect(AsciiGlyph.nearest(scalar).isASCII) }
    }
  }
}
