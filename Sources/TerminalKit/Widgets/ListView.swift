/// A row: text from the left, text at the right; the left is cut when both do not fit.
public struct ListRow: Sendable, Hashable {
  /// From the left.
  public var leading: [TextSpan]
  /// At the right, always whole.
  public var trailing: [TextSpan]

  /// A row; see the properties.
  public init(_ leading: [TextSpan], trailing: [TextSpan] = []) {
    self.leading = leading
    self.trailing = trailing
  }

  /// A row of plain text.
  public init(_ text: String, trailing: String = "") {
    self.init([TextSpan(text)], trailing: trailing.isEmpty ? [] : [TextSpan(trailing)])
  }
}

/// Rows one under another, one of them selected, scrolled so that the selection is seen.
///
/// Rows are asked for when they are drawn: a list of ten thousand costs as much as its window.
public struct ListView {
  /// How many rows there are.
  public var count: Int
  /// Row by index, 0..<count.
  public var row: (Int) -> ListRow
  /// Selection and scroll offset; the offset is adjusted while drawing.
  public var state: ListState
  /// Whether a row is marked as selected at all.
  public var hasSelection = true
  /// Whether the list has the focus.
  public var isFocused = true
  /// The role whose ground the list stands on.
  public var ground: Role = .text
  /// The column of the scroll mark, such as the frame's right edge; nil takes the last column of the list.
  public var scrollColumn: Int?
  /// Shown in place of rows when there are none: what to press.
  public var emptyText = ""

  /// A list of rows made on demand.
  public init(count: Int, state: ListState, row: @escaping (Int) -> ListRow) {
    self.count = max(0, count)
    self.state = state
    self.row = row
  }

  /// A list of rows at hand.
  public init(_ rows: [ListRow], state: ListState) {
    self.init(count: rows.count, state: state) { rows[$0] }
  }

  /// Draws the list; every cell of `rect` is painted.
  public func draw(into grid: inout CellGrid, rect: Rect, theme: Theme) {
    let plain = theme[.text, on: ground]
    grid.fill(rect, plain)
    if count == 0 {
      grid.putAligned(emptyText, .left, in: rect, style: theme[.muted, on: ground], ellipsis: theme.ellipsis)
      return
    }
    let view = shown(in: rect)
    for line in 0..<min(rect.height, count - view.offset) {
      let index = view.offset + line
      let room = Rect(x: rect.x, y: rect.y + line, width: width(in: rect), height: 1)
      let isSelected = hasSelection && index == view.selection
      let style = isSelected ? theme[isFocused ? .selection : .selectionInactive] : plain
      row(index).draw(into: &grid, rect: room, style: style, theme: theme, isSelected: isSelected)
    }
    ScrollMark.draw(
      into: &grid, x: scrollColumn ?? rect.maxX - 1, rect: rect, offset: view.offset, count: count,
      theme: theme,
      ground: ground)
  }

  /// The row drawn at a position, for the mouse; nil where there is none.
  public func row(at point: Point, in rect: Rect) -> Int? {
    guard rect.contains(point) else { return nil }
    let index = shown(in: rect).offset + point.y - rect.y
    return index < count ? index : nil
  }

  private func shown(in rect: Rect) -> ListState {
    var view = state
    view.reveal(count: count, height: rect.height)
    return view
  }

  private func width(in rect: Rect) -> Int {
    scrollColumn == nil && count > rect.height ? rect.width - 1 : rect.width
  }
}

extension ListRow {
  /// Draws the row into the first row of `rect`, painting all of it.
  public func draw(into grid: inout CellGrid, rect: Rect, style: Style, theme: Theme, isSelected: Bool) {
    grid.fill(Rect(x: rect.x, y: rect.y, width: rect.width, height: 1), style)
    let right = min(rect.width, trailing.columns)
    let gap = right > 0 ? 1 : 0
    let room = Rect(x: rect.x, y: rect.y, width: rect.width - right - gap, height: 1)
    grid.put(leading, in: room, style: style, theme: theme, isSelected: isSelected)
    let end = Rect(x: rect.maxX - right, y: rect.y, width: right, height: 1)
    grid.put(trailing, in: end, style: style, theme: theme, isSelected: isSelected)
  }
}
