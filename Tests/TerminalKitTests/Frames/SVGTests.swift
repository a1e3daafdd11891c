import Foundation
import FoundationXML
import Testing

@testable import TerminalKit

@Suite struct SVGTests {
  /// Elements with their attributes, and the text in them; nil when it is not well-formed XML.
  private final class Reader: NSObject, XMLParserDelegate {
    var elements: [(name: String, attributes: [String: String])] = []
    var text = ""

    static func read(_ svg: String) -> Reader? {
      let reader = Reader()
      let parser = XMLParser(data: Data(svg.utf8))
      parser.delegate = reader
      return parser.parse() ? reader : nil
    }

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
      attributes: [String: String]
    ) {
      elements.append((name, attributes))
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }
  }

  private func grid(_ width: Int, _ height: Int) -> CellGrid {
    CellGrid(size: Size(width: width, height: height))
  }

  @Test func hostileTextStaysWellFormed() throws {
    var frame = grid(30, 2)
    frame.put("<script>&\"'\u{1B}[0m</script>", x: 0, y: 0, style: Style(foreground: .rgb(0xFF0000)))
    let read = try #require(Reader.read(FrameDump.svg(frame, title: "a<b>&\u{1B}\"c\"\u{202E}")))
    #expect(read.text.contains("<script>&\"'[0m</script>"))
    #expect(read.text.contains("a<b>&\"c\""))
    #expect(!read.elements.contains { $0.name == "script" })
  }

  @Test func sizesAreWholePixels() throws {
    let read = try #require(Reader.read(FrameDump.svg(grid(80, 24), title: "t")))
    #expect(read.elements[0].attributes["width"] == "732")
    #expect(read.elements[0].attributes["height"] == "444")
    let wide = try #require(
      Reader.read(FrameDump.svg(grid(10, 10), title: "t", fontSize: 20, cellAspect: 1.5, margin: 0)))
    #expect(wide.elements[0].attributes["width"] == "120")
    #expect(wide.elements[0].attributes["height"] == "180")
    #expect(Reader.read(FrameDump.svg(grid(0, 0), title: "", fontSize: .nan, cellAspect: -.infinity)) != nil)
  }

  @Test func runsOfOneColourAreOneRectangle() throws {
    var frame = grid(10, 2)
    let pixels = (0..<40).map { $0 < 10 ? UInt32(0xFF0000) : $0 < 20 ? 0x00FF00 : 0x0000FF }
    PixmapRenderer.draw(
      Pixmap(width: 10, height: 4, pixels: pixels), into: &frame, at: frame.bounds, mode: .half)
    let svg = FrameDump.svg(frame, title: "t", margin: 0)
    #expect(svg.contains("<path fill=\"#F00\" d=\"m0 0h80v12h-80z\"/>"))
    #expect(svg.contains("<path fill=\"#0F0\" d=\"m0 12h80v12h-80z\"/>"))
    #expect(svg.contains("<rect width=\"90\" height=\"36\" rx=\"0\" fill=\"#00F\"/>"))
  }

  @Test func framesAreJoinedStrokes() {
    var frame = grid(10, 4)
    frame.box(frame.bounds, style: Style(foreground: .rgb(0x808080)), glyphs: .square)
    let svg = FrameDump.svg(frame, title: "t", margin: 0)
    #expect(svg.contains("M4.5 9.5H85.5"))
    #expect(svg.contains("M4.5 9.5V63.5"))
    #expect(!svg.contains("<text"))
    frame.box(frame.bounds, style: Style(foreground: .rgb(0x808080)))
    #expect(FrameDump.svg(frame, title: "t", margin: 0).contains("Q4.5 9.5"))
  }

  @Test func textKeepsItsColumns() throws {
    var frame = grid(20, 1)
    frame.put("two words   ▾ 肝", x: 1, y: 0, style: Style(foreground: .rgb(0xFFFFFF), attributes: .bold))
    let read = try #require(Reader.read(FrameDump.svg(frame, title: "", margin: 0)))
    let texts = read.elements.filter { $0.name == "text" }.map(\.attributes)
    #expect(texts.count == 3)
    #expect(texts[0]["x"] == "9" && texts[0]["textLength"] == "81")
    #expect(texts[1]["x"] == "121.5" && texts[1]["text-anchor"] == "middle")
    #expect(texts[2]["x"] == "144")
    #expect(read.elements.contains { $0.name == "g" && $0.attributes["font-weight"] == "bold" })
  }

  @Test func attributesBecomeColours() {
    var frame = grid(4, 1)
    frame.put(
      "a", x: 0, y: 0,
      style: Style(foreground: .rgb(0x112233), background: .rgb(0xAABBCC), attributes: .reverse))
    frame.put(
      "b", x: 1, y: 0, style: Style(foreground: .rgb(0x400000), background: .rgb(0x000040), attributes: .dim))
    frame.put("c", x: 2, y: 0, style: Style(foreground: .named(1), attributes: .underline))
    let svg = FrameDump.svg(frame, title: "", colors: .light, margin: 0)
    #expect(svg.contains("<path fill=\"#123\""))
    #expect(svg.contains("<g fill=\"#ABC\">"))
    #expect(svg.contains("<g fill=\"#200020\">"))
    #expect(svg.contains("M18 16.5H27"))
    #expect(svg.contains("fill=\"#FBFAF6\""))
  }

  @Test(arguments: ["▘", "▞", "▟", "🬀", "🬞", "🬻", "▃", "▎", "▐"])
  func blocksCoverWhatTheirPatternSays(glyph: Unicode.Scalar) {
    let area = BlockPart.parts(of: glyph).reduce(0) { $0 + ($1.right - $1.left) * ($1.bottom - $1.top) }
    let expected: [Unicode.Scalar: Int] = [
      "▘": 48, "▞": 96, "▟": 144, "🬀": 32, "🬞": 32, "🬻": 160, "▃": 72, "▎": 48, "▐": 96,
    ]
    #expect(area == expected[glyph])
  }

  @Test func brailleIsDots() {
    var frame = grid(1, 1)
    frame[0, 0] = Cell("⣿", Style(foreground: .rgb(0x00FF00)))
    let svg = FrameDump.svg(frame, title: "", margin: 0)
    #expect(svg.components(separatedBy: "h.01").count == 9)
  }

  /// The worst frame there is: every pixel of a large screen of another grey or tint.
  @Test func aNoisyFullScreenStaysSmall() {
    var frame = grid(200, 60)
    var state: UInt32 = 9
    let pixels = (0..<200 * 120).map { _ -> UInt32 in
      state = state &* 1_664_525 &+ 1_013_904_223
      let grey = state >> 24
      return state >> 20 & 7 == 0 ? grey << 16 | (grey / 2) << 8 | grey / 3 : grey * 0x010101
    }
    PixmapRenderer.draw(
      Pixmap(width: 200, height: 120, pixels: pixels), into: &frame, at: frame.bounds, mode: .half)
    let bytes = FrameDump.svg(frame, title: "noise").utf8.count
    #expect(bytes < 1_000_000)
    #expect(bytes > 100_000)
  }

  @Test func sameFrameSameBytes() {
    var frame = grid(40, 10)
    frame.box(frame.bounds, style: Theme.fabricaDark[.border], title: "same")
    #expect(FrameDump.svg(frame, title: "a") == FrameDump.svg(frame, title: "a"))
  }
}
