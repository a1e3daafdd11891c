import Testing

@testable import TerminalKit

@Suite("Colours a terminal has")
struct ColorTests {
  @Test("the 256-colour palette finds its own colours again")
  func palette() {
    for index in 16...255 {
      let rgb = Palette.rgb(UInt8(index))
      #expect(Palette.rgb(Palette.nearest256(to: rgb)) == rgb)
    }
    #expect(Palette.rgb(16) == 0x000000)
    #expect(Palette.rgb(196) == 0xFF0000)
    #expect(Palette.rgb(231) == 0xFFFFFF)
    #expect(Palette.rgb(232) == 0x080808)
    #expect(Palette.rgb(255) == 0xEEEEEE)
  }

  @Test("every grey goes to a grey, brighter never to darker")
  func greys() {
    var last: UInt32 = 0
    for level in 0...255 as ClosedRange<UInt32> {
      let found = Palette.rgb(Palette.nearest256(to: level * 0x010101))
      #expect(found & 255 == found >> 8 & 255 && found & 255 == found >> 16)
      #expect(found >= last)
      #expect(TerminalColor.distance(found, level * 0x010101) <= 9)
      last = found
    }
  }

  @Test("named colours of xterm are found among 16", arguments: Array(Palette.named.enumerated()))
  func named(index: Int, rgb: UInt32) { #expect(Palette.nearest16(to: rgb) == UInt8(index)) }

  @Test(
    "CIELAB of known colours",
    arguments: [
      (0xFFFFFF, 100.0, 0.0, 0.0), (0xFF0000, 53.24, 80.09, 67.20), (0x0000FF, 32.30, 79.19, -107.86),
      (0x808080, 53.59, 0.0, 0.0),
    ] as [(UInt32, Float, Float, Float)])
  func lab(rgb: UInt32, l: Float, a: Float, b: Float) {
    let lab = Lab(rgb: rgb)
    #expect(abs(lab.l - l) < 0.05 && abs(lab.a - a) < 0.05 && abs(lab.b - b) < 0.05)
  }

  @Test("depths")
  func depths() {
    var full = ColorMapper(depth: .truecolor)
    #expect(full.map(.rgb(0x123456)) == .rgb(0x123456))
    #expect(full.map(.named(12)) == .palette(12))
    var mono = ColorMapper(depth: .mono)
    #expect(mono.map(.rgb(0xFFFFFF)) == .standard)
    #expect(mono.map(.named(1)) == .standard)
    var palette = ColorMapper(depth: .ansi256)
    for _ in 0..<2 { #expect(palette.map(.rgb(0x808080)) == .palette(244)) }
    #expect(palette.map(.standard) == .standard)
  }

  @Test("curses' numbers: dark blues are not taken for the palette")
  func cursesNumbers() {
    #expect(PairTable.cursesColor(.standard) == -1)
    #expect(PairTable.cursesColor(.palette(9)) == 9)
    #expect(PairTable.cursesColor(.rgb(0x000000)) == 0x010101)
    #expect(PairTable.cursesColor(.rgb(0x00000F)) == 0x010101)
    #expect(PairTable.cursesColor(.rgb(0x000010)) == 0x000010)
    #expect(PairTable.cursesColor(.rgb(0xFFFFFF)) == 0xFFFFFF)
  }

  @Test(
    "blocks and their partners are partners of each other", arguments: [0x2580...0x25A0, 0x1FB00...0x1FB3B])
  func partners(range: ClosedRange<UInt32>) {
    for glyph in range {
      guard let partner = GlyphRules.complement(glyph) else { continue }
      #expect(partner != glyph)
      #expect(GlyphRules.complement(partner) == glyph)
    }
    #expect(GlyphRules.complement(0x1FB00) == 0x1FB3B)
    #expect(GlyphRules.complement(0x61) == nil)
  }
}
