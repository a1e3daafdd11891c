/// A frame on its way to SVG: cells with their colours resolved, and the document around the parts that
/// `SVGFrame+Blocks`, `+Lines` and `+Text` write.
struct SVGFrame {
  let grid: CellGrid
  /// Pixels; whole, so that every edge lies on a pixel.
  let cellWidth: Int
  let cellHeight: Int
  let fontSize: Double
  let colors: FrameDump.DefaultColors
  let margin: Int
  /// The commonest ground, painted once.
  let ground: UInt32

  init(
    grid: CellGrid, cellWidth: Int, cellHeight: Int, fontSize: Double, colors: FrameDump.DefaultColors,
    margin: Int
  ) {
    self.grid = grid
    self.cellWidth = cellWidth
    self.cellHeight = cellHeight
    self.fontSize = fontSize
    self.colors = colors
    self.margin = margin
    var counts: [UInt32: Int] = [:]
    for cell in grid.cells where cell.glyph == " " {
      counts[Self.ink(cell.style, colors).ground, default: 0] += 1
    }
    // The smaller colour wins a tie: the same frame gives the same bytes.
    ground = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? colors.background
  }

  /// Colours of a cell as painted: reverse exchanged, dim mixed.
  struct Ink: Hashable {
    var glyph: UInt32
    var ground: UInt32
  }

  func ink(_ style: Style) -> Ink { Self.ink(style, colors) }

  private static func ink(_ style: Style, _ colors: FrameDump.DefaultColors) -> Ink {
    func rgb(_ color: Color, _ standard: UInt32) -> UInt32 {
      color.rgb ?? color.named.map { FramePalette.named[Int($0)] } ?? standard
    }
    var ink = Ink(
      glyph: rgb(style.foreground, colors.foreground), ground: rgb(style.background, colors.background))
    if style.attributes.contains(.reverse) { swap(&ink.glyph, &ink.ground) }
    if style.attributes.contains(.dim) { ink.glyph = mix(ink.glyph, ink.ground, quarters: 2) }
    return ink
  }

  /// `quarters`/4 of `a`, the rest of `b`.
  static func mix(_ a: UInt32, _ b: UInt32, quarters: UInt32) -> UInt32 {
    var mixed: UInt32 = 0
    for shift: UInt32 in [0, 8, 16] {
      let channel = ((a >> shift & 0xFF) * quarters + (b >> shift & 0xFF) * (4 - quarters) + 2) / 4
      mixed |= channel << shift
    }
    return mixed
  }

  func document(title: String) -> String {
    let width = grid.size.width * cellWidth
    let height = grid.size.height * cellHeight
    let fullWidth = width + 2 * margin
    let fullHeight = height + 2 * margin
    let name = Self.escaped(TerminalText.clean(title))
    var svg = """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(fullWidth)" height="\(fullHeight)" \
      viewBox="0 0 \(fullWidth) \(fullHeight)" role="img">
      <title>\(name)</title>
      <rect width="\(fullWidth)" height="\(fullHeight)" rx="\(min(6, margin))" fill="\(Self.color(ground))"/>
      <g transform="translate(\(margin) \(margin))">

      """
    svg += blocks() + lines() + text()
    return svg + "</g>\n</svg>\n"
  }

  /// `#RGB` where that says the same, else `#RRGGBB`.
  static func color(_ rgb: UInt32) -> String {
    let hex = FrameDump.hex(rgb)
    let digits = Array(hex)
    if digits[0] == digits[1], digits[2] == digits[3], digits[4] == digits[5] {
      return "#\(digits[0])\(digits[2])\(digits[4])"
    }
    return "#" + hex
  }

  static func escaped(_ text: String) -> String {
    var safe = ""
    for character in text.unicodeScalars {
      switch character {
      case "&": safe += "&amp;"
      case "<": safe += "&lt;"
      case ">": safe += "&gt;"
      case "\"": safe += "&quot;"
      default: safe.unicodeScalars.append(character)
      }
    }
    return safe
  }

  /// At most two decimals, none when whole.
  static func number(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    if hundredths % 100 == 0 { return String(hundredths / 100) }
    let sign = hundredths < 0 ? "-" : ""
    let fraction = hundredths.magnitude % 100
    let digits = fraction % 10 == 0 ? String(fraction / 10) : (fraction < 10 ? "0" : "") + String(fraction)
    return "\(sign)\(hundredths.magnitude / 100).\(digits)"
  }
}
