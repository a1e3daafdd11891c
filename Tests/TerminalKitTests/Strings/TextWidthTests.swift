import Glibc
import Testing

@testable import TerminalKit

@Suite struct TextWidthTests {
  @Test(arguments: [
    ("", 0), ("liver", 5), ("肝臓", 4), ("e\u{301}", 1), ("a\u{200B}b", 2), ("━▀", 2), ("Ω±×", 3), ("🫁", 2),
  ])
  func columns(text: String, expected: Int) {
    #expect(TextWidth.columns(of: text) == expected)
  }

  @Test(arguments: [
    ("liver", 5, "liver"), ("liver", 4, "liv…"), ("liver", 1, "l"), ("liver", 0, ""), ("肝臓脾", 5, "肝臓…"),
    ("肝臓脾", 4, "肝…"), ("肝臓", 1, ""), ("ab", -3, ""),
  ])
  func truncation(text: String, limit: Int, expected: String) {
    let cut = TextWidth.truncated(text, to: limit)
    #expect(cut == expected)
    #expect(TextWidth.columns(of: cut) <= max(0, limit))
  }

  @Test func truncationInASCII() {
    #expect(TextWidth.truncated("pancreas", to: 6, ellipsis: "..") == "panc..")
  }

  @Test func padding() {
    #expect(TextWidth.padded("ab", to: 5) == "ab   ")
    #expect(TextWidth.padded("ab", to: 5, alignment: .right) == "   ab")
    #expect(TextWidth.padded("ab", to: 5, alignment: .center) == " ab  ")
    #expect(TextWidth.padded("abcdef", to: 3) == "ab…")
  }

  /// The back end measures with the C library; where both know a glyph they must agree, or lines would shift.
  @Test func agreesWithTheCLibrary() throws {
    // The module map hides wcwidth behind a feature macro; the symbol is there.
    typealias WideWidth = @convention(c) (wchar_t) -> Int32
    let symbol = try #require(dlsym(nil, "wcwidth"))
    let wcwidth = unsafeBitCast(symbol, to: WideWidth.self)
    let locale = try #require(newlocale(Int32(LC_CTYPE_MASK), "C.UTF-8", nil))
    let old = uselocale(locale)
    defer {
      uselocale(old)
      freelocale(locale)
    }
    // Settled blocks only: letters, signs, boxes, blocks, braille, ideographs, kana, hangul, sextants.
    let blocks: [ClosedRange<UInt32>] = [
      0x20...0x7E, 0xA1...0xAC, 0xAE...0x2FF, 0x370...0x377, 0x400...0x482, 0x2010...0x2027, 0x2030...0x205E,
      0x2190...0x2319, 0x231A...0x23FA, 0x2500...0x2767, 0x2800...0x28FF, 0x3041...0x3096, 0x30A0...0x30FF,
      0x4E00...0x9FA5, 0xAC00...0xD7A3, 0xFF01...0xFF60, 0x1FB00...0x1FB3B, 0x1F600...0x1F64F,
    ]
    for value in blocks.joined() {
      let scalar = try #require(Unicode.Scalar(value))
      let theirs = wcwidth(wchar_t(value))
      guard theirs >= 0 else { continue }
      #expect(TextWidth.columns(of: scalar) == Int(theirs), "U+\(String(value, radix: 16))")
    }
  }

  @Test(arguments: [
    (0, "0"), (999, "999"), (1123, "1 123"), (-1_234_567, "−1 234 567"), (Int.min, nil as String?),
  ])
  func groupedNumbers(value: Int, expected: String?) {
    let text = NumberText.grouped(value)
    if let expected { #expect(text == expected) } else { #expect(text.hasPrefix("−9 223")) }
  }

  @Test func fixedNumbers() {
    #expect(NumberText.fixed(-12.44, decimals: 1) == "−12.4")
    #expect(NumberText.fixed(-12.44, decimals: 1, unicode: false) == "-12.4")
    #expect(NumberText.fixed(-0.04, decimals: 1) == "0.0")
    #expect(NumberText.fixed(.nan, decimals: 1) == "–")
    #expect(NumberText.fixed(-.infinity, decimals: 1, unicode: false) == "-")
    #expect(NumberText.axis(0.84, step: 0.1) == "0.8")
    #expect(NumberText.axis(2000, step: 500) == "2 000")
    #expect(NumberText.axis(.nan, step: 500) == "–")
  }
}
