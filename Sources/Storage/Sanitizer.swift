/// Makes text from outside safe to show.
///
/// A name inside a file can carry escape sequences that write to the clipboard, retitle the window or forge the
/// screen. Every string that comes from a file, a file name or an error of the system goes through here once, at
/// the boundary; nothing behind it needs to think of it again.
public enum Sanitizer {
  /// The text with every C0, DEL, C1, bidirectional, zero-width, private or unassigned code point shown as `?`.
  ///
  /// Tabs and line breaks become a space, the ends are trimmed, and what goes beyond `limit` code points is cut
  /// and marked with `...`. Combining marks beyond three in a row are dropped, since they draw over other cells.
  public static func clean(_ text: String, limit: Int = 1024) -> String {
    var result = String.UnicodeScalarView()
    var marks = 0
    var count = 0
    for scalar in text.unicodeScalars {
      if count == limit {
        result.append(contentsOf: "...".unicodeScalars)
        break
      }
      let isMark = scalar.properties.generalCategory == .nonspacingMark
      marks = isMark ? marks + 1 : 0
      guard marks <= 3 else { continue }
      result.append(shown(scalar))
      count += 1
    }
    let trimmed = result.drop { $0 == " " }
    return String(String.UnicodeScalarView(trimmed.reversed().drop { $0 == " " }.reversed()))
  }

  /// The text of a fixed-width field: bytes up to the first NUL, as UTF-8, cleaned.
  public static func clean(field bytes: some Sequence<UInt8>) -> String {
    clean(String(decoding: Array(bytes.prefix { $0 != 0 }), as: UTF8.self))
  }

  private static func shown(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar {
    case " "..."~": return scalar
    case "\t", "\n", "\r": return " "
    case "\u{115F}", "\u{1160}", "\u{3164}", "\u{FFA0}", "\u{34F}": return "?"  // letters without a glyph
    default: break
    }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
      return "?"
    case .spaceSeparator: return " "
    default: return scalar
    }
  }
}
