import Imaging

/// What is written over a slice: the letters on its edges and a bar of a round length.
struct SliceFrame {
  /// Columns before the slice.
  let left: Int
  /// Pixels of the slice across.
  let width: Int
  /// Pixels of the slice down.
  let height: Int
  /// Picture pixels for a font pixel.
  let textScale: Int
  /// Rows before the slice.
  var top = 0

  private static let ink: UInt32 = 0xF2_C9_4C
  private static let rim: UInt32 = 0x00_00_00
  private static let margin = 3

  /// Draws what the four edges face, in the middle of each.
  func drawLetters(
    _ letters: (left: Character, right: Character, top: Character, bottom: Character),
    into image: inout PixelImage
  ) {
    func draw(_ letter: Character, _ x: (_ width: Int) -> Int, _ y: (_ height: Int) -> Int) {
      let text = String(letter)
      write(
        text, x: x(CaptionFont.width(of: text) * textScale), y: y(CaptionFont.ascent * textScale),
        into: &image)
    }
    let gap = Self.margin * textScale
    draw(letters.left, { _ in left + gap }, { top + (height - $0) / 2 })
    draw(letters.right, { left + width - gap - $0 }, { top + (height - $0) / 2 })
    draw(letters.top, { left + (width - $0) / 2 }, { _ in top + gap })
    draw(letters.bottom, { left + (width - $0) / 2 }, { top + height - gap - $0 })
  }

  /// Draws a bar with its length at the lower right, as long as fits into a quarter of the slice.
  func drawScaleBar(millimetresPerPixel: Double, into image: inout PixelImage) {
    let lengths = [(200.0, "20 cm"), (100, "10 cm"), (50, "5 cm"), (20, "2 cm"), (10, "1 cm"), (5, "5 mm")]
    guard millimetresPerPixel > 0,
      let (length, name) = lengths.first(where: { $0.0 / millimetresPerPixel <= Double(width) / 4 })
    else { return }
    let pixels = Int((length / millimetresPerPixel).rounded())
    let right = left + width - 4 * textScale
    let bottom = top + height - 4 * textScale
    let tick = 4 * textScale
    let strokes = [
      Box(x: right - pixels, y: bottom - textScale, width: pixels, height: textScale),
      Box(x: right - pixels, y: bottom - tick, width: textScale, height: tick),
      Box(x: right - textScale, y: bottom - tick, width: textScale, height: tick),
    ]
    for stroke in strokes { fill(stroke.grown(by: textScale), Self.rim, into: &image) }
    for stroke in strokes { fill(stroke, Self.ink, into: &image) }
    let text = CaptionFont.width(of: name) * textScale
    write(
      name, x: right - pixels / 2 - text / 2, y: bottom - tick - (CaptionFont.ascent + 2) * textScale,
      into: &image)
  }

  /// Writes small text over the slice, readable on any ground.
  func write(_ text: String, x: Int, y: Int, into image: inout PixelImage) {
    CaptionFont.draw(text, x: x, y: y, color: Self.ink, halo: Self.rim, scale: textScale, into: &image)
  }

  private struct Box {
    let x, y, width, height: Int
    func grown(by rim: Int) -> Box {
      Box(x: x - rim, y: y - rim, width: width + 2 * rim, height: height + 2 * rim)
    }
  }

  private func fill(_ box: Box, _ color: UInt32, into image: inout PixelImage) {
    for row in max(0, box.y)..<max(max(0, box.y), min(image.height, box.y + box.height)) {
      for column in max(0, box.x)..<max(max(0, box.x), min(image.width, box.x + box.width)) {
        image[column, row] = color
      }
    }
  }
}
