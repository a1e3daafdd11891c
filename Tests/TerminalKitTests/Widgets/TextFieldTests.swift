import Testing

@testable import TerminalKit

@Suite struct TextFieldTests {
  private func typed(_ script: String, start: String = "") throws -> TextField {
    var field = TextField(start)
    for key in try KeyScript.parse(script) { _ = field.handle(key) }
    return field
  }

  @Test(arguments: [
    ("'liver'", "liver", 5), ("'liver' <left> <left> 'x'", "livxer", 4), ("'liver' <bs> <bs>", "liv", 3),
    ("'liver' <home> <del>", "iver", 0), ("'left lung' <c-w>", "left ", 5),
    ("'left lung ' <c-w>", "left ", 5),
    ("'left lung' <left> <left> <c-u>", "ng", 0), ("'left lung' <home> <right> <c-k>", "l", 1),
    ("<bs> <del> <left> <c-w>", "", 0), ("'肝臓' <left> 'a'", "肝a臓", 2),
  ])
  func editing(script: String, text: String, cursor: Int) throws {
    let field = try typed(script)
    #expect(field.text == text)
    #expect(field.cursor == cursor)
  }

  @Test func unsafeCharactersAreRefused() {
    var field = TextField("a\u{1B}b\u{202E}")
    #expect(field.text == "ab")
    let result1 = field.handle(.character("\u{7}"))
    #expect(!result1)
    let result2 = field.handle(.enter)
    #expect(!result2)
    let result3 = field.handle(.character("\u{301}"))
    #expect(result3)
    #expect(field.cursor == field.text.count)
  }

  @Test func theCursorIsAlwaysSeen() throws {
    let theme = Theme.fabricaDark
    var grid = CellGrid(size: Size(width: 8, height: 1))
    let field = try typed("'left adrenal gland'")
    let place = field.draw(into: &grid, rect: grid.bounds, theme: theme, prompt: "/ ")
    #expect(grid.text(row: 0) == "/ gland ")
    #expect(place == Point(x: 7, y: 0))
    #expect(grid[7, 0].style.attributes.contains(.reverse))
    TextField().draw(into: &grid, rect: grid.bounds, theme: theme, prompt: "/ ", placeholder: "filter organs")
    #expect(grid.text(row: 0) == "/ filte…")
    for width in 0...2 {
      var small = CellGrid(size: Size(width: width, height: 1))
      field.draw(into: &small, rect: small.bounds, theme: theme, prompt: "/ ")
      #expect(small.cells.count == width)
    }
  }
}
