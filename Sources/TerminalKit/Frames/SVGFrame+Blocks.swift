/// Grounds and block elements as rectangles, in units of an eighth of a cell across and a 24th down, so that halves,
/// thirds and eighths are whole numbers. Runs of one colour are one rectangle; rectangles of one colour one path.
extension SVGFrame {
  func blocks() -> String {
    var grounds = RectanglePaths()
    var glyphs = RectanglePaths()
    for y in 0..<grid.size.height {
      for x in 0..<grid.size.width {
        addBlocks(of: grid[x, y], x: x, y: y, grounds: &grounds, glyphs: &glyphs)
      }
      grounds.endRow()
      glyphs.endRow()
    }
    let across = Self.number(Double(cellWidth) / 8 * 10000)
    let down = Self.number(Double(cellHeight) / 24 * 10000)
    // Four more digits than `number` gives: 1600 units must not drift by a pixel.
    return "<g transform=\"scale(\(across)e-4 \(down)e-4)\" shape-rendering=\"crispEdges\">\n"
      + grounds.paths() + glyphs.paths() + "</g>\n"
  }

  private func addBlocks(
    of cell: Cell, x: Int, y: Int, grounds: inout RectanglePaths, glyphs: inout RectanglePaths
  ) {
    let ink = ink(cell.style)
    let left = 8 * x
    let top = 24 * y
    func paint(_ color: UInt32, _ part: BlockPart, into paths: inout RectanglePaths) {
      paths.add(
        color, x: left + part.left, y: top + part.top, width: part.right - part.left,
        height: part.bottom - part.top)
    }
    switch cell.glyph {
    case "▀":
      paint(ink.glyph, .upper, into: &grounds)
      paint(ink.ground, .lower, into: &grounds)
    case "▄":
      paint(ink.ground, .upper, into: &grounds)
      paint(ink.glyph, .lower, into: &grounds)
    case "█": paint(ink.glyph, .whole, into: &grounds)
    case "░": paint(Self.mix(ink.glyph, ink.ground, quarters: 1), .whole, into: &grounds)
    case "▒": paint(Self.mix(ink.glyph, ink.ground, quarters: 2), .whole, into: &grounds)
    case "▓": paint(Self.mix(ink.glyph, ink.ground, quarters: 3), .whole, into: &grounds)
    default:
      if ink.ground != ground { paint(ink.ground, .whole, into: &grounds) }
      for part in BlockPart.parts(of: cell.glyph) { paint(ink.glyph, part, into: &glyphs) }
    }
  }
}

/// A part of a cell, in eighths across and 24ths down.
struct BlockPart: Hashable {
  var left = 0
  var top = 0
  var right = 8
  var bottom = 24

  static let whole = BlockPart()
  static let upper = BlockPart(bottom: 12)
  static let lower = BlockPart(top: 12)

  /// The parts a block element paints; none for other glyphs.
  static func parts(of glyph: Unicode.Scalar) -> [BlockPart] {
    let value = Int(glyph.value)
    switch value {
    case 0x2581...0x2588: return [BlockPart(top: 24 - 3 * (value - 0x2580))]
    case 0x2589...0x258F: return [BlockPart(right: 8 - (value - 0x2588))]
    case 0x2590: return [BlockPart(left: 4)]
    case 0x2594: return [BlockPart(bottom: 3)]
    case 0x2595: return [BlockPart(left: 7)]
    case 0x2596...0x259F:
      guard let pattern = BlockGlyphs.quadrants.firstIndex(of: glyph) else { return [] }
      return tiles(pattern, rows: 2)
    case 0x1FB00...0x1FB3B:
      guard let pattern = BlockGlyphs.sextants.firstIndex(of: glyph) else { return [] }
      return tiles(pattern, rows: 3)
    default: return []
    }
  }

  /// Set bits of a pattern two across as rectangles; both of a row become one.
  private static func tiles(_ pattern: Int, rows: Int) -> [BlockPart] {
    let step = 24 / rows
    return (0..<rows).compactMap { row in
      switch pattern >> (2 * row) & 3 {
      case 1: BlockPart(left: 0, top: row * step, right: 4, bottom: (row + 1) * step)
      case 2: BlockPart(left: 4, top: row * step, right: 8, bottom: (row + 1) * step)
      case 3: BlockPart(left: 0, top: row * step, right: 8, bottom: (row + 1) * step)
      default: nil
      }
    }
  }
}

/// Rectangles gathered by colour; neighbours of a row with one colour and one height are joined.
struct RectanglePaths {
  private struct Band: Hashable {
    let y: Int
    let height: Int
  }
  private struct Run {
    var color: UInt32
    var x: Int
    var width: Int
  }
  private struct Path {
    var data = ""
    var x = 0
    var y = 0
  }
  private var open: [Band: Run] = [:]
  private var closed: [UInt32: Path] = [:]

  mutating func add(_ color: UInt32, x: Int, y: Int, width: Int, height: Int) {
    let band = Band(y: y, height: height)
    if var run = open[band] {
      if run.color == color && run.x + run.width == x {
        run.width += width
        open[band] = run
        return
      }
      close(run, band)
    }
    open[band] = Run(color: color, x: x, width: width)
  }

  /// Closes the runs of a row of cells.
  mutating func endRow() {
    let bands = open.sorted { ($0.key.y, $0.key.height) < ($1.key.y, $1.key.height) }
    for (band, run) in bands { close(run, band) }
    open.removeAll(keepingCapacity: true)
  }

  private mutating func close(_ run: Run, _ band: Band) {
    // Each rectangle starts relative to the one before: shorter than absolute numbers.
    var path = closed[run.color] ?? Path()
    path.data += "m\(run.x - path.x) \(band.y - path.y)h\(run.width)v\(band.height)h-\(run.width)z"
    path.x = run.x
    path.y = band.y
    closed[run.color] = path
  }

  /// One path element a colour, in the order of colours.
  func paths() -> String {
    closed.sorted { $0.key < $1.key }
      .map { "<path fill=\"\(SVGFrame.color($0.key))\" d=\"\($0.value.data)\"/>\n" }.joined()
  }
}
