extension FrameDump {
  /// What the terminal's own colours look like in a picture.
  public enum DefaultColors: Sendable, Hashable {
    /// Light text on a dark ground.
    case dark
    /// Dark text on a light ground.
    case light

    var foreground: UInt32 { self == .dark ? 0xD8_DC_E0 : 0x20_24_28 }
    var background: UInt32 { self == .dark ? 0x10_14_18 : 0xFB_FA_F6 }
  }

  /// The frame as an SVG picture that looks the same in browsers and in librsvg.
  ///
  /// Blocks are rectangles without seams, box lines and braille are paths that join whatever the font; only text
  /// needs a monospace font, stretched run by run to its columns. A 200x60 frame with a CT stays under 1.5 MB.
  /// - Parameters:
  ///   - title: what the picture shows; for readers who do not see it.
  ///   - fontSize: height of the letters in pixels; a cell is about 0.6 of it wide, in whole pixels.
  ///   - cellAspect: height of a cell over its width.
  ///   - colors: what the terminal's own colours look like.
  ///   - margin: pixels around the frame.
  public static func svg(
    _ grid: CellGrid, title: String, fontSize: Double = 15, cellAspect: Double = 2,
    colors: DefaultColors = .dark, margin: Int = 6
  ) -> String {
    let size = fontSize.isFinite ? min(200, max(4, fontSize)) : 15
    let aspect = cellAspect.isFinite ? min(4, max(1, cellAspect)) : 2
    let width = max(3, Int((size * 0.602).rounded()))
    let height = max(5, Int((Double(width) * aspect).rounded()))
    let frame = SVGFrame(
      grid: grid, cellWidth: width, cellHeight: height, fontSize: size, colors: colors,
      margin: min(200, max(0, margin)))
    return frame.document(title: title)
  }
}
