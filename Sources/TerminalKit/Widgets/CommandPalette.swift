/// The palette: type a few letters of what to do, choose, press return.
public struct CommandPalette: Sendable, Hashable {
  /// Something that can be chosen.
  public struct Entry: Sendable, Hashable {
    /// What is given back when it is chosen.
    public var id: String
    /// What is searched first and shown.
    public var title: String
    /// The part of the program it belongs to.
    public var section: String
    /// Its keys as shown.
    public var keys: String
    /// Why it cannot be chosen now; nil when it can.
    public var unavailable: String?

    /// An entry; see the properties.
    public init(id: String, title: String, section: String, keys: String = "", unavailable: String? = nil) {
      self.id = id
      self.title = title
      self.section = section
      self.keys = keys
      self.unavailable = unavailable
    }
  }

  /// What a key led to.
  public enum Outcome: Sendable, Hashable {
    /// The palette stays.
    case open
    /// It was left.
    case dismissed
    /// An entry that can be done was chosen.
    case chosen(id: String)
  }

  /// Everything that can be chosen, in the order shown before anything is typed.
  public let entries: [Entry]
  /// The title in the frame.
  public let title: String
  /// What has been typed.
  public private(set) var field = TextField()
  /// What matches, best first.
  public private(set) var matches: [Match]
  private var state = ListState()

  /// An entry found, with the letters of its title that matched.
  public struct Match: Sendable, Hashable {
    /// The entry.
    public let entry: Entry
    /// Characters of its title.
    public let positions: [Int]
  }

  /// A palette over entries, with nothing typed.
  public init(entries: [Entry], title: String = "Palette") {
    self.entries = entries
    self.title = title
    matches = entries.map { Match(entry: $0, positions: []) }
  }

  /// The entry that return would choose.
  public var selected: Entry? {
    matches.indices.contains(state.selection) ? matches[state.selection].entry : nil
  }

  /// Takes a key: return chooses, escape leaves, arrows move, all else edits what is typed.
  public mutating func handle(_ key: Key) -> Outcome {
    switch key {
    case .escape, .control("c"), .control("g"): return .dismissed
    case .enter:
      guard let entry = selected, entry.unavailable == nil else { return .open }
      return .chosen(id: entry.id)
    case .control("n"), .tab: state.move(by: 1, count: matches.count)
    case .control("p"), .backTab: state.move(by: -1, count: matches.count)
    case .home, .end, .left, .right: _ = field.handle(key)
    case .up, .down, .pageUp, .pageDown: _ = state.handle(key, count: matches.count, height: 10)
    default:
      let before = field.text
      if field.handle(key), field.text != before { search() }
    }
    return .open
  }

  private mutating func search() {
    state = ListState()
    let titles = FuzzyMatch.rank(entries, query: field.text, text: \.title)
    let found = Set(titles.map(\.0.id))
    // Second comes what is found by section or id only; nothing of the title is marked there.
    let others = FuzzyMatch.rank(
      entries.filter { !found.contains($0.id) }, query: field.text,
      text: { "\($0.section) \($0.title) \($0.id)" })
    matches =
      titles.map { Match(entry: $0.0, positions: $0.1.positions) }
      + others.map { Match(entry: $0.0, positions: []) }
  }
}

extension CommandPalette {
  /// Draws the palette over the middle of an area. Its size depends on the area only: it does not jump while typing.
  /// - Returns: where the cursor stands.
  @discardableResult
  public func draw(into grid: inout CellGrid, within area: Rect, theme: Theme) -> Point {
    let overlay = Overlay(
      size: Size(width: 76, height: min(20, entries.count + 4)), title: title,
      note: "\(matches.count)/\(entries.count)")
    let inside = overlay.draw(into: &grid, within: area, theme: theme)
    let line = Rect(x: inside.x, y: inside.y, width: inside.width, height: min(1, inside.height))
    let cursor = field.draw(
      into: &grid, rect: line, theme: theme, prompt: theme.unicode ? "› " : "> ",
      placeholder: "type what to do")
    let room = Rect(x: inside.x, y: inside.y + 2, width: inside.width, height: inside.height - 2)
    var list = ListView(count: matches.count, state: state) {
      row(matches[$0], width: room.width, theme: theme)
    }
    list.ground = .overlay
    list.scrollColumn = inside.maxX + 1
    list.emptyText = "nothing matches"
    list.draw(into: &grid, rect: room, theme: theme)
    return cursor
  }

  private func row(_ match: Match, width: Int, theme: Theme) -> ListRow {
    let entry = match.entry
    let base: Role? = entry.unavailable == nil ? nil : .disabled
    var leading = Self.marked(entry.title, match.positions, base: base)
    if entry.unavailable == nil { leading.append(TextSpan("  " + entry.section, .muted)) }
    let keys = entry.keys.isEmpty ? [] : [TextSpan(entry.keys, base ?? .key)]
    guard let reason = entry.unavailable else { return ListRow(leading, trailing: keys) }
    let room = max(0, width - leading.columns - keys.columns - 4)
    let note = TextWidth.truncated(reason, to: min(room, 48), ellipsis: theme.ellipsis)
    return ListRow(leading, trailing: [TextSpan(note, .warning), TextSpan(keys.isEmpty ? "" : "  ")] + keys)
  }

  /// A title with the letters that matched in the style of keys.
  static func marked(_ title: String, _ positions: [Int], base: Role?) -> [TextSpan] {
    let hits = Set(positions)
    var spans: [TextSpan] = []
    var isHit: Bool?
    for (index, character) in title.enumerated() {
      let hit = hits.contains(index)
      if hit == isHit {
        spans[spans.count - 1].text.append(character)
      } else {
        let text = String(character)
        spans.append(hit ? TextSpan(text, .key) : base.map { TextSpan(text, $0) } ?? TextSpan(text))
        isHit = hit
      }
    }
    return spans
  }
}
