/// Something to tell the reader in a line. A sign and the colour say how it went; neither carries it alone.
public struct Message: Sendable, Hashable {
  /// How it went.
  public enum Kind: Sendable, Hashable, CaseIterable {
    /// To know.
    case info
    /// Done.
    case success
    /// Needs care.
    case warning
    /// Did not work.
    case failure
  }

  /// What is said, one sentence.
  public var text: String
  /// How it went.
  public var kind: Kind

  /// A message; see the properties.
  public init(_ text: String, _ kind: Kind = .info) {
    self.text = text
    self.kind = kind
  }

  /// The role of its colour.
  public var role: Role {
    switch kind {
    case .info: .text
    case .success: .success
    case .warning: .warning
    case .failure: .failure
    }
  }

  /// Its sign.
  public func sign(unicode: Bool) -> String {
    switch kind {
    case .info: unicode ? "·" : "-"
    case .success: unicode ? "✓" : "ok"
    case .warning: "!"
    case .failure: unicode ? "✗" : "x"
    }
  }

  /// Draws the message into the first row of `rect`, cut at its end.
  public func draw(into grid: inout CellGrid, rect: Rect, theme: Theme, ground: Role = .text) {
    grid.fill(Rect(x: rect.x, y: rect.y, width: rect.width, height: 1), theme[.text, on: ground])
    grid.putAligned(
      sign(unicode: theme.unicode) + " " + text, .left, in: rect, style: theme[role, on: ground],
      ellipsis: theme.ellipsis)
  }

  /// Draws the message as a small framed box in the lower right corner of an area: it hides least there.
  public func drawToast(into grid: inout CellGrid, within area: Rect, theme: Theme) {
    let line = sign(unicode: theme.unicode) + " " + text
    let width = min(TextWidth.columns(of: line) + 4, area.width)
    let frame = Rect(x: area.maxX - width, y: area.maxY - 3, width: width, height: 3)
    guard width > 4, area.height >= 3 else {
      draw(into: &grid, rect: Rect(x: area.x, y: area.maxY - 1, width: area.width, height: 1), theme: theme)
      return
    }
    grid.fill(frame, theme[.overlay])
    grid.box(frame, style: theme[role, on: .overlay], glyphs: theme.box)
    let inside = Rect(x: frame.x + 2, y: frame.y + 1, width: width - 4, height: 1)
    grid.putAligned(line, .left, in: inside, style: theme[role, on: .overlay], ellipsis: theme.ellipsis)
  }
}
