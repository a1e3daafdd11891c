import Testing

@testable import TerminalKit

@Suite struct ListTests {
  private let theme = Theme.fabricaDark

  private func drawn(_ width: Int, _ height: Int, _ draw: (inout CellGrid, Rect) -> Void) -> CellGrid {
    var grid = CellGrid(size: Size(width: width, height: height))
    draw(&grid, grid.bounds)
    return grid
  }

  private func list(_ selection: Int, offset: Int = 0, count: Int = 9) -> ListView {
    ListView(count: count, state: ListState(selection: selection, offset: offset)) {
      ListRow("row \($0)", trailing: "\($0 * 111)")
    }
  }

  @Test func selectionIsScrolledIntoView() {
    let grid = drawn(14, 3) { list(5).draw(into: &$0, rect: $1, theme: theme) }
    #expect(FrameDump.snapshot(grid) == "row 3     333\nrow 4     444┃\nrow 5     555")
    #expect(grid[0, 2].style == theme[.selection])
    #expect(grid[0, 1].style == theme[.text])
  }

  @Test func offsetIsKeptWhileTheSelectionIsSeen() {
    let grid = drawn(14, 3) { list(5, offset: 4).draw(into: &$0, rect: $1, theme: theme) }
    #expect(grid.text(row: 0).hasPrefix("row 4"))
    let last = drawn(14, 3) { list(8, offset: 99).draw(into: &$0, rect: $1, theme: theme) }
    #expect(last.text(row: 2).hasPrefix("row 8"))
  }

  @Test func scrollMarkReachesBothEnds() {
    let first = drawn(14, 3) { list(0).draw(into: &$0, rect: $1, theme: theme) }
    let last = drawn(14, 3) { list(8).draw(into: &$0, rect: $1, theme: theme) }
    #expect(first[13, 0].glyph == "┃")
    #expect(last[13, 2].glyph == "┃")
    let whole = drawn(14, 9) { list(0).draw(into: &$0, rect: $1, theme: theme) }
    #expect(!whole.cells.contains { $0.glyph == "┃" })
  }

  @Test func focusAndEmptiness() {
    var view = list(0)
    view.isFocused = false
    let grid = drawn(14, 3) { view.draw(into: &$0, rect: $1, theme: theme) }
    #expect(grid[0, 0].style == theme[.selectionInactive])
    var empty = list(0, count: 0)
    empty.emptyText = "press o to open a case"
    let none = drawn(14, 2) { empty.draw(into: &$0, rect: $1, theme: theme) }
    #expect(FrameDump.snapshot(none) == "press o to op…")
  }

  @Test func longRowsKeepTheirNumbers() {
    let row = ListRow(
      [TextSpan("■ ", color: .rgb(0xFF0000)), TextSpan("left adrenal gland")],
      trailing: [TextSpan("1 123 mL")])
    let grid = drawn(20, 1) { grid, rect in
      row.draw(into: &grid, rect: rect, style: theme[.selection], theme: theme, isSelected: true)
    }
    #expect(grid.text(row: 0) == "■ left adr… 1 123 mL")
    #expect(grid[0, 0].style == Style(foreground: .rgb(0xFF0000), background: theme[.selection].background))
  }

  @Test func mouseFindsRows() {
    let rect = Rect(x: 2, y: 1, width: 10, height: 3)
    #expect(list(5).row(at: Point(x: 3, y: 1), in: rect) == 3)
    #expect(list(5).row(at: Point(x: 1, y: 1), in: rect) == nil)
    #expect(list(0, count: 2).row(at: Point(x: 3, y: 3), in: rect) == nil)
  }

  @Test func keysMoveTheSelection() {
    var state = ListState()
    let result1 = state.handle(.down, count: 5, height: 3)
    #expect(result1)
    #expect(state.selection == 1)
    let result2 = state.handle(.end, count: 5, height: 3)
    #expect(result2)
    #expect(state.selection == 4)
    let result3 = state.handle(.down, count: 5, height: 3)
    #expect(result3)
    #expect(state.selection == 4)
    let result4 = state.handle(.pageUp, count: 5, height: 3)
    #expect(result4)
    #expect(state.selection == 2)
    let result5 = state.handle(.character("x"), count: 5, height: 3)
    #expect(!result5)
    state.move(by: Int.max, count: 5)
    #expect(state.selection == 4)
    state.move(by: Int.min, count: 5)
    #expect(state.selection == 0)
    state.move(by: 3, count: 0)
    state.reveal(count: 0, height: 3)
    #expect(state == ListState())
  }

  @Test func treeIndentsAndMarks() {
    let tree = TreeView(
      [
        TreeRow(depth: 0, isExpanded: true, row: ListRow("Digestive", trailing: "2")),
        TreeRow(depth: 1, row: ListRow("liver")),
        TreeRow(depth: 0, isExpanded: false, row: ListRow("Ribs", trailing: "24")),
      ], state: ListState(selection: 1))
    let grid = drawn(16, 3) { tree.draw(into: &$0, rect: $1, theme: theme) }
    #expect(FrameDump.snapshot(grid) == "▾ Digestive    2\n  liver\n▸ Ribs        24")
    var plain = theme
    plain.unicode = false
    let ascii = drawn(16, 3) { tree.draw(into: &$0, rect: $1, theme: plain) }
    #expect(FrameDump.snapshot(ascii) == "v Digestive    2\n  liver\n> Ribs        24")
  }
}

@Suite struct TableTests {
  private let theme = Theme.fabricaDark

  private var table: TableView {
    TableView(
      columns: [
        TableColumn("organ", width: .flexible(minimum: 8)),
        TableColumn("mL", width: .fixed(7), alignment: .right, sort: .descending),
        TableColumn("note", width: .fixed(7)),
      ], count: 4, state: ListState(selection: 1)
    ) { row, column in
      [
        [TextSpan(["liver", "spleen", "gallbladder", "colon"][row])],
        [TextSpan(NumberText.grouped(1123 - 300 * row))],
        [TextSpan(row == 3 ? "cut off" : "", .warning)],
      ][column]
    }
  }

  private func snapshot(_ width: Int, _ height: Int) -> String {
    var grid = CellGrid(size: Size(width: width, height: height))
    table.draw(into: &grid, rect: grid.bounds, theme: theme)
    return FrameDump.snapshot(grid)
  }

  @Test func columnsAlign() {
    #expect(
      snapshot(30, 5) == """
        organ            mL ▼  note
        liver           1 123
        spleen            823
        gallbladder       523
        colon             223  cut off
        """)
  }

  @Test func columnsThatDoNotFitAreLeftOutAndSaidSo() {
    #expect(
      snapshot(20, 5) == """
        organ         mL ▼…
        liver        1 123
        spleen         823
        gallblad…      523
        colon          223
        """)
  }

  @Test func theHeadStaysWhileRowsScroll() {
    var view = table
    view.state.selection = 3
    var grid = CellGrid(size: Size(width: 30, height: 3))
    view.draw(into: &grid, rect: grid.bounds, theme: theme)
    #expect(FrameDump.snapshot(grid).hasPrefix("organ"))
    #expect(grid.text(row: 2).hasPrefix("colon"))
    #expect(grid[0, 2].style == theme[.selection])
    #expect(view.row(at: Point(x: 0, y: 1), in: grid.bounds) == 2)
    #expect(view.row(at: Point(x: 0, y: 0), in: grid.bounds) == nil)
  }

  @Test(arguments: 0...12)
  func smallRoomsAreHarmless(width: Int) {
    #expect(!snapshot(width, 2).contains("\u{0}"))
    #expect(!snapshot(width, 0).contains("organ"))
  }
}
