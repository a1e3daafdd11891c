/// The picture every widget draws into and every back end shows: a rectangle of cells, rows top to bottom.
///
/// Drawing is clipped: nothing outside the grid is an error. No widget talks to a terminal.
public struct CellGrid: Sendable, Hashable {
  /// Columns and rows.
  public let size: Size
  /// `size.width * size.height` cells, row after row.
  public private(set) var cells: [Cell]

  /// A grid of blanks.
  public init(size: Size, filled cell: Cell = .blank) {
    self.size = size
    cells = Array(repeating: cell, count: size.width * size.height)
  }

  /// The whole grid as a rectangle.
  public var bounds: Rect { Rect(x: 0, y: 0, width: size.width, height: size.height) }

  /// The cell in column `x` and row `y`; a blank outside the grid, and writing there does nothing.
  public subscript(x: Int, y: Int) -> Cell {
    get {
      guard x >= 0, y >= 0, x < size.width, y < size.height else { return .blank }
      return cells[y * size.width + x]
    }
    set {
      guard x >= 0, y >= 0, x < size.width, y < size.height else { return }
      cells[y * size.width + x] = newValue
    }
  }

  /// Fills a rectangle with one cell.
  public mutating func fill(_ rect: Rect, with cell: Cell) {
    let area = rect.intersection(bounds)
    guard !area.isEmpty else { return }
    for y in area.y..<area.maxY {
      let row = y * size.width
      for x in area.x..<area.maxX { cells[row + x] = cell }
    }
  }

  /// One row as plain text; the second half of wide glyphs is left out.
  public func text(row y: Int) -> String {
    var line = String.UnicodeScalarView()
    for x in 0..<size.width {
      let glyph = self[x, y].glyph
      if glyph != "\u{0}" { line.append(glyph) }
    }
    return String(line)
  }
}
