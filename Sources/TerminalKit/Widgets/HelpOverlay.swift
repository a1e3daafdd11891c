/// Every key and what it does, by section, in columns; searchable.
public struct HelpOverlay: Sendable, Hashable {
  /// An action as help shows it.
  public struct Entry: Sendable, Hashable {
    /// Its keys as shown; empty when it has none.
    public var keys: String
    /// A few words.
    public var title: String
    /// One sentence, shown while searching.
    public var help: String
    /// Why not now; nil when it can be done.
    public var unavailable: String?

    /// An entry; see the properties.
    public init(keys: String, title: String, help: String, unavailable: String? = nil) {
      self.keys = keys
      self.title = title
      self.help = help
      self.unavailable = unavailable
    }
  }

  /// Actions that belong together.
  public struct Section: Sendable, Hashable {
    /// Its name.
    public var title: String
    /// Its actions, in order.
    public var entries: [Entry]

    /// A section; see the properties.
    public init(title: String, entries: [Entry]) {
      self.title = title
      self.entries = entries
    }
  }

  /// Everything there is.
  public let sections: [Section]
  /// The title in the frame.
  public let title: String
  /// What is searched for.
  public private(set) var field = TextField()
  /// The first line shown.
  public private(set) var offset = 0

  /// Help over sections.
  public init(sections: [Section], title: String = "All keys") {
    self.sections = sections
    self.title = title
  }

  /// Takes a key: arrows and pages scroll, letters search, escape clears the search and then leaves.
  /// - Returns: whether help stays open.
  public mutating func handle(_ key: Key) -> Bool {
    switch key {
    case .escape where !field.text.isEmpty: field.set("")
    case .escape, .control("c"), .enter: return false
    case .character("?") where field.text.isEmpty: return false
    case .up: offset = max(0, offset - 1)
    case .down: offset += 1
    case .pageUp: offset = max(0, offset - 10)
    case .pageDown: offset += 10
    case .home: offset = 0
    case .end: offset = Int(Int32.max)
    default: if field.handle(key) { offset = 0 }
    }
    // More than any list is long; the drawing stops at the last line.
    offset = min(offset, sections.reduce(0) { $0 + $1.entries.count + 2 })
    return true
  }

  /// The sections with the entries that match the search.
  public var found: [Section] {
    let words = field.text.lowercased().split(whereSeparator: \.isWhitespace)
    guard !words.isEmpty else { return sections }
    return sections.compactMap { section in
      let entries = section.entries.filter { entry in
        let text = "\(section.title) \(entry.title) \(entry.help) \(entry.keys)".lowercased()
        return words.allSatisfy { text.contains($0) }
      }
      return entries.isEmpty ? nil : Section(title: section.title, entries: entries)
    }
  }
}

extension HelpOverlay {
  private enum Line {
    case heading(String)
    case entry(Entry)
    case empty
  }

  /// Draws help over an area: columns of keys and titles, or, while searching, one column with a sentence on each.
  public func draw(into grid: inout CellGrid, within area: Rect, theme: Theme) {
    let lines = lines()
    let isSearch = !field.text.isEmpty
    let columns = isSearch ? 1 : max(1, min(4, (min(area.width, 160) - 8) / 36))
    let rows = columns == 1 ? lines.count : Self.balanced(lines, columns: columns).map(\.count).max() ?? 0
    // While searching the frame keeps the size it had, so that nothing jumps under the eyes.
    let height = isSearch ? area.height : rows + 4
    let overlay = Overlay(
      size: Size(width: 160, height: height), title: title,
      note: theme.unicode ? "↑↓ scroll  esc close" : "esc close")
    let inside = overlay.draw(into: &grid, within: area, theme: theme)
    field.draw(
      into: &grid, rect: Rect(x: inside.x, y: inside.y, width: inside.width, height: min(1, inside.height)),
      theme: theme, prompt: "/ ", placeholder: "type to search")
    let room = Rect(x: inside.x, y: inside.y + 2, width: inside.width, height: inside.height - 2)
    guard !room.isEmpty else { return }
    if lines.isEmpty {
      grid.putAligned(
        "nothing matches", .left, in: room, style: theme[.muted, on: .overlay], ellipsis: theme.ellipsis)
    }
    let parts = Self.balanced(lines, columns: columns)
    let longest = parts.map(\.count).max() ?? 0
    let first = max(0, min(offset, longest - room.height))
    let width = (room.width - (columns - 1) * 2) / columns
    for (index, part) in parts.enumerated() {
      let column = Rect(x: room.x + index * (width + 2), y: room.y, width: width, height: room.height)
      draw(
        part.dropFirst(first), into: &grid, column: column, theme: theme, withHelp: isSearch || columns == 1)
    }
    ScrollMark.draw(
      into: &grid, x: inside.maxX + 1, rect: room, offset: first, count: longest, theme: theme,
      ground: .overlay)
  }

  private func lines() -> [Line] {
    found.enumerated().flatMap { index, section in
      (index == 0 ? [] : [Line.empty]) + [.heading(section.title)] + section.entries.map { Line.entry($0) }
    }
  }

  /// Lines in columns of about the same length; no heading stands alone at the foot of a column.
  private static func balanced(_ lines: [Line], columns: Int) -> [ArraySlice<Line>] {
    guard columns > 1, !lines.isEmpty else { return [lines[...]] }
    var parts: [ArraySlice<Line>] = []
    var rest = lines[...]
    for column in 0..<columns where !rest.isEmpty {
      while case .empty? = rest.first { rest.removeFirst() }
      let left = columns - column
      var count = left == 1 ? rest.count : (rest.count + left - 1) / left
      if left > 1 {
        while count > 1, count <= rest.count, case .heading = rest[rest.startIndex + count - 1] { count -= 1 }
      }
      parts.append(rest.prefix(count))
      rest = rest.dropFirst(count)
    }
    return parts
  }

  private func draw(
    _ lines: ArraySlice<Line>, into grid: inout CellGrid, column: Rect, theme: Theme, withHelp: Bool
  ) {
    for (row, line) in lines.prefix(column.height).enumerated() {
      let rect = Rect(x: column.x, y: column.y + row, width: column.width, height: 1)
      switch line {
      case .empty: break
      case .heading(let text):
        grid.putAligned(text, .left, in: rect, style: theme[.strong, on: .overlay], ellipsis: theme.ellipsis)
      case .entry(let entry): draw(entry, into: &grid, rect: rect, theme: theme, withHelp: withHelp)
      }
    }
  }

  private func draw(_ entry: Entry, into grid: inout CellGrid, rect: Rect, theme: Theme, withHelp: Bool) {
    let isOff = entry.unavailable != nil
    let keys = Rect(x: rect.x, y: rect.y, width: min(10, rect.width), height: 1)
    grid.putAligned(
      entry.keys, .right, in: keys, style: theme[isOff ? .disabled : .key, on: .overlay],
      ellipsis: theme.ellipsis)
    let titleWidth = withHelp ? min(26, rect.width - 12) : rect.width - 12
    let title = Rect(x: rect.x + 12, y: rect.y, width: titleWidth, height: 1)
    grid.putAligned(
      entry.title, .left, in: title, style: theme[isOff ? .disabled : .text, on: .overlay],
      ellipsis: theme.ellipsis)
    guard withHelp else { return }
    let help = Rect(x: title.maxX + 2, y: rect.y, width: rect.maxX - title.maxX - 2, height: 1)
    let text = entry.unavailable.map { "not now: \($0)" } ?? entry.help
    grid.putAligned(
      text, .left, in: help, style: theme[isOff ? .warning : .muted, on: .overlay], ellipsis: theme.ellipsis)
  }
}
