/// What may be sent for a glyph: the last barrier between text from files and the terminal.
///
/// Control characters, characters that turn the writing direction or take no room, and halves of surrogates never pass;
/// without Unicode only ASCII does.
enum GlyphRules {
  /// The glyph to send and the columns it takes, 1 or 2.
  @inline(__always)
  static func safe(_ scalar: Unicode.Scalar, unicode: Bool) -> (glyph: UInt32, columns: Int) {
    let value = scalar.value
    if value >= 0x20, value < 0x7F { return (value, 1) }
    if unicode, value >= 0x2500, value < 0x25A0 { return (value, 1) }
    return unusual(scalar, unicode: unicode)
  }

  private static func unusual(_ scalar: Unicode.Scalar, unicode: Bool) -> (glyph: UInt32, columns: Int) {
    guard unicode else { return (ascii(for: scalar.value), 1) }
    // The non-breaking space marks the cells under a picture; see ImageRectangles.
    if scalar.value == 0xA0 { return (0x20, 1) }
    let properties = scalar.properties
    switch properties.generalCategory {
    case .control, .format, .surrogate, .unassigned, .lineSeparator, .paragraphSeparator, .nonspacingMark,
      .enclosingMark, .spacingMark, .privateUse:
      return (replacement, 1)
    default:
      if properties.isDefaultIgnorableCodePoint { return (replacement, 1) }
      return (scalar.value, isWide(scalar) ? 2 : 1)
    }
  }

  private static let replacement: UInt32 = 0x3F

  /// An ASCII look-alike for the glyphs screens use; a question mark for all others.
  private static func ascii(for value: UInt32) -> UInt32 {
    switch value {
    case 0xA0: return 0x20
    case 0x2500, 0x2501, 0x2504, 0x2505, 0x2508, 0x2509, 0x2550, 0x2574, 0x2576, 0x2013, 0x2014, 0x2212:
      return 0x2D
    case 0x2502, 0x2503, 0x2506, 0x2507, 0x250A, 0x250B, 0x2551, 0x2575, 0x2577: return 0x7C
    case 0x250C...0x254B, 0x2552...0x2570: return 0x2B
    case 0x2591: return 0x2E
    case 0x2592: return 0x3A
    case 0x2580...0x2590, 0x2593, 0x2596...0x259F: return 0x23
    case 0x2022, 0x25CF, 0x25A0, 0x25C6, 0xB7: return 0x2A
    case 0x25CB, 0x25A1, 0x25C7: return 0x6F
    case 0x2190, 0x25C0, 0x25C2, 0x2039: return 0x3C
    case 0x2192, 0x25B6, 0x25B8, 0x203A: return 0x3E
    case 0x2191, 0x25B2, 0x25B4: return 0x5E
    case 0x2193, 0x25BC, 0x25BE: return 0x76
    case 0x2713, 0x2714: return 0x2B
    case 0x2717, 0x2718, 0xD7: return 0x78
    case 0x2026: return 0x2E
    case 0x2018, 0x2019: return 0x27
    case 0x201C, 0x201D: return 0x22
    case 0xB5, 0x3BC: return 0x75
    default: return replacement
    }
  }

  /// Two columns: East Asian wide and full-width characters, and pictures (Unicode 15, EastAsianWidth.txt W and F).
  private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
      0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60,
      0xFFE0...0xFFE6, 0x20000...0x3FFFD:
      return true
    default:
      return scalar.properties.isEmojiPresentation
    }
  }

  /// The block glyph that shows ink where another shows ground, nil for glyphs without such a partner: either can be
  /// drawn with the colours exchanged.
  @inline(__always)
  static func complement(_ glyph: UInt32) -> UInt32? {
    switch glyph {
    case 0x2580: return 0x2584
    case 0x2584: return 0x2580
    case 0x258C: return 0x2590
    case 0x2590: return 0x258C
    case 0x2596...0x259F: return quadrantComplements[Int(glyph - 0x2596)]
    case 0x1FB00...0x1FB3B: return sextantComplement(glyph)
    default: return nil
    }
  }

  private static let quadrantComplements: [UInt32] = [
    0x259C, 0x259B, 0x259F, 0x259D, 0x259E, 0x2597, 0x2596, 0x2599, 0x259A, 0x2598,
  ]

  /// Sextants are numbered by the bits of their six parts, less the two that are half blocks.
  private static func sextantComplement(_ glyph: UInt32) -> UInt32 {
    let index = glyph - 0x1FB00 + 1
    let bits = index < 21 ? index : index < 41 ? index + 1 : index + 2
    let other = 63 - bits
    return 0x1FB00 + other - 1 - (other > 21 ? 1 : 0) - (other > 42 ? 1 : 0)
  }
}
