import Testing

@testable import TerminalKit

@Suite struct BarsTests {
  private let theme = Theme.fabricaDark
  private var ascii: Theme {
    var theme = Theme.fabricaDark
    theme.unicode = false
    return theme
  }

  private let bar = HintBar(
    [
      Hint(keys: "↑↓", title: "slice"), Hint(keys: "1–8", title: "window"),
      Hint(keys: "C", title: "compare", unavailable: "open a second label map first"),
    ], pinned: [Hint(keys: "?", title: "all keys")])

  @Test(arguments: [
    (60, " ↑↓ slice  1–8 window  C compare  ? all keys"), (42, " ↑↓ slice  1–8 window  ? all keys"),
    (30, " ↑↓ slice  ? all keys"), (12, " ? all keys"), (5, " ? al"),
  ])
  func hintsAreFitted(width: Int, line: String) {
    var grid = CellGrid(size: Size(width: width, height: 1))
    bar.draw(into: &grid, rect: grid.bounds, theme: theme)
    #expect(FrameDump.snapshot(grid) == line)
  }

  @Test func unavailableHintsLookSo() {
    var grid = CellGrid(size: Size(width: 60, height: 1))
    bar.draw(into: &grid, rect: grid.bounds, theme: theme)
    #expect(grid[1, 0].style == theme[.key])
    #expect(grid[4, 0].style == theme[.hint])
    #expect(grid[23, 0].style == theme[.disabled])
  }

  @Test func progress() {
    var grid = CellGrid(size: Size(width: 8, height: 1))
    ProgressBar(0.45).draw(into: &grid, rect: grid.bounds, theme: theme)
    #expect(grid.text(row: 0) == "━━━╸────")
    ProgressBar(0.45).draw(into: &grid, rect: grid.bounds, theme: ascii)
    #expect(grid.text(row: 0) == "===-----")
    ProgressBar(7).draw(into: &grid, rect: grid.bounds, theme: theme)
    #expect(grid.text(row: 0) == "━━━━━━━━")
    #expect(ProgressBar(0.625).percent() == " 62 %")
    #expect(ProgressBar(.nan).percent() == "  – %")
    #expect(ProgressBar(-1).fraction == 0)
  }

  @Test(arguments: Message.Kind.allCases)
  func messagesSayHowItWentWithoutColour(kind: Message.Kind) {
    let signs = Message.Kind.allCases.map { Message("", $0).sign(unicode: true) }
    #expect(Set(signs).count == signs.count)
    var grid = CellGrid(size: Size(width: 12, height: 1))
    Message("wrote file.svg", kind).draw(into: &grid, rect: grid.bounds, theme: ascii)
    #expect(grid.text(row: 0).unicodeScalars.allSatisfy { $0.isASCII })
    #expect(grid.text(row: 0).hasPrefix(Message("", kind).sign(unicode: false) + " wrote"))
  }

  @Test func toastStandsInTheCorner() {
    var grid = CellGrid(size: Size(width: 20, height: 5))
    Message("saved", .success).drawToast(into: &grid, within: grid.bounds, theme: theme)
    #expect(
      FrameDump.snapshot(grid) == "\n\n         ╭─────────╮\n         │ ✓ saved │\n         ╰─────────╯")
    var flat = CellGrid(size: Size(width: 20, height: 1))
    Message("saved", .success).drawToast(into: &flat, within: flat.bounds, theme: theme)
    #expect(FrameDump.snapshot(flat) == "✓ saved")
  }
}
