/// A piece of a row with its own ink.
public struct TextSpan: Sendable, Hashable {
  /// Where the ink comes from.
  public enum Ink: Sendable, Hashable {
    /// The row's own style.
    case row
    /// A role of the theme, on the row's ground.
    case role(Role)
    /// A colour that means something by itself, such as an organ's swatch; it stays when the row is selected.
    case color(Color)
  }

  /// What is written.
  public var text: String
  /// With which ink.
  public var ink: Ink

  /// Text in the row's own style.
  public init(_ text: String) {
    self.text = text
    ink = .row
  }

  /// Text in the style of a role.
  public init(_ text: String, _ role: Role) {
    self.text = text
    ink = .role(role)
  }

  /// Text in a colour of its own.
  public init(_ text: String, color: Color) {
    self.text = text
    ink = .color(color)
  }

  /// The style on a row drawn in `row`; a selected row keeps its own text colours, for they are known to be legible.
  func style(row: Style, theme: Theme, isSelected: Bool) -> Style {
    switch ink {
    case .row: return row
    case .role(let role):
      if isSelected { return row.adding(theme[role].attributes.subtracting(.reverse)) }
      let style = theme[role]
      return Style(foreground: style.foreground, background: row.background, attributes: style.attributes)
    case .color(let color):
      return Style(foreground: color, background: row.background, attributes: row.attributes)
    }
  }
}

extension CellGrid {
  /// Writes spans one after another into the first row of `rect`, cut at its right edge with an ellipsis.
  /// - Returns: columns used.
  @discardableResult
  public mutating func put(
    _ spans: [TextSpan], in rect: Rect, style: Style, theme: Theme, isSelected: Bool = false
  ) -> Int {
    var x = rect.x
    for span in spans {
      guard x < rect.maxX else { break }
      let ink = span.style(row: style, theme: theme, isSelected: isSelected)
      let fitting = TextWidth.truncated(span.text, to: rect.maxX - x, ellipsis: theme.ellipsis)
      x += put(fitting, x: x, y: rect.y, style: ink, clip: rect)
    }
    return x - rect.x
  }
}

extension [TextSpan] {
  /// Columns of all spans together.
  public var columns: Int { reduce(0) { $0 + TextWidth.columns(of: $1.text) } }
}
