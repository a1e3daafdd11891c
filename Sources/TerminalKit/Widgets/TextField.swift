/// A line of text being typed.
public struct TextField: Sendable, Hashable {
  /// What has been typed.
  public private(set) var text: String
  /// The cursor: characters before it.
  public private(set) var cursor: Int

  /// A field with a text, the cursor at its end. What cannot be drawn is removed.
  public init(_ text: String = "") {
    self.text = TerminalText.clean(text)
    cursor = self.text.count
  }

  /// Puts in a character at the cursor, or edits: arrows, home, end, backspace, delete, Ctrl-U (to the start),
  /// Ctrl-K (to the end), Ctrl-W (the word before).
  /// - Returns: whether the key was used.
  public mutating func handle(_ key: Key) -> Bool {
    switch key {
    case .character(let character): return insert(character)
    case .left: cursor = max(0, cursor - 1)
    case .right: cursor = min(text.count, cursor + 1)
    case .home: cursor = 0
    case .end: cursor = text.count
    case .backspace: remove(max(0, cursor - 1)..<cursor)
    case .delete: remove(cursor..<min(text.count, cursor + 1))
    case .control("u"): remove(0..<cursor)
    case .control("k"): remove(cursor..<text.count)
    case .control("w"): remove(startOfWord()..<cursor)
    default: return false
    }
    return true
  }

  /// Replaces the text; the cursor goes to its end.
  public mutating func set(_ text: String) { self = TextField(text) }

  /// Draws a prompt, then the text scrolled so that the cursor is seen, or `placeholder` while it is empty.
  /// - Returns: where the cursor stands, for the terminal's own.
  @discardableResult
  public func draw(
    into grid: inout CellGrid, rect: Rect, theme: Theme, prompt: String = "", placeholder: String = "",
    isFocused: Bool = true, role: Role = .input
  ) -> Point {
    let style = theme[role]
    let line = Rect(x: rect.x, y: rect.y, width: rect.width, height: min(1, rect.height))
    grid.fill(line, style)
    let used = grid.put(prompt, x: rect.x, y: rect.y, style: theme[.key, on: role], clip: line)
    let room = Rect(x: rect.x + used, y: rect.y, width: rect.width - used, height: line.height)
    if text.isEmpty {
      grid.putAligned(
        placeholder, .left, in: room, style: theme[.muted, on: role], ellipsis: theme.ellipsis)
    }
    let before = TextWidth.columns(of: String(text.prefix(cursor)))
    let shift = max(0, before - max(0, room.width - 1))
    grid.put(text, x: room.x - shift, y: rect.y, style: style, clip: room)
    let place = Point(x: min(room.x + before - shift, max(rect.x, rect.maxX - 1)), y: rect.y)
    if isFocused, !line.isEmpty {
      grid[place.x, place.y].style = grid[place.x, place.y].style.toggling(.reverse)
    }
    return place
  }

  private mutating func insert(_ character: Character) -> Bool {
    let safe = TerminalText.clean(String(character))
    guard !safe.isEmpty else { return false }
    let index = text.index(text.startIndex, offsetBy: cursor)
    text.insert(contentsOf: safe, at: index)
    // A mark that joins the letter before adds no character.
    cursor = min(text.count, text.distance(from: text.startIndex, to: index) + safe.count)
    return true
  }

  private mutating func remove(_ range: Range<Int>) {
    let start = text.index(text.startIndex, offsetBy: range.lowerBound)
    let end = text.index(text.startIndex, offsetBy: range.upperBound)
    text.removeSubrange(start..<end)
    cursor = min(range.lowerBound, text.count)
  }

  private func startOfWord() -> Int {
    let characters = Array(text.prefix(cursor))
    var index = cursor
    while index > 0, characters[index - 1].isWhitespace { index -= 1 }
    while index > 0, !characters[index - 1].isWhitespace { index -= 1 }
    return index
  }
}

extension Style {
  /// The same with attributes added where missing and removed where present.
  func toggling(_ attributes: CellAttributes) -> Style {
    Style(
      foreground: foreground, background: background,
      attributes: self.attributes.symmetricDifference(attributes))
  }
}
