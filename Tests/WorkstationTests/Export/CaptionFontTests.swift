import Imaging
import Testing

@testable import Workstation

@Suite struct CaptionFontTests {
  private static let known =
    (0x21...0x7E).compactMap { Unicode.Scalar($0).map(Character.init) } + Array("×µ±²°–−·…")

  @Test func everyCharacterItPromisesHasAShapeOfItsOwn() {
    var seen: [CaptionFont.Glyph: Character] = [:]
    for character in Self.known {
      let glyph = CaptionFont.glyph(character)
      #expect(
        glyph.rows.count == CaptionFont.height && glyph.rows.contains { $0 != 0 }, "\(character) is empty")
      #expect(glyph != CaptionFont.glyph("\u{1F600}"), "\(character) is the box")
      #expect(glyph.rows.allSatisfy { $0 < 1 << glyph.width }, "\(character) is wider than it says")
      // A dash is a dash: only these two may look alike.
      if let other = seen[glyph] {
        #expect(Set([other, character]) == ["–", "−"], "\(other) looks like \(character)")
      }
      seen[glyph] = character
    }
  }

  @Test func figuresStandStill() {
    #expect(Set("0123456789".map { CaptionFont.glyph($0).width }).count == 1)
  }

  @Test func aTextIsAsWideAsItIsDrawn() throws {
    let text = "Axial 82/138"
    let width = CaptionFont.width(of: text)
    var image = PixelImage(width: width + 20, height: 20)
    CaptionFont.draw(text, x: 10, y: 5, color: 0xFF_FFFF, into: &image)
    let inked = (0..<image.width).filter { column in (0..<image.height).contains { image[column, $0] != 0 } }
    let first = try #require(inked.first)
    let last = try #require(inked.last)
    #expect(first == 10 && last == 10 + width - 1)
    #expect(CaptionFont.width(of: "") == 0)
  }

  @Test func scaleMakesSquaresOfPixels() {
    var small = PixelImage(width: 8, height: 12)
    var large = PixelImage(width: 24, height: 36)
    CaptionFont.draw("g", x: 1, y: 1, color: 1, into: &small)
    CaptionFont.draw("g", x: 3, y: 3, color: 1, scale: 3, into: &large)
    for y in 0..<36 {
      for x in 0..<24 { #expect(large[x, y] == small[x / 3, y / 3]) }
    }
  }

  @Test(arguments: [(-30, -30), (-3, -4), (37, 8), (500, 500)])
  func whatLiesOutsideIsClipped(_ x: Int, _ y: Int) {
    var image = PixelImage(width: 40, height: 12)
    CaptionFont.draw("clip", x: x, y: y, color: 1, halo: 2, scale: 3, into: &image)
    #expect(image.pixels.count == 480)
  }
}

@Suite struct CaptionStripTests {
  @Test func narrowPicturesGetMoreLinesAndLoseNothing() {
    let items = ["a case with a rather long name", "axial 12/34", "W 400 L 40 HU"].map {
      CaptionStrip.Item(text: $0, color: 0xFF_FFFF)
    }
    let wide = CaptionStrip(groups: [items], width: 600, scale: 1)
    let narrow = CaptionStrip(groups: [items], width: 80, scale: 1)
    #expect(narrow.height > wide.height && wide.height > CaptionFont.height)
    func ink(_ strip: CaptionStrip, _ width: Int) -> Int {
      var image = PixelImage(width: width, height: strip.height)
      strip.draw(into: &image, top: 0)
      return image.pixels.count { $0 == 0xFF_FFFF }
    }
    #expect(ink(narrow, 80) == ink(wide, 600), "the same letters, whatever the lines")
  }

  @Test func aWordLongerThanTheStripIsCut() {
    let name = String(repeating: "W", count: 200)
    let strip = CaptionStrip(groups: [[CaptionStrip.Item(text: name, color: 1)]], width: 100, scale: 1)
    var image = PixelImage(width: 100, height: strip.height)
    strip.draw(into: &image, top: 0)
    let letter = CaptionFont.glyph("W").rows.reduce(0) { $0 + $1.nonzeroBitCount }
    #expect(image.pixels.count { $0 == 1 } == 200 * letter)
  }
}
