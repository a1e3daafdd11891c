import Testing

@testable import TerminalKit

@Suite struct OverlayTests {
  private struct Nothing {}
  private let theme = Theme.fabricaDark

  private func action(_ id: String, _ section: String, _ title: String, _ keys: [Key], why: String? = nil)
    -> Action<Nothing>
  {
    Action(
      id: id, section: section, title: title, help: "\(title), in a sentence.", keys: keys,
      unavailable: { _ in why }
    ) { _ in }
  }

  private var table: ActionTable<Nothing> {
    ActionTable([
      action("slice.next", "Viewer", "Next slice", [.down, .character("j")]),
      action("window.lung", "Viewer", "Lung window", [.character("2")]),
      action("window.bone", "Viewer", "Bone window", [.character("4")]),
      action("compare", "Organs", "Compare label maps", [.character("C")], why: "open a second one first"),
      action("quit", "General", "Quit", [.character("q")]),
    ])
  }

  private func palette(_ script: String) throws -> (CommandPalette, CommandPalette.Outcome) {
    var palette = CommandPalette(entries: table.paletteEntries(context: Nothing()))
    var outcome = CommandPalette.Outcome.open
    for key in try KeyScript.parse(script) { outcome = palette.handle(key) }
    return (palette, outcome)
  }

  @Test(arguments: [
    ("'lw' <enter>", CommandPalette.Outcome.chosen(id: "window.lung")),
    ("<down> <down> <enter>", .chosen(id: "window.bone")),
    ("'window' <c-n> <enter>", .chosen(id: "window.bone")), ("'organs' <enter>", .open),
    ("'zzz' <enter>", .open),
    ("<esc>", .dismissed), ("'zzz' <c-u> <enter>", .chosen(id: "slice.next")),
    ("'quit' <down> <down> <enter>", .chosen(id: "quit")),
  ])
  func choosing(script: String, expected: CommandPalette.Outcome) throws {
    #expect(try palette(script).1 == expected)
  }

  @Test func whatCannotBeDoneSaysWhy() throws {
    let (open, outcome) = try palette("'compare' <enter>")
    #expect(outcome == .open)
    #expect(open.selected?.unavailable == "open a second one first")
  }

  @Test func paletteOnTheScreen() throws {
    var grid = CellGrid(size: Size(width: 60, height: 12))
    grid.fill(grid.bounds, with: Cell("·", theme[.text]))
    let cursor = try palette("'w'").0.draw(into: &grid, within: grid.bounds, theme: theme)
    #expect(
      FrameDump.snapshot(grid) == """
        ····························································
        ··╭ Palette ──────────────────────────────────────── 3/5 ╮··
        ··│ › w                                                  │··
        ··│                                                      │··
        ··│ Lung window  Viewer                                2 │··
        ··│ Bone window  Viewer                                4 │··
        ··│ Next slice  Viewer                               ↓ j │··
        ··│                                                      │··
        ··│                                                      │··
        ··╰──────────────────────────────────────────────────────╯··
        ····························································
        ····························································
        """)
    #expect(grid.text(row: 2).contains("› w"))
    #expect(cursor == Point(x: 7, y: 2))
  }

  @Test func helpShowsEverySectionAndKey() {
    let help = HelpOverlay(sections: table.helpSections(context: Nothing()))
    var grid = CellGrid(size: Size(width: 84, height: 14))
    help.draw(into: &grid, within: grid.bounds, theme: theme)
    let text = FrameDump.text(grid)
    for word in ["Viewer", "Organs", "General", "Next slice", "↓ j", "Lung window", "Quit"] {
      #expect(text.contains(word))
    }
    #expect(!text.contains("in a sentence"))
  }

  @Test func helpSearchShowsSentencesAndReasons() throws {
    var help = HelpOverlay(sections: table.helpSections(context: Nothing()))
    for key in try KeyScript.parse("'compare'") {
      let staysOpen = help.handle(key)
      #expect(staysOpen)
    }
    var grid = CellGrid(size: Size(width: 90, height: 14))
    help.draw(into: &grid, within: grid.bounds, theme: theme)
    let text = FrameDump.text(grid)
    #expect(text.contains("not now: open a second one first"))
    #expect(!text.contains("Lung window"))
    let staysOpen = help.handle(.escape)
    #expect(staysOpen)
    #expect(help.field.text == "")
    let closes = !help.handle(.escape)
    #expect(closes)
  }

  @Test func helpScrollsToItsEndAndNoFurther() throws {
    var help = HelpOverlay(sections: table.helpSections(context: Nothing()))
    for _ in 0..<500 { _ = help.handle(.down) }
    var grid = CellGrid(size: Size(width: 44, height: 9))
    help.draw(into: &grid, within: grid.bounds, theme: theme)
    #expect(FrameDump.text(grid).contains("Quit"))
    _ = help.handle(.home)
    help.draw(into: &grid, within: grid.bounds, theme: theme)
    #expect(FrameDump.text(grid).contains("Viewer"))
  }

  @Test func shadowDarkensWhatLiesUnder() {
    var grid = CellGrid(size: Size(width: 30, height: 10))
    grid.fill(grid.bounds, with: Cell("x", Style(foreground: .rgb(0xFFFFFF), background: .rgb(0x646464))))
    let inside = Overlay(size: Size(width: 10, height: 4), title: "box").draw(
      into: &grid, within: grid.bounds, theme: theme)
    #expect(inside == Rect(x: 12, y: 3, width: 6, height: 2))
    #expect(grid[20, 3] == Cell("x", Style(foreground: .rgb(0x666666), background: .rgb(0x282828))))
    #expect(grid[20, 2].style.background == .rgb(0x646464))
  }

  @Test func tinyScreensAreHarmless() throws {
    let help = HelpOverlay(sections: table.helpSections(context: Nothing()))
    for width in [0, 1, 2, 3, 5, 9] {
      for height in [0, 1, 2, 3, 5] {
        var grid = CellGrid(size: Size(width: width, height: height))
        try palette("'w'").0.draw(into: &grid, within: grid.bounds, theme: theme)
        help.draw(into: &grid, within: grid.bounds, theme: theme)
        Message("text").drawToast(into: &grid, within: grid.bounds, theme: theme)
        #expect(grid.cells.count == width * height)
      }
    }
  }

  @Test func hintsFromTheTable() {
    let context = Nothing()
    #expect(table.hint("slice.next", title: "slice", context: context) == Hint(keys: "↓", title: "slice"))
    #expect(table.hint("compare", context: context)?.unavailable == "open a second one first")
    #expect(table.hint("nothing", context: context) == nil)
    var own = table
    own.remap(
      KeyMap(entries: [.init(action: "window.lung", keys: [.control("l")]), .init(action: "quit", keys: [])]))
    #expect(own.hint("window.lung", context: context)?.keys == "^L")
    #expect(own.hint("quit", context: context) == nil)
    #expect(own.paletteEntries(context: context).first { $0.id == "window.lung" }?.keys == "^L")
    #expect(own.helpSections(context: context)[0].entries[1].keys == "^L")
  }
}
