/// The nearest ASCII glyph of what the widgets draw, for terminals without Unicode.
///
/// Widgets choose ASCII by themselves when their theme says so; this is the net under them for single signs in
/// texts: dashes, arrows, degree and plus-minus signs.
public enum AsciiGlyph {
  /// One ASCII scalar for a glyph of one column; `?` where nothing comes near.
  public static func nearest(_ glyph: Unicode.Scalar) -> Unicode.Scalar {
    if glyph.isASCII { return glyph }
    switch glyph.value {
    case 0x2500, 0x2501, 0x2504, 0x2505, 0x2508, 0x2509, 0x254C, 0x254D, 0x2550, 0x2574, 0x2576, 0x2578,
      0x257A:
      return "-"
    case 0x2502, 0x2503, 0x2506, 0x2507, 0x250A, 0x250B, 0x254E, 0x254F, 0x2551, 0x2575, 0x2577, 0x2579,
      0x257B:
      return "|"
    case 0x2500...0x257F: return "+"
    case 0x2581...0x2583, 0x2596, 0x2597: return "."
    case 0x2584, 0x2585: return "o"
    case 0x2580...0x2590, 0x2599...0x259F: return "#"
    case 0x2591: return "."
    case 0x2592: return ":"
    case 0x2593: return "#"
    case 0x2598: return "'"
    case 0x2801...0x28FF: return ":"
    case 0x2800: return " "
    default: return signs[glyph] ?? "?"
    }
  }

  private static let signs: [Unicode.Scalar: Unicode.Scalar] = [
    "\u{0}": "\u{0}", "…": "~", "–": "-", "—": "-", "−": "-", "·": ".", "×": "x", "±": "~", "°": "o",
    "µ": "u",
    "²": "2", "³": "3", "‘": "'", "’": "'", "“": "\"", "”": "\"", "←": "<", "→": ">", "↑": "^", "↓": "v",
    "▲": "^", "▼": "v", "▸": ">", "▾": "v", "◂": "<", "▴": "^", "■": "#", "□": ".", "◉": "@", "◎": "o",
    "○": "o",
    "●": "*", "✓": "+", "✗": "x", "⚠": "!", "⏎": "<", "⇥": ">", "⇧": "^", "‖": "=", "≤": "<", "≥": ">",
    "§": "S",
    "ä": "a", "ö": "o", "ü": "u", "Ä": "A", "Ö": "O", "Ü": "U", "ß": "s", "é": "e", "è": "e", "à": "a",
  ]
}

extension CellGrid {
  /// The same picture in ASCII glyphs only; wide glyphs become `??`.
  public func inASCII() -> CellGrid {
    var plain = self
    for y in 0..<size.height {
      for x in 0..<size.width {
        let glyph = self[x, y].glyph
        plain[x, y].glyph = glyph == "\u{0}" ? "?" : AsciiGlyph.nearest(glyph)
      }
    }
    return plain
  }
}
