/// How many columns text takes on a terminal.
///
/// A table of our own, so that a frame is laid out the same whatever the locale is. East Asian ambiguous glyphs,
/// block elements among them, take one column.
public enum TextWidth {
  /// Columns of one scalar as `CellGrid.put` draws it: 0 for what is not drawn (controls, combining marks), 2 for
  /// East Asian wide glyphs and emoji, else 1.
  public static func columns(of scalar: Unicode.Scalar) -> Int {
    let value = scalar.value
    if value < 0x300 { return TerminalText.drawable(scalar) == nil ? 0 : 1 }
    if value >= 0x2500 && value < 0x25FD { return 1 }
    guard TerminalText.drawable(scalar) != nil else { return 0 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0
    default: return isWide(value) ? 2 : 1
    }
  }

  /// Columns of a text as `CellGrid.put` draws it.
  public static func columns(of text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + columns(of: $1) }
  }

  /// The text if it fits into `limit` columns, else its beginning with `ellipsis` at the end.
  ///
  /// When not even the ellipsis fits, the beginning of the text alone is returned. Never wider than `limit`.
  public static func truncated(_ text: String, to limit: Int, ellipsis: String = "…") -> String {
    guard limit > 0 else { return "" }
    guard columns(of: text) > limit else { return text }
    let mark = columns(of: ellipsis)
    return mark < limit
      ? prefix(of: text, columns: limit - mark) + ellipsis : prefix(of: text, columns: limit)
  }

  /// The longest beginning of a text that fits into `limit` columns.
  public static func prefix(of text: String, columns limit: Int) -> String {
    var used = 0
    var kept = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      let width = columns(of: scalar)
      if used + width > limit { break }
      used += width
      kept.append(scalar)
    }
    return String(kept)
  }

  /// The text with spaces added on the right (or on the left) up to `width` columns; cut when it is longer.
  public static func padded(_ text: String, to width: Int, alignment: TextAlignment = .left) -> String {
    let cut = truncated(text, to: width)
    let free = max(0, width - columns(of: cut))
    switch alignment {
    case .left: return cut + String(repeating: " ", count: free)
    case .right: return String(repeating: " ", count: free) + cut
    case .center:
      return String(repeating: " ", count: free / 2) + cut + String(repeating: " ", count: free - free / 2)
    }
  }

  private static func isWide(_ value: UInt32) -> Bool {
    guard value >= 0x1100 else { return false }
    var low = 0
    var high = wide.count - 1
    while low <= high {
      let middle = (low + high) / 2
      if value < wide[middle].lowerBound {
        high = middle - 1
      } else if value > wide[middle].upperBound {
        low = middle + 1
      } else {
        return true
      }
    }
    return false
  }

  /// East Asian Wide and Fullwidth, in order (Unicode 15, Annex 11).
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x231A...0x231B, 0x2329...0x232A, 0x23E9...0x23EC, 0x23F0...0x23F0, 0x23F3...0x23F3,
    0x25FD...0x25FE, 0x2614...0x2615, 0x2648...0x2653, 0x267F...0x267F, 0x2693...0x2693, 0x26A1...0x26A1,
    0x26AA...0x26AB, 0x26BD...0x26BE, 0x26C4...0x26C5, 0x26CE...0x26CE, 0x26D4...0x26D4, 0x26EA...0x26EA,
    0x26F2...0x26F3, 0x26F5...0x26F5, 0x26FA...0x26FA, 0x26FD...0x26FD, 0x2705...0x2705, 0x270A...0x270B,
    0x2728...0x2728, 0x274C...0x274C, 0x274E...0x274E, 0x2753...0x2755, 0x2757...0x2757, 0x2795...0x2797,
    0x27B0...0x27B0, 0x27BF...0x27BF, 0x2B1B...0x2B1C, 0x2B50...0x2B50, 0x2B55...0x2B55, 0x2E80...0x303E,
    0x3041...0x3247, 0x3250...0x4DBF, 0x4E00...0xA4C6, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF,
    0xFE10...0xFE19, 0xFE30...0xFE6B, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18CD5, 0x18D00...0x18D08,
    0x1AFF0...0x1B2FB, 0x1F004...0x1F004, 0x1F0CF...0x1F0CF, 0x1F18E...0x1F18E, 0x1F191...0x1F19A,
    0x1F200...0x1F320, 0x1F32D...0x1F335, 0x1F337...0x1F37C, 0x1F37E...0x1F393, 0x1F3A0...0x1F3CA,
    0x1F3CF...0x1F3D3, 0x1F3E0...0x1F3F0, 0x1F3F4...0x1F3F4, 0x1F3F8...0x1F43E, 0x1F440...0x1F440,
    0x1F442...0x1F4FC, 0x1F4FF...0x1F53D, 0x1F54B...0x1F54E, 0x1F550...0x1F567, 0x1F57A...0x1F57A,
    0x1F595...0x1F596, 0x1F5A4...0x1F5A4, 0x1F5FB...0x1F64F, 0x1F680...0x1F6C5, 0x1F6CC...0x1F6CC,
    0x1F6D0...0x1F6D2, 0x1F6D5...0x1F6D7, 0x1F6DC...0x1F6DF, 0x1F6EB...0x1F6EC, 0x1F6F4...0x1F6FC,
    0x1F7E0...0x1F7EB, 0x1F7F0...0x1F7F0, 0x1F90C...0x1F93A, 0x1F93C...0x1F945, 0x1F947...0x1F9FF,
    0x1FA70...0x1FAF8, 0x20000...0x2FFFD, 0x30000...0x3FFFD,
  ]
}

/// Where text stands in the room it is given.
public enum TextAlignment: Sendable, Hashable {
  /// At the left edge.
  case left
  /// In the middle; one free column too many goes to the right.
  case center
  /// At the right edge.
  case right
}
