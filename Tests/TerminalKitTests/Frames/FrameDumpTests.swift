import Testing

@testable import TerminalKit

@Suite struct FrameDumpTests {
  private var grid: CellGrid {
    var grid = CellGrid(size: Size(width: 6, height: 2))
    grid.put("a<&>", x: 0, y: 0, style: Style(foreground: .rgb(0xFF0000), attributes: .bold))
    grid.put("▀", x: 5, y: 0, style: Style(foreground: .rgb(0x010203), background: .named(9)))
    grid.put("肝", x: 0, y: 1, style: Style(background: .named(1), attributes: .reverse))
    return grid
  }

  @Test func text() {
    #expect(FrameDump.text(grid) == "a<&> ▀\n肝\n")
    #expect(FrameDump.snapshot(CellGrid(size: Size(width: 4, height: 4))) == "")
  }

  @Test func ansiByDepth() {
    let e = "\u{1B}["
    #expect(
      FrameDump.ansi(grid)
        == "\(e)0;1;38;2;255;0;0ma<&>\(e)0m \(e)0;38;2;1;2;3;101m▀\(e)0m\n\(e)0;7;41m肝\(e)0m    \n")
    #expect(FrameDump.ansi(grid, depth: .ansi256).contains("38;5;196"))
    #expect(FrameDump.ansi(grid, depth: .ansi16).contains("\(e)0;1;31ma"))
  }

  @Test func controlsSetByHandDoNotPass() {
    var bad = CellGrid(size: Size(width: 3, height: 1))
    bad[1, 0] = Cell("\u{1B}")
    #expect(FrameDump.ansi(bad) == "   \n")
  }

  @Test func monoHasNoColour() {
    let mono = FrameDump.ansi(grid, depth: .mono)
    for code in ["38;", "48;", "101", "41m"] { #expect(!mono.contains(code)) }
  }

  @Test(arguments: [
    (UInt32(0x000000), 16), (0xFFFFFF, 231), (0xFF0000, 196), (0x080808, 232), (0x767676, 243),
    (0x5F87AF, 67),
  ])
  func nearestOf256(rgb: UInt32, index: Int) {
    #expect(FramePalette.index256(rgb) == index)
  }

  @Test func differences() {
    var other = grid
    #expect(FrameDump.plainDifference(grid, other) == nil)
    other.put("b", x: 0, y: 0, style: grid[0, 0].style)
    #expect(FrameDump.plainDifference(grid, other) == "row 0, columns 0...0:\n- a<&> ▀\n+ b<&> ▀")
    other = grid
    other[3, 1].style.attributes = .bold
    #expect(
      FrameDump.plainDifference(grid, other)
        == "row 1, columns 3...3: styles differ, first default on default and default on default bold")
    #expect(
      FrameDump.plainDifference(grid, CellGrid(size: Size(width: 1, height: 1)))?.contains("sizes") == true)
  }

  @Test func styleMap() {
    #expect(
      FrameDump.styleMap(grid) == """
        aaaabc
        ddbbbb
        a: #FF0000 on default bold
        b: default on default
        c: #010203 on ansi:9
        d: default on ansi:1 reverse
        """)
  }
}
