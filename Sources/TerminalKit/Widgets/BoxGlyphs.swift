/// The glyphs of a frame.
public struct BoxGlyphs: Sendable, Hashable {
  /// Top left corner.
  public let topLeft: Unicode.Scalar
  /// Top right corner.
  public let topRight: Unicode.Scalar
  /// Bottom left corner.
  public let bottomLeft: Unicode.Scalar
  /// Bottom right corner.
  public let bottomRight: Unicode.Scalar
  /// Upper and lower edge.
  public let horizontal: Unicode.Scalar
  /// Left and right edge.
  public let vertical: Unicode.Scalar

  /// Round corners: the look of panes.
  public static let rounded = BoxGlyphs("╭", "╮", "╰", "╯", "─", "│")
  /// Square corners, for fonts without round ones.
  public static let square = BoxGlyphs("┌", "┐", "└", "┘", "─", "│")
  /// Heavy lines: a pane that must be seen.
  public static let heavy = BoxGlyphs("┏", "┓", "┗", "┛", "━", "┃")
  /// Double lines: a region marked on a picture.
  public static let double = BoxGlyphs("╔", "╗", "╚", "╝", "═", "║")
  /// For terminals without Unicode.
  public static let ascii = BoxGlyphs("+", "+", "+", "+", "-", "|")

  /// Glyphs in the order of the properties.
  public init(
    _ topLeft: Unicode.Scalar, _ topRight: Unicode.Scalar, _ bottomLeft: Unicode.Scalar,
    _ bottomRight: Unicode.Scalar, _ horizontal: Unicode.Scalar, _ vertical: Unicode.Scalar
  ) {
    self.topLeft = topLeft
    self.topRight = topRight
    self.bottomLeft = bottomLeft
    self.bottomRight = bottomRight
    self.horizontal = horizontal
    self.vertical = vertical
  }
}
