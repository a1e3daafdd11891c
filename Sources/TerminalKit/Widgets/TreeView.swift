/// A row of a tree that is already unfolded: how deep it stands and whether it can be unfolded.
public struct TreeRow: Sendable, Hashable {
  /// 0 for the roots.
  public var depth: Int
  /// Whether its children are shown; nil for a row without children.
  public var isExpanded: Bool?
  /// What it says.
  public var row: ListRow

  /// A row; see the properties.
  public init(depth: Int, isExpanded: Bool? = nil, row: ListRow) {
    self.depth = max(0, depth)
    self.isExpanded = isExpanded
    self.row = row
  }

  /// The row with its indent and its mark: two columns a level.
  func listRow(theme: Theme) -> ListRow {
    let mark =
      switch (isExpanded, theme.unicode) {
      case (true?, true): "▾ "
      case (true?, false): "v "
      case (false?, true): "▸ "
      case (false?, false): "> "
      case (nil, _): ""
      }
    let indent = String(repeating: "  ", count: min(depth, 40))
    return ListRow([TextSpan(indent + mark, .muted)] + row.leading, trailing: row.trailing)
  }
}

/// A list whose rows are indented and fold. Which rows are shown is the caller's to know: the tree holds no nodes.
public struct TreeView {
  /// The rows shown, as a list; selection, focus and ground are set there.
  public var list: ListView
  private let treeRow: (Int) -> TreeRow

  /// A tree of `count` rows, unfolded from top to bottom.
  public init(count: Int, state: ListState, row: @escaping (Int) -> TreeRow) {
    treeRow = row
    list = ListView(count: count, state: state) { row($0).row }
  }

  /// A tree of rows at hand.
  public init(_ rows: [TreeRow], state: ListState) {
    self.init(count: rows.count, state: state) { rows[$0] }
  }

  /// Draws the tree; every cell of `rect` is painted.
  public func draw(into grid: inout CellGrid, rect: Rect, theme: Theme) {
    var marked = list
    marked.row = { treeRow($0).listRow(theme: theme) }
    marked.draw(into: &grid, rect: rect, theme: theme)
  }
}
