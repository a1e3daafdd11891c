/// How a label map is laid over a slice. Everything by id is an array indexed by it; ids beyond its end are not drawn.
public struct OverlayStyle: Sendable, Hashable {
  /// What is drawn of a label.
  public enum Mode: String, Sendable, Hashable, CaseIterable, Codable {
    /// Its area, tinted.
    case fill
    /// Its edge, one pixel wide at any zoom.
    case outline
    /// Both.
    case both

    /// The mode after this one, for a key that steps through them.
    public var next: Mode {
      switch self {
      case .fill: .outline
      case .outline: .both
      case .both: .fill
      }
    }
  }

  /// What is drawn.
  public var mode: Mode
  /// 0 shows the slice alone, 1 the colours alone. Outlines are drawn more opaque than areas, `1 - (1 - opacity)^3`.
  public var opacity: Double
  /// Colours `0xRRGGBB` by id.
  public var colors: [UInt32]
  /// Whether an id is drawn.
  public var visible: [Bool]
  /// An id whose outline is drawn opaque and lightened in every mode, if it is visible.
  public var emphasized: Int?

  /// A style; see the properties.
  public init(mode: Mode, opacity: Double, colors: [UInt32], visible: [Bool], emphasized: Int? = nil) {
    self.mode = mode
    self.opacity = opacity
    self.colors = colors
    self.visible = visible
    self.emphasized = emphasized
  }
}
