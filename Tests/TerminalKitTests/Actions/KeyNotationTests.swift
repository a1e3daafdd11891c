import Testing

@testable import TerminalKit

@Suite struct KeyNotationTests {
  static let all: [Key] =
    [
      .up, .down, .left, .right, .shiftUp, .shiftDown, .shiftLeft, .shiftRight, .enter, .escape, .tab,
      .backTab,
      .backspace, .delete, .home, .end, .pageUp, .pageDown,
    ] + (1...12).map { Key.function($0) } + "abcxyz".map { Key.control($0) }
    + " 'aZ09<>[]{}?!:/é肝".map { Key.character($0) }

  @Test(arguments: all)
  func printedKeysAreReadBack(key: Key) {
    #expect(KeyNotation.parse(KeyNotation.print(key)) == key)
    #expect(!KeyNotation.human(key).isEmpty)
    let plain = KeyNotation.human(key, unicode: false)
    if case .character = key { return }
    #expect(plain.unicodeScalars.allSatisfy { $0.isASCII })
  }

  @Test(arguments: [
    ("<DOWN>", Key.down), ("<S-Tab>", .backTab), ("<C-P>", .control("p")), ("<cr>", .enter),
    ("<lt>", .character("<")),
    ("<", .character("<")), ("<F12>", .function(12)),
  ])
  func otherSpellings(text: String, key: Key) {
    #expect(KeyNotation.parse(text) == key)
  }

  @Test(arguments: [
    "", "ab", "<>", "<f0>", "<f13>", "<f01>", "<c-1>", "<c-ab>", "<nothing>", "\u{1B}", " ", "\u{200B}",
  ])
  func refused(text: String) {
    #expect(KeyNotation.parse(text) == nil)
  }

  @Test func humanSigns() {
    #expect(KeyNotation.human(.down) == "↓")
    #expect(KeyNotation.human(.enter) == "⏎")
    #expect(KeyNotation.human(.control("p")) == "^P")
    #expect(KeyNotation.human(.escape) == "esc")
    #expect(KeyNotation.human(.tab, unicode: false) == "tab")
    #expect(KeyNotation.human([.up, .down]) == "↑↓")
    #expect(KeyNotation.human([.up, .down], unicode: false) == "up down")
    #expect(KeyNotation.human("12345678".map { .character($0) }) == "1–8")
    #expect(KeyNotation.human("135".map { .character($0) }) == "1 3 5")
    #expect(KeyNotation.human([.character("n"), .character("p")]) == "n p")
  }
}

@Suite struct KeyScriptTests {
  @Test func theScriptOfTheDesign() throws {
    let keys = try KeyScript.parse("3 s z g <down> 'liver' <enter>")
    #expect(keys == "3szg".map { .character($0) } + [.down] + "liver".map { .character($0) } + [.enter])
  }

  @Test func quotesHoldSpacesAndQuotes() throws {
    #expect(try KeyScript.parse("'a ''b'") == "a 'b".map { .character($0) })
    #expect(try KeyScript.parse("") == [])
    #expect(try KeyScript.parse("''") == [])
    #expect(try KeyScript.parse("  <c-p>\t: ") == [.control("p"), .character(":")])
  }

  @Test func printedScriptsAreReadBack() throws {
    let keys = try KeyScript.parse(KeyScript.print(KeyNotationTests.all))
    #expect(keys == KeyNotationTests.all)
  }

  @Test(arguments: [
    ("a <nope>", KeyScriptError.unknownKey(text: "<nope>", column: 3)),
    ("liver", .unknownKey(text: "liver", column: 1)), ("x 'abc", .unclosedQuote(column: 3)),
    ("'a\u{1B}'", .unprintable(column: 3)),
  ])
  func mistakes(script: String, error: KeyScriptError) {
    #expect(throws: error) { () throws in _ = try KeyScript.parse(script) }
    #expect(error.description.hasPrefix("column "))
  }
}
