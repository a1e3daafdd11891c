/// A column of a table.
public struct TableColumn: Sendable, Hashable {
  /// How wide it is.
  public enum Width: Sendable, Hashable {
    /// So many columns.
    case fixed(Int)
    /// At least so many, and an equal share of what is left.
    case flexible(minimum: Int)
  }

  /// Which way its rows are sorted.
  public enum Sort: Sendable, Hashable {
    /// Smallest first.
    case ascending
    /// Largest first.
    case descending
  }

  /// What its head says; give the unit here.
  public var title: String
  /// How wide it is.
  public var width: Width
  /// Numbers stand at the right.
  public var alignment: TextAlignment
  /// The mark of the column sorted by.
  public var sort: Sort?

  /// A column; see the properties.
  public init(_ title: String, width: Width, alignment: TextAlignment = .left, sort: Sort? = nil) {
    self.title = title
    self.width = width
    self.alignment = alignment
    self.sort = sort
  }

  var minimum: Int {
    switch width {
    case .fixed(let columns): max(0, columns)
    case .flexible(let columns): max(1, columns)
    }
  }
}

/// A table: a head that stays, rows that scroll, one of them selected.
///
/// Columns that do not fit are left out from the right; the head then ends with an ellipsis.
public struct TableView {
  /// The columns, from the left.
  public var columns: [TableColumn]
  /// How many rows there are.
  public var count: Int
  /// What a row says in a column.
  public var cell: (_ row: Int, _ column: Int) -> [TextSpan]
  /// Selection and scroll offset.
  public var state: ListState
  /// Whether the table has the focus.
  public var isFocused = true
  /// The role whose ground the table stands on.
  public var ground: Role = .text
  /// The column of the scroll mark; nil takes the last column of the table.
  public var scrollColumn: Int?
  /// Shown in place of rows when there are none: what to press.
  public var emptyText = ""

  /// Free columns between two columns of the table.
  static let gap = 2

  /// A table whose cells are asked for when they are drawn.
  public init(
    columns: [TableColumn], count: Int, state: ListState,
    cell: @escaping (_ row: Int, _ column: Int) -> [TextSpan]
  ) {
    self.columns = columns
    self.count = max(0, count)
    self.state = state
    self.cell = cell
  }

  /// Draws the table; every cell of `rect` is painted.
  public func draw(into grid: inout CellGrid, rect: Rect, theme: Theme) {
    guard !rect.isEmpty else { return }
    let body = Self.body(of: rect)
    let width = scrollColumn == nil && count > body.height ? rect.width - 1 : rect.width
    let layout = layout(width: width)
    grid.fill(rect, theme[.text, on: ground])
    drawHead(into: &grid, rect: Rect(x: rect.x, y: rect.y, width: width, height: 1), layout, theme)
    var list = ListView(count: count, state: state) { _ in ListRow([]) }
    list.isFocused = isFocused
    list.ground = ground
    list.scrollColumn = scrollColumn
    list.emptyText = emptyText
    list.draw(into: &grid, rect: body, theme: theme)
    var view = state
    view.reveal(count: count, height: body.height)
    for line in 0..<max(0, min(body.height, count - view.offset)) {
      drawRow(view.offset + line, y: body.y + line, view.selection, into: &grid, x: rect.x, layout, theme)
    }
  }

  /// Where the rows are: all but the head.
  public static func body(of rect: Rect) -> Rect {
    Rect(x: rect.x, y: rect.y + 1, width: rect.width, height: rect.height - 1)
  }

  /// The row drawn at a position, for the mouse; nil where there is none.
  public func row(at point: Point, in rect: Rect) -> Int? {
    ListView(count: count, state: state) { _ in ListRow([]) }.row(at: point, in: Self.body(of: rect))
  }

  struct Placed: Equatable {
    let column: Int
    let x: Int
    let width: Int
  }

  /// The columns that fit into `width`, with their places.
  func layout(width: Int) -> [Placed] {
    var shown = columns.count
    func needed(_ count: Int) -> Int {
      columns.prefix(count).reduce(0) { $0 + $1.minimum } + max(0, count - 1) * Self.gap
    }
    // Where columns are left out, the mark that says so takes two columns.
    func room(_ count: Int) -> Int { count < columns.count ? width - 2 : width }
    while shown > 1, needed(shown) > room(shown) { shown -= 1 }
    var free = max(0, room(shown) - needed(shown))
    var flexible = columns.prefix(shown).filter { if case .flexible = $0.width { true } else { false } }.count
    var placed: [Placed] = []
    var x = 0
    for (index, column) in columns.prefix(shown).enumerated() {
      var extent = column.minimum
      if case .flexible = column.width {
        extent += free / flexible
        free -= free / flexible
        flexible -= 1
      }
      placed.append(Placed(column: index, x: x, width: min(extent, max(0, width - x))))
      x += extent + Self.gap
    }
    return placed
  }

  private func drawHead(into grid: inout CellGrid, rect: Rect, _ layout: [Placed], _ theme: Theme) {
    let style = theme[.muted, on: ground]
    for place in layout {
      let column = columns[place.column]
      let mark =
        switch (column.sort, theme.unicode) {
        case (.ascending?, true): " ▲"
        case (.ascending?, false): " ^"
        case (.descending?, true): " ▼"
        case (.descending?, false): " v"
        case (nil, _): ""
        }
      grid.putAligned(
        column.title + mark, column.alignment,
        in: Rect(x: rect.x + place.x, y: rect.y, width: place.width, height: 1),
        style: column.sort == nil ? style : theme[.strong, on: ground], ellipsis: theme.ellipsis)
    }
    let end = layout.last.map { rect.x + $0.x + $0.width } ?? rect.x
    if layout.count < columns.count {
      grid.put(theme.ellipsis, x: end, y: rect.y, style: style, clip: rect)
    }
  }

  private func drawRow(
    _ index: Int, y: Int, _ selection: Int, into grid: inout CellGrid, x: Int, _ layout: [Placed],
    _ theme: Theme
  ) {
    let isSelected = index == selection
    let style =
      isSelected ? theme[isFocused ? .selection : .selectionInactive] : theme[.text, on: ground]
    for place in layout {
      let spans = cell(index, place.column)
      let free = max(0, place.width - spans.columns)
      let shift =
        switch columns[place.column].alignment {
        case .left: 0
        case .center: free / 2
        case .right: free
        }
      let room = Rect(x: x + place.x + shift, y: y, width: place.width - shift, height: 1)
      grid.put(spans, in: room, style: style, theme: theme, isSelected: isSelected)
    }
  }
}
