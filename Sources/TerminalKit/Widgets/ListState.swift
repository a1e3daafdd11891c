/// Which row of a list is selected and which is the first one shown.
public struct ListState: Sendable, Hashable {
  /// The selected row.
  public var selection: Int
  /// The first row shown.
  public var offset: Int

  /// A state; the first row unless told otherwise.
  public init(selection: Int = 0, offset: Int = 0) {
    self.selection = selection
    self.offset = offset
  }

  /// Moves the selection and keeps it within `count` rows.
  public mutating func move(by rows: Int, count: Int) {
    let moved = selection.addingReportingOverflow(rows)
    selection = max(0, min(count - 1, moved.overflow ? (rows < 0 ? 0 : count - 1) : moved.partialValue))
  }

  /// Arrows, page up and down, home and end.
  /// - Returns: whether the key was one of them.
  public mutating func handle(_ key: Key, count: Int, height: Int) -> Bool {
    switch key {
    case .up: move(by: -1, count: count)
    case .down: move(by: 1, count: count)
    case .pageUp: move(by: -max(1, height - 1), count: count)
    case .pageDown: move(by: max(1, height - 1), count: count)
    case .home: move(by: -count, count: count)
    case .end: move(by: count, count: count)
    default: return false
    }
    return true
  }

  /// Moves the view as little as needed to show the selection, and never past the last row.
  public mutating func reveal(count: Int, height: Int) {
    selection = max(0, min(count - 1, selection))
    guard height > 0 else { return }
    if selection < offset { offset = selection }
    if selection >= offset + height { offset = selection - height + 1 }
    offset = max(0, min(offset, count - height))
  }
}

/// The thumb beside a list longer than its room.
enum ScrollMark {
  /// Draws the thumb into column `x` beside `rect`; nothing when all rows are shown.
  static func draw(
    into grid: inout CellGrid, x: Int, rect: Rect, offset: Int, count: Int, theme: Theme, ground: Role
  ) {
    guard count > rect.height, rect.height > 0 else { return }
    let length = max(1, rect.height * rect.height / count)
    let free = rect.height - length
    let hidden = count - rect.height
    let top = (min(max(0, offset), hidden) * free + hidden / 2) / hidden
    for row in top..<top + length {
      grid[x, rect.y + row] = Cell(theme.unicode ? "┃" : "#", theme[.muted, on: ground])
    }
  }
}
