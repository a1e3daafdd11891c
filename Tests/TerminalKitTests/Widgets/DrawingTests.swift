import Testing

@testable import TerminalKit

@Suite struct DrawingTests {
  private let plain = Style()

  @Test func textIsClippedOnBothSides() {
    var grid = CellGrid(size: Size(width: 6, height: 2))
    #expect(grid.put("abcdef", x: -2, y: 0, style: plain) == 6)
    #expect(grid.put("abcdef", x: 4, y: 1, style: plain) == 2)
    #expect(grid.put("abc", x: 9, y: 1, style: plain) == 0)
    #expect(grid.put("abc", x: 0, y: 7, style: plain) == 3)
    #expect(FrameDump.snapshot(grid) == "cdef\n    ab")
  }

  @Test func clipRectangleHoldsTextBack() {
    var grid = CellGrid(size: Size(width: 8, height: 1))
    grid.put("abcdefgh", x: 0, y: 0, style: plain, clip: Rect(x: 2, y: 0, width: 3, height: 1))
    #expect(grid.text(row: 0) == "  cde   ")
  }

  @Test func wideGlyphsNeverLoseAHalf() {
    var grid = CellGrid(size: Size(width: 6, height: 1))
    grid.put("肝臓脾", x: 0, y: 0, style: plain)
    #expect(grid[1, 0].glyph == "\u{0}")
    grid.put("x", x: 1, y: 0, style: plain)
    grid.put("y", x: 2, y: 0, style: plain)
    #expect(grid.text(row: 0) == " xy 脾")
    grid.fill(Rect(x: 5, y: 0, width: 1, height: 1), plain)
    #expect(grid.text(row: 0) == " xy   ")
    #expect(grid.put("a肝", x: 4, y: 0, style: plain) == 2)
    #expect(grid.text(row: 0) == " xy a ")
  }

  @Test func alignment() {
    var grid = CellGrid(size: Size(width: 9, height: 3))
    grid.putAligned("mL", .right, in: Rect(x: 0, y: 0, width: 9, height: 1), style: plain)
    grid.putAligned("mL", .center, in: Rect(x: 0, y: 1, width: 9, height: 1), style: plain)
    grid.putAligned("millilitres", .left, in: Rect(x: 1, y: 2, width: 5, height: 1), style: plain)
    #expect(FrameDump.snapshot(grid) == "       mL\n   mL\n mill…")
  }

  @Test func boxWithTitleAndNote() {
    var grid = CellGrid(size: Size(width: 20, height: 3))
    grid.box(grid.bounds, style: plain, title: "Organs", note: "61/143")
    #expect(
      FrameDump.snapshot(grid) == """
        ╭ Organs ── 61/143 ╮
        │                  │
        ╰──────────────────╯
        """)
    grid.box(grid.bounds, style: plain, title: "Organs and more", note: "61/143", glyphs: .ascii)
    #expect(grid.text(row: 0) == "+ Organs and more -+")
    grid.box(grid.bounds, style: plain, title: "Organs and still more", glyphs: .ascii)
    #expect(grid.text(row: 0) == "+ Organs and sti.. +")
  }

  @Test func nothingSmallBreaks() {
    for width in 0...3 {
      for height in 0...3 {
        var grid = CellGrid(size: Size(width: width, height: height))
        grid.box(grid.bounds, style: plain, title: "title", note: "note")
        grid.put("肝", x: -1, y: 0, style: plain)
        grid.restyle(Rect(x: -5, y: -5, width: 99, height: 99)) { $0.adding(.bold) }
        #expect(grid.cells.count == width * height)
      }
    }
  }
}
