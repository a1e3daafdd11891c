import Testing

@testable import TerminalKit

@Suite("Keys from bytes")
struct KeyDecoderTests {
  /// Bytes and the keys they mean.
  static let table: [(bytes: String, keys: [Key])] = [
    ("a", [.character("a")]), ("Z~ ", [.character("Z"), .character("~"), .character(" ")]),
    ("\u{E9}\u{4E2D}\u{1F600}", [.character("\u{E9}"), .character("\u{4E2D}"), .character("\u{1F600}")]),
    ("\r", [.enter]), ("\n", [.enter]), ("\t", [.tab]), ("\u{7F}", [.backspace]),
    ("\u{1}\u{10}\u{1A}", [.control("a"), .control("p"), .control("z")]), ("\u{8}", [.control("h")]),
    ("\u{1B}[A\u{1B}[B\u{1B}[C\u{1B}[D", [.up, .down, .right, .left]),
    ("\u{1B}OA\u{1B}OB\u{1B}OC\u{1B}OD", [.up, .down, .right, .left]),
    ("\u{1B}[1;2A\u{1B}[1;2B\u{1B}[1;2C\u{1B}[1;2D", [.shiftUp, .shiftDown, .shiftRight, .shiftLeft]),
    ("\u{1B}[1;6A\u{1B}[1;5A", [.shiftUp, .up]), ("\u{1B}[a\u{1B}[d", [.shiftUp, .shiftLeft]),
    ("\u{1B}[H\u{1B}[F\u{1B}OH\u{1B}OF", [.home, .end, .home, .end]),
    ("\u{1B}[1~\u{1B}[4~\u{1B}[7~\u{1B}[8~", [.home, .end, .home, .end]),
    ("\u{1B}[3~\u{1B}[5~\u{1B}[6~\u{1B}[5;2~", [.delete, .pageUp, .pageDown, .pageUp]),
    ("\u{1B}[Z", [.backTab]),
    ("\u{1B}OP\u{1B}OQ\u{1B}OR\u{1B}OS", [.function(1), .function(2), .function(3), .function(4)]),
    (
      "\u{1B}[11~\u{1B}[15~\u{1B}[17~\u{1B}[21~\u{1B}[23~\u{1B}[24~",
      [.function(1), .function(5), .function(6), .function(10), .function(11), .function(12)]
    ),
    ("\u{1B}[[A\u{1B}[[E", [.function(1), .function(5)]),
    ("\u{1B}[1;2P\u{1B}[1;2R", [.function(1), .function(3)]),
    (
      "\u{1B}[97;5u\u{1B}[97;2u\u{1B}[27u\u{1B}[13u\u{1B}[223;2u",
      [.control("a"), .character("A"), .escape, .enter, .character("\u{DF}")]
    ),
    ("\u{1B}[27;5;112~", [.control("p")]), ("\u{1B}x", [.escape, .character("x")]),
    ("\u{1B}\u{1B}[A", [.escape, .up]),
    // Swallowed whole: unknown keys, focus, answers, strings, marks of pasted text, what is no UTF-8.
    ("\u{1B}[2~\u{1B}[99~\u{1B}[I\u{1B}[Oq", [.character("q")]),
    ("\u{1B}[?62;4c\u{1B}[?2026;2$y\u{1B}[24;80R\u{1B}[6;20;10tq", [.character("q")]),
    ("\u{1B}P1$r0m\u{1B}\\\u{1B}]11;rgb:0/0/0\u{7}\u{1B}_Gi=31;OK\u{1B}\\q", [.character("q")]),
    ("\u{1B}[200~rm -rf\u{1B}[A\r\u{1B}[201~q", [.character("q")]), ("\u{0}\u{1C}q", [.character("q")]),
  ]

  private func keys(_ inputs: [TerminalInput]) -> [Key] {
    inputs.compactMap { if case .event(.key(let key)) = $0 { key } else { nil } }
  }

  @Test("every row of the table, whole and byte by byte", arguments: table.indices)
  func rows(index: Int) {
    let row = KeyDecoderTests.table[index]
    var whole = KeyDecoder()
    #expect(keys(whole.feed(Array(row.bytes.utf8))) == row.keys)
    #expect(whole.patience == nil, "nothing is left over")
    var slow = KeyDecoder()
    var inputs: [TerminalInput] = []
    for byte in row.bytes.utf8 { inputs += slow.feed([byte]) }
    #expect(keys(inputs) == row.keys)
  }

  @Test("an escape key is told from a sequence by silence")
  func escape() {
    var decoder = KeyDecoder()
    #expect(decoder.feed([0x1B]).isEmpty)
    #expect(decoder.patience == 25)
    #expect(keys(decoder.giveUp()) == [.escape])
    #expect(decoder.patience == nil)
    #expect(decoder.feed(Array("\u{1B}[".utf8)).isEmpty)
    #expect(keys(decoder.giveUp()) == [.escape, .character("[")])
    #expect(decoder.feed(Array("\u{1B}P".utf8)).isEmpty)
    #expect(keys(decoder.giveUp()) == [.escape, .character("P")])
    #expect(decoder.feed(Array("\u{1B}[1;".utf8)).isEmpty)
    #expect(keys(decoder.giveUp()).isEmpty, "half a sequence is nothing")
    #expect(keys(decoder.feed([0x71])) == [.character("q")])
  }

  @Test(
    "bytes that are no UTF-8 are dropped and nothing else",
    arguments: [
      [0xFF, 0x71], [0xC3, 0x28], [0xE4, 0xB8, 0x71], [0x80, 0x71], [0xED, 0xA0, 0x80, 0x71],
      [0xC2, 0x9B, 0x71],
      [0xF5, 0x71],
    ] as [[UInt8]])
  func noUTF8(bytes: [UInt8]) {
    var decoder = KeyDecoder()
    let last = Character(Unicode.Scalar(bytes[bytes.count - 1]))
    #expect(keys(decoder.feed(bytes)) == [.character(last)])
  }

  @Test("pasted text comes as characters when a text field wants it, without control characters")
  func paste() {
    let bytes = Array("\u{1B}[200~a/\u{4E2D}\u{1B}[A\r\u{9B}b\u{1B}[201~q".utf8)
    let wanted: [Key] = [
      .character("a"), .character("/"), .character("\u{4E2D}"), .character("["), .character("A"),
      .character("b"),
      .character("q"),
    ]
    var decoder = KeyDecoder()
    decoder.acceptsPaste = true
    #expect(keys(decoder.feed(bytes)) == wanted)
    var slow = KeyDecoder()
    slow.acceptsPaste = true
    var inputs: [TerminalInput] = []
    for byte in bytes { inputs += slow.feed([byte]) }
    #expect(keys(inputs) == wanted)
  }

  @Test("a paste whose end is lost does not swallow the keyboard for ever")
  func lostPasteEnd() {
    var decoder = KeyDecoder()
    #expect(decoder.feed(Array("\u{1B}[200~abc".utf8)).isEmpty)
    #expect(decoder.patience == 1000)
    #expect(decoder.giveUp().isEmpty)
    #expect(keys(decoder.feed([0x71])) == [.character("q")])
  }

  @Test(
    "the mouse",
    arguments: [
      ("\u{1B}[<0;5;7M", MouseEvent.Kind.press(1)), ("\u{1B}[<0;5;7m", .release(1)),
      ("\u{1B}[<2;5;7M", .press(3)),
      ("\u{1B}[<32;5;7M", .drag(1)), ("\u{1B}[<33;5;7M", .drag(2)), ("\u{1B}[<64;5;7M", .wheelUp),
      ("\u{1B}[<65;5;7M", .wheelDown), ("\u{1B}[<4;5;7M", .press(1)), ("\u{1B}[M %'", .press(1)),
      ("\u{1B}[M#%'", .release(1)),
    ])
  func mouse(bytes: String, kind: MouseEvent.Kind) {
    var decoder = KeyDecoder()
    let wanted = TerminalInput.event(.mouse(MouseEvent(kind: kind, position: Point(x: 4, y: 6))))
    #expect(decoder.feed(Array(bytes.utf8)) == [wanted])
  }

  @Test(
    "movement without a button and broken reports are nothing",
    arguments: [
      "\u{1B}[<35;5;7M", "\u{1B}[<66;1;1M", "\u{1B}[<M", "\u{1B}[<999999999999999999;5;7M",
    ])
  func noMouse(bytes: String) {
    var decoder = KeyDecoder()
    let inputs = decoder.feed(Array(bytes.utf8))
    #expect(
      inputs.allSatisfy {
        if case .event(.mouse(let event)) = $0 { event.position == Point(x: 0, y: 0) } else { false }
      })
  }

  @Test("any bytes at all: nothing crashes, nothing piles up")
  func noise() {
    var random = Numbers(seed: 3)
    var decoder = KeyDecoder()
    for _ in 0..<20_000 {
      let favourites: [UInt8] = [0x1B, 0x5B, 0x4F, 0x50, 0x3B, 0x31, 0x7E, 0x4D, 0x3C, 0xE2]
      let byte = random.below(2) == 0 ? favourites[random.below(10)] : UInt8(random.below(256))
      _ = decoder.feed([byte])
    }
    _ = decoder.giveUp()
    #expect(decoder.patience == nil)
    #expect(keys(decoder.feed([0x71])) == [.character("q")])
  }
}
