/// Values as a row of bars, one column each, with a mark on the column where we are.
public struct Sparkline: Sendable, Hashable {
  /// The values, from the left; what is not a number leaves its column empty.
  public var values: [Double]
  /// The index of the value that is marked.
  public var marker: Int?
  /// The value of a full bar; nil takes the greatest. Bars stand on 0.
  public var top: Double?

  /// A sparkline; see the properties.
  public init(_ values: [Double], marker: Int? = nil, top: Double? = nil) {
    self.values = values
    self.marker = marker
    self.top = top
  }

  private static let bars: [Unicode.Scalar] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
  private static let asciiBars: [Unicode.Scalar] = ["_", ".", ":", "-", "=", "+", "*", "#"]

  /// The column of a value when `width` columns are drawn.
  public func column(of index: Int, width: Int) -> Int? {
    guard values.indices.contains(index), width > 0 else { return nil }
    return values.count <= width ? index : index * width / values.count
  }

  /// The value drawn in a column, for a click: the first of those it stands for.
  public func index(ofColumn column: Int, width: Int) -> Int? {
    guard column >= 0, column < width, !values.isEmpty else { return nil }
    if values.count <= width { return values.indices.contains(column) ? column : nil }
    return (column * values.count + width - 1) / width
  }

  /// Draws into the first row of `rect`. More values than columns are gathered by their greatest, so that a narrow
  /// peak stays seen. The marked column is a line in `strong`.
  public func draw(
    into grid: inout CellGrid, rect: Rect, theme: Theme, role: Role = .plotFirst, ground: Role = .text
  ) {
    guard !rect.isEmpty else { return }
    let style = theme[role, on: ground]
    let columns = gathered(width: rect.width)
    let greatest = top ?? columns.compactMap { $0 }.max() ?? 0
    let marked = marker.flatMap { column(of: $0, width: rect.width) }
    let bars = theme.unicode ? Self.bars : Self.asciiBars
    for (column, value) in columns.enumerated() {
      var cell = Cell(" ", style)
      if let value, greatest > 0, value >= 0 {
        let level = Int((min(1, value / greatest) * 7).rounded())
        // A column that has anything shows at least the lowest bar; zero shows nothing.
        if value > 0 { cell.glyph = bars[level] }
      }
      if column == marked { cell = Cell(theme.unicode ? "┃" : "|", theme[.strong, on: ground]) }
      grid[rect.x + column, rect.y] = cell
    }
  }

  private func gathered(width: Int) -> [Double?] {
    guard values.count > width else { return values.map { $0.isFinite ? $0 : nil } }
    var columns: [Double?] = Array(repeating: nil, count: width)
    for (index, value) in values.enumerated() where value.isFinite {
      let column = index * width / values.count
      columns[column] = max(columns[column] ?? value, value)
    }
    return columns
  }
}
