/// A key and what it does.
public struct Hint: Sendable, Hashable {
  /// The keys as shown: `↑↓`, `1–8`, `^P`.
  public var keys: String
  /// What they do, a word or two.
  public var title: String
  /// Why not now; nil when it can be done.
  public var unavailable: String?

  /// A hint; see the properties.
  public init(keys: String, title: String, unavailable: String? = nil) {
    self.keys = keys
    self.title = title
    self.unavailable = unavailable
  }

  var columns: Int { TextWidth.columns(of: keys) + 1 + TextWidth.columns(of: title) }
}

/// The line of key hints: as many as fit, the most important first, and those that must always be there at its end.
public struct HintBar: Sendable, Hashable {
  /// In order of importance; what does not fit is left out.
  public var hints: [Hint]
  /// Always shown, after the others: `? all keys`.
  public var pinned: [Hint]

  /// A bar; see the properties.
  public init(_ hints: [Hint], pinned: [Hint] = []) {
    self.hints = hints
    self.pinned = pinned
  }

  /// Free columns between two hints.
  static let gap = 2

  /// The hints that fit into `width` columns, in the order drawn.
  public func fitted(to width: Int) -> [Hint] {
    let end = pinned.reduce(0) { $0 + $1.columns + Self.gap }
    var used = 1
    var shown: [Hint] = []
    for hint in hints {
      guard used + hint.columns + end <= width else { break }
      shown.append(hint)
      used += hint.columns + Self.gap
    }
    return shown + pinned
  }

  /// Draws the bar into the first row of `rect`, painting all of it.
  public func draw(into grid: inout CellGrid, rect: Rect, theme: Theme, ground: Role = .text) {
    let line = Rect(x: rect.x, y: rect.y, width: rect.width, height: min(1, rect.height))
    grid.fill(line, theme[.hint, on: ground])
    var x = rect.x + 1
    for hint in fitted(to: rect.width) {
      let isOff = hint.unavailable != nil
      x += grid.put(
        hint.keys, x: x, y: rect.y, style: theme[isOff ? .disabled : .key, on: ground], clip: line)
      x += 1
      x += grid.put(
        hint.title, x: x, y: rect.y, style: theme[isOff ? .disabled : .hint, on: ground], clip: line)
      x += Self.gap
    }
  }
}
