/// How a glyph is drawn besides its colours.
public struct CellAttributes: OptionSet, Sendable, Hashable {
  /// The bits.
  public let rawValue: UInt8
  /// From bits.
  public init(rawValue: UInt8) { self.rawValue = rawValue }
  /// Heavier strokes.
  public static let bold = CellAttributes(rawValue: 1)
  /// Fainter.
  public static let dim = CellAttributes(rawValue: 2)
  /// Slanted.
  public static let italic = CellAttributes(rawValue: 4)
  /// Underlined.
  public static let underline = CellAttributes(rawValue: 8)
  /// Foreground and background exchanged.
  public static let reverse = CellAttributes(rawValue: 16)
}

/// Colours and attributes of text.
public struct Style: Sendable, Hashable {
  /// The glyph's colour.
  public var foreground: Color
  /// The colour behind it.
  public var background: Color
  /// Bold and the like.
  public var attributes: CellAttributes

  /// A style; the terminal's own colours unless told otherwise.
  public init(
    foreground: Color = .standard, background: Color = .standard, attributes: CellAttributes = []
  ) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }

  /// The same with more attributes.
  public func adding(_ more: CellAttributes) -> Style {
    Style(foreground: foreground, background: background, attributes: attributes.union(more))
  }
}

/// One character cell: a single Unicode scalar with its style.
///
/// A wide glyph takes two cells, the second of which holds `Cell.continuation`.
public struct Cell: Sendable, Hashable {
  /// The glyph.
  public var glyph: Unicode.Scalar
  /// Its style.
  public var style: Style

  /// A cell; see the properties.
  public init(_ glyph: Unicode.Scalar, _ style: Style = Style()) {
    self.glyph = glyph
    self.style = style
  }

  /// A space in the terminal's own colours.
  public static let blank = Cell(" ")

  /// The second half of a wide glyph; never drawn by itself.
  public static func continuation(_ style: Style) -> Cell { Cell("\u{0}", style) }
}
