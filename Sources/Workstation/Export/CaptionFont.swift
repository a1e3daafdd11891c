import Imaging

/// The program's own bitmap letters for captions in pictures: seven pixels high, two more below the baseline.
///
/// Widths differ (an `i` is narrower than an `m`), digits are all alike so that figures stand still. It knows
/// printable ASCII and `× µ ± ² ° – − · …`; any other character is drawn as an empty box, never left out.
public enum CaptionFont {
  /// A drawn character.
  struct Glyph: Hashable {
    /// Pixels across.
    let width: Int
    /// Nine rows from the top; bit `x` is ink in column `x`.
    let rows: [UInt8]
  }

  /// Rows above the baseline.
  public static let ascent = 7
  /// Rows of a glyph, descenders included.
  public static let height = 9
  /// From one line's top to the next.
  public static let lineHeight = 12
  /// Columns between two glyphs.
  static let gap = 1
  /// Columns of a blank.
  static let blank = 3

  /// Columns that a text takes at scale 1.
  public static func width(of text: String) -> Int {
    let widths = text.map { glyph($0).width }
    return widths.reduce(0, +) + gap * max(0, widths.count - 1)
  }

  /// Draws one line of text, clipped to the picture.
  /// - Parameters:
  ///   - x: column of the first glyph's left edge.
  ///   - y: row of the top of the capitals.
  ///   - color: ink, `0xRRGGBB`.
  ///   - halo: colour of a rim one font pixel wide, for text on a picture; nil draws none.
  ///   - scale: picture pixels for a font pixel, at least 1.
  public static func draw(
    _ text: String, x: Int, y: Int, color: UInt32, halo: UInt32? = nil, scale: Int = 1,
    into image: inout PixelImage
  ) {
    let scale = max(1, scale)
    if let halo {
      forEachInk(of: text) { column, row in
        for dy in -1...1 {
          for dx in -1...1 {
            fill(x + (column + dx) * scale, y + (row + dy) * scale, scale, halo, &image)
          }
        }
      }
    }
    forEachInk(of: text) { column, row in
      fill(x + column * scale, y + row * scale, scale, color, &image)
    }
  }

  /// Calls for every inked font pixel of a line.
  private static func forEachInk(of text: String, _ body: (_ column: Int, _ row: Int) -> Void) {
    var left = 0
    for character in text {
      let glyph = glyph(character)
      for (row, bits) in glyph.rows.enumerated() where bits != 0 {
        for column in 0..<glyph.width where bits >> column & 1 == 1 { body(left + column, row) }
      }
      left += glyph.width + gap
    }
  }

  private static func fill(_ x: Int, _ y: Int, _ side: Int, _ color: UInt32, _ image: inout PixelImage) {
    let columns = max(0, x)..<max(max(0, x), min(image.width, x + side))
    for row in max(0, y)..<max(max(0, y), min(image.height, y + side)) {
      for column in columns { image[column, row] = color }
    }
  }

  /// The drawing of a character; the box for those it does not know.
  static func glyph(_ character: Character) -> Glyph { glyphs[character] ?? box }

  private static let box = Glyph(width: 5, rows: [31, 17, 17, 17, 17, 17, 31, 0, 0])

  private static let glyphs: [Character: Glyph] = {
    var glyphs: [Character: Glyph] = [" ": Glyph(width: blank, rows: Array(repeating: 0, count: height))]
    for sheet in sheets {
      let lines = sheet.drawing.split(separator: "\n").map { $0.split(separator: " ") }
      for (position, character) in sheet.characters.enumerated() {
        let drawn = lines.map { line in
          line[position].enumerated().reduce(UInt8(0)) { $1.element == "#" ? $0 | 1 << $1.offset : $0 }
        }
        let missing = Array(repeating: UInt8(0), count: height - drawn.count)
        glyphs[character] = Glyph(width: lines[0][position].count, rows: drawn + missing)
      }
    }
    return glyphs
  }()
}
