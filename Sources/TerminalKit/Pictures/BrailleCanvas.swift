/// Dots drawn with braille glyphs, 2x4 in a cell: for curves and points, never for pictures.
///
/// Dots have columns from the left and rows from the top; what lies outside is not drawn. Where braille cannot be
/// shown each cell becomes the ASCII sign nearest to its dots.
public struct BrailleCanvas: Sendable, Hashable {
  /// Cells across and down.
  public let cells: Size
  private var patterns: [UInt8]

  /// An empty canvas.
  public init(cells: Size) {
    self.cells = cells
    patterns = Array(repeating: 0, count: cells.width * cells.height)
  }

  /// Dots across.
  public var width: Int { cells.width * 2 }
  /// Dots down.
  public var height: Int { cells.height * 4 }

  /// Sets a dot.
  public mutating func set(_ x: Int, _ y: Int) {
    guard x >= 0, y >= 0, x < width, y < height else { return }
    patterns[y / 4 * cells.width + x / 2] |= UInt8(Self.bit(column: x % 2, row: y % 4))
  }

  /// Whether a dot is set.
  public func isSet(_ x: Int, _ y: Int) -> Bool {
    guard x >= 0, y >= 0, x < width, y < height else { return false }
    return Int(patterns[y / 4 * cells.width + x / 2]) & Self.bit(column: x % 2, row: y % 4) != 0
  }

  /// Sets the dots of a straight line, both ends included (Bresenham). Ends far outside are clipped first.
  public mutating func line(from a: (x: Int, y: Int), to b: (x: Int, y: Int)) {
    let limit = 1 << 20
    var x = max(-limit, min(limit, a.x))
    var y = max(-limit, min(limit, a.y))
    let endX = max(-limit, min(limit, b.x))
    let endY = max(-limit, min(limit, b.y))
    let across = abs(endX - x)
    let down = -abs(endY - y)
    let stepX = x < endX ? 1 : -1
    let stepY = y < endY ? 1 : -1
    var error = across + down
    while true {
      set(x, y)
      if x == endX && y == endY { return }
      let twice = 2 * error
      if twice >= down {
        error += down
        x += stepX
      }
      if twice <= across {
        error += across
        y += stepY
      }
    }
  }

  /// Draws the cells that hold dots; the others are left as they are, so that canvases can lie over each other. The
  /// ground under a dot stays when the style's is the terminal's own.
  public func draw(into grid: inout CellGrid, at origin: Point, style: Style, unicode: Bool = true) {
    for y in 0..<cells.height {
      for x in 0..<cells.width {
        let pattern = patterns[y * cells.width + x]
        guard pattern != 0 else { continue }
        let glyph = unicode ? Unicode.Scalar(0x2800 + UInt32(pattern)) ?? " " : Self.ascii(Int(pattern))
        var ink = style
        if ink.background == .standard { ink.background = grid[origin.x + x, origin.y + y].style.background }
        grid[origin.x + x, origin.y + y] = Cell(glyph, ink)
      }
    }
  }

  /// The bit of a dot in a braille glyph (Unicode 2800 ff.: three rows first, the fourth was added later).
  static func bit(column: Int, row: Int) -> Int {
    row < 3 ? 1 << (row + 3 * column) : 64 << column
  }

  private static func ascii(_ pattern: Int) -> Unicode.Scalar {
    let rows = (0..<4).map { row in
      pattern & (bit(column: 0, row: row) | bit(column: 1, row: row)) != 0
    }
    switch (rows[0], rows[1] || rows[2], rows[3]) {
    case (true, false, false): return "'"
    case (false, true, false): return "-"
    case (false, false, true): return "."
    case (true, true, true): return "|"
    default: return ":"
    }
  }
}
