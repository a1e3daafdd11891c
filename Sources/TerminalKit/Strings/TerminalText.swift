/// Makes text from files and readers safe to draw.
///
/// A name in a header can hold escape sequences, direction marks or invisible letters that would repaint, reorder
/// or disguise what the reader sees. Nothing of that kind passes; what remains is printable.
public enum TerminalText {
  /// The text without anything that is not drawn: C0, DEL and C1 controls, direction and format marks, zero-width
  /// letters, variation selectors, tags, private and unassigned code points. Tabs and line ends become one space.
  ///
  /// Combining marks stay: they are text, though a cell cannot show them. Cost: linear; no copy when all is ASCII.
  public static func clean(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
    var safe = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if let drawn = drawable(scalar) { safe.append(drawn) }
    }
    return String(safe)
  }

  /// The scalar that may be drawn in place of this one; nil when it must not reach a terminal.
  public static func drawable(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    let value = scalar.value
    if value >= 0x20 && value < 0x7F { return scalar }
    if (value >= 0x09 && value <= 0x0D) || value == 0x85 || value == 0x2028 || value == 0x2029 { return " " }
    if value >= 0xA1 && value < 0x300 && value != 0xAD { return scalar }
    // Boxes, blocks, shapes and braille, which fill most of a frame, need no look-up.
    if value >= 0x2500 && value < 0x2900 { return scalar }
    // Fillers are letters by category but show nothing, so that two different names would look the same.
    if invisibleLetters.contains(value) || variationSelectors.contains(value) { return nil }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned: return nil
    case .lineSeparator, .paragraphSeparator, .spaceSeparator: return " "
    default: return scalar
    }
  }

  private static let invisibleLetters: Set<UInt32> = [0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0]
  private static let variationSelectors: ClosedRange<UInt32> = 0xFE00...0xFE0F
}
