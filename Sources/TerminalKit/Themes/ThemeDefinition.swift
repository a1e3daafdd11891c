/// A theme as its file says it: names of colours not yet looked up, roles left out not yet filled in.
///
/// Palettes are looked up after inheritance, so that a theme of five lines can recolour its parent.
public struct ThemeDefinition: Sendable, Hashable {
  /// A colour by its palette name, or itself.
  public enum ColorReference: Sendable, Hashable {
    /// An entry of the palette.
    case name(String)
    /// `#RRGGBB`, `default` or `ansi:4`.
    case color(Color)
  }

  /// The style of one role; what is nil comes from `text`.
  public struct RoleStyle: Sendable, Hashable {
    /// The glyph's colour.
    public var foreground: ColorReference?
    /// The colour behind it.
    public var background: ColorReference?
    /// Bold and the like.
    public var attributes: CellAttributes

    /// A style; see the properties.
    public init(
      foreground: ColorReference? = nil, background: ColorReference? = nil, attributes: CellAttributes = []
    ) {
      self.foreground = foreground
      self.background = background
      self.attributes = attributes
    }
  }

  /// The name it is chosen by: the file's name without its ending.
  public var name: String
  /// One line about it; nil takes the parent's.
  public var about: String?
  /// The theme it starts from.
  public var inherits: String?
  /// Whether its ground is light; nil takes the parent's.
  public var isLight: Bool?
  /// Its colours by name, added to the parent's.
  public var palette: [String: Color]
  /// Its roles; each replaces the parent's whole.
  public var roles: [Role: RoleStyle]
  /// Colours of curves beyond the second, in order; nil takes the parent's.
  public var series: [ColorReference]?

  /// A definition; see the properties.
  public init(
    name: String, about: String? = nil, inherits: String? = nil, isLight: Bool? = nil,
    palette: [String: Color] = [:], roles: [Role: RoleStyle] = [:], series: [ColorReference]? = nil
  ) {
    self.name = name
    self.about = about
    self.inherits = inherits
    self.isLight = isLight
    self.palette = palette
    self.roles = roles
    self.series = series
  }

  /// This definition over its parent's.
  func merged(over parent: ThemeDefinition) -> ThemeDefinition {
    ThemeDefinition(
      name: name, about: about ?? parent.about, inherits: nil, isLight: isLight ?? parent.isLight,
      palette: parent.palette.merging(palette) { _, own in own },
      roles: parent.roles.merging(roles) { _, own in own }, series: series ?? parent.series)
  }
}
