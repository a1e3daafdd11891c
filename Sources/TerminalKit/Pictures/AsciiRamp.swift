/// Pictures in ASCII: brightness as density of a glyph, the hue of tints as one of the named colours.
///
/// Greys keep the terminal's own foreground, so that they can be seen on light and dark grounds.
enum AsciiRamp {
  /// From empty to dense.
  static let glyphs: [Unicode.Scalar] = [" ", ".", ":", "-", "=", "+", "*", "#", "%", "@"]

  /// The cell of a pixel.
  static func cell(for pixel: UInt32) -> Cell {
    let red = Int(pixel >> 16 & 0xFF)
    let green = Int(pixel >> 8 & 0xFF)
    let blue = Int(pixel & 0xFF)
    // Luma of Rec. 709 in 16-bit fixed point.
    let luma = (red * 13933 + green * 46871 + blue * 4732) >> 16
    let glyph = glyphs[min(glyphs.count - 1, luma * glyphs.count / 255)]
    guard glyph != " ", let hue = hue(red, green, blue) else { return Cell(glyph) }
    return Cell(glyph, Style(foreground: .named(hue)))
  }

  /// One of red, green, yellow, blue, magenta, cyan; nil for greys and near-greys.
  private static func hue(_ red: Int, _ green: Int, _ blue: Int) -> UInt8? {
    let high = max(red, green, blue)
    let low = min(red, green, blue)
    guard high - low >= 24, (high - low) * 5 >= high else { return nil }
    let middle = (high + low) / 2
    return UInt8((red > middle ? 1 : 0) + (green > middle ? 2 : 0) + (blue > middle ? 4 : 0))
  }
}
