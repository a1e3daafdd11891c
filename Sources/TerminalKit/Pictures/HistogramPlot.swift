import Foundation

/// Counts over equal bins as bars, with numbers at the foot and marks where a range begins and ends.
public struct HistogramPlot: Sendable, Hashable {
  /// Counts of equal bins, from the lowest.
  public var counts: [Double]
  /// The lower edge of the first and the upper edge of the last bin.
  public var range: AxisScale
  /// The unit of the values, after the last number.
  public var unit: String
  /// A range of values to stand out: the display window. What lies outside is drawn muted.
  public var highlighted: ClosedRange<Double>?
  /// Whether heights grow with the logarithm of the count, so that small peaks stay seen beside a great one.
  public var isLogarithmic: Bool

  /// A histogram; see the properties.
  public init(
    counts: [Double], range: AxisScale, unit: String = "", highlighted: ClosedRange<Double>? = nil,
    isLogarithmic: Bool = false
  ) {
    self.counts = counts
    self.range = range
    self.unit = unit
    self.highlighted = highlighted
    self.isLogarithmic = isLogarithmic
  }

  private static let bars: [Unicode.Scalar] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇"]

  /// Draws the bars and, when there are two rows or more, the numbers under them; every cell of `rect` is painted.
  public func draw(into grid: inout CellGrid, rect: Rect, theme: Theme, ground: Role = .text) {
    grid.fill(rect, theme[.text, on: ground])
    guard !rect.isEmpty else { return }
    let body = Rect(x: rect.x, y: rect.y, width: rect.width, height: max(1, rect.height - 1))
    let columns = heights(width: body.width)
    let greatest = columns.max() ?? 0
    for (column, height) in columns.enumerated() where greatest > 0 {
      let value = range.low + (Double(column) + 0.5) / Double(body.width) * (range.high - range.low)
      let isIn = highlighted?.contains(value) ?? true
      let style = theme[isIn ? .plotFirst : .muted, on: ground]
      drawBar(
        height / greatest, x: body.x + column, into: &grid, body: body, style: style, unicode: theme.unicode)
    }
    if rect.height >= 2 { drawFoot(into: &grid, y: body.maxY, rect: rect, theme: theme, ground: ground) }
  }

  private func drawBar(
    _ fraction: Double, x: Int, into grid: inout CellGrid, body: Rect, style: Style, unicode: Bool
  ) {
    var eighths = Int((fraction * Double(body.height * 8)).rounded())
    if fraction > 0 { eighths = max(1, eighths) }
    for row in 0..<body.height {
      let filled = eighths - 8 * row
      guard filled > 0 else { return }
      let y = body.maxY - 1 - row
      if !unicode {
        grid[x, y] = Cell(filled >= 5 ? "#" : ".", style)
      } else if filled >= 8 {
        grid[x, y] = Cell("█", style)
      } else {
        grid[x, y] = Cell(Self.bars[filled], style)
      }
    }
  }

  /// Numbers at both ends and, where there is room, at the edges of the highlighted range.
  private func drawFoot(into grid: inout CellGrid, y: Int, rect: Rect, theme: Theme, ground: Role) {
    let style = theme[.muted, on: ground]
    let line = Rect(x: rect.x, y: y, width: rect.width, height: 1)
    let step = (range.high - range.low) / 100
    let low = NumberText.axis(range.low, step: step, unicode: theme.unicode)
    let high =
      NumberText.axis(range.high, step: step, unicode: theme.unicode) + (unit.isEmpty ? "" : " " + unit)
    var free = rect.x + grid.putAligned(low, .left, in: line, style: style, ellipsis: theme.ellipsis) + 1
    let end = rect.maxX - grid.putAligned(high, .right, in: line, style: style, ellipsis: theme.ellipsis) - 1
    for edge in [highlighted?.lowerBound, highlighted?.upperBound].compactMap({ $0 }) {
      guard let column = range.index(edge, count: rect.width) else { continue }
      let text = NumberText.axis(edge, step: step, unicode: theme.unicode)
      let start = max(free, rect.x + column - TextWidth.columns(of: text) / 2)
      guard start + TextWidth.columns(of: text) <= end else { continue }
      free = start + grid.put(text, x: start, y: y, style: theme[.plotFirst, on: ground], clip: line) + 1
    }
  }

  /// One height a column; several bins in a column are gathered by their greatest.
  private func heights(width: Int) -> [Double] {
    var heights = Array(repeating: 0.0, count: width)
    guard !counts.isEmpty else { return heights }
    func height(_ count: Double) -> Double {
      guard count.isFinite, count > 0 else { return 0 }
      return isLogarithmic ? log1p(count) : count
    }
    for column in 0..<width {
      let first = column * counts.count / width
      let last = max(first + 1, (column + 1) * counts.count / width)
      heights[column] = counts[first..<min(last, counts.count)].map(height).max() ?? 0
    }
    return heights
  }
}
