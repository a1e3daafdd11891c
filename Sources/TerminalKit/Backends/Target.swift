/// How a cell should look, before it is decided how to draw it.
struct Target: Sendable {
  /// What there is to choose.
  enum Kind: UInt8, Sendable {
    /// One way only: text.
    case glyph
    /// A glyph with a partner that shows the same with the colours exchanged: half blocks, quadrants, sextants.
    case paired
    /// One colour all over: a space, or a full block.
    case plain
  }

  /// What there is to choose.
  let kind: Kind
  /// Columns it takes.
  let columns: Int
  /// The glyph; for a pair the one with the smaller number.
  let glyph: UInt32
  /// Colour of the glyph; for `plain` the colour all over.
  let ink: TerminalColor
  /// The colour behind it; for `plain` the same as `ink`.
  let ground: TerminalColor
  /// Bold and the like.
  let attributes: CellAttributes

  /// The target for a cell of a grid.
  /// - Parameter wideFits: whether the next cell is there for the second half of a wide glyph.
  @inline(__always)
  init(_ cell: Cell, wideFits: Bool, unicode: Bool, mapper: inout ColorMapper) {
    var (glyph, columns) = GlyphRules.safe(cell.glyph, unicode: unicode)
    if cell.glyph.value == 0 { (glyph, columns) = (0x20, 1) }
    if columns == 2, !wideFits { (glyph, columns) = (0x3F, 1) }
    let ink = mapper.map(cell.style.foreground)
    let ground = mapper.map(cell.style.background)
    self.init(glyph: glyph, columns: columns, ink: ink, ground: ground, attributes: cell.style.attributes)
  }

  /// Chooses the kind. Blocks with attributes are text: bold may brighten, reverse exchanges.
  @inline(__always)
  init(glyph: UInt32, columns: Int, ink: TerminalColor, ground: TerminalColor, attributes: CellAttributes) {
    if glyph == 0x20, attributes.isDisjoint(with: [.underline, .reverse]) {
      self.init(plain: ground)
    } else if glyph == 0x2588, attributes.isEmpty, !ink.isStandard {
      self.init(plain: ink)
    } else if attributes.isEmpty, !ink.isStandard, !ground.isStandard,
      let partner = GlyphRules.complement(glyph)
    {
      if ink == ground {
        self.init(plain: ink)
      } else if partner < glyph {
        self.init(kind: .paired, glyph: partner, columns: 1, ink: ground, ground: ink, attributes: [])
      } else {
        self.init(kind: .paired, glyph: glyph, columns: 1, ink: ink, ground: ground, attributes: [])
      }
    } else {
      self.init(
        kind: .glyph, glyph: glyph, columns: columns, ink: ink, ground: ground, attributes: attributes)
    }
  }

  @inline(__always)
  private init(plain color: TerminalColor) {
    self.init(kind: .plain, glyph: 0x20, columns: 1, ink: color, ground: color, attributes: [])
  }

  @inline(__always)
  private init(
    kind: Kind, glyph: UInt32, columns: Int, ink: TerminalColor, ground: TerminalColor,
    attributes: CellAttributes
  ) {
    self.kind = kind
    self.glyph = glyph
    self.columns = columns
    self.ink = ink
    self.ground = ground
    self.attributes = attributes
  }

  /// Whether the terminal shows it already, each channel of a block's colours within `tolerance`.
  @inline(__always)
  func isShown(by cell: ShownCell, tolerance: Int) -> Bool {
    switch kind {
    case .glyph:
      return cell.glyph == glyph && cell.ink == ink && cell.ground == ground && cell.attributes == attributes
    case .plain:
      if cell.glyph == 0x20, cell.attributes.isEmpty { return ground.matches(cell.ground, within: tolerance) }
      // Two shades that both come close enough to one colour; only where colours may be off.
      guard tolerance > 0, GlyphRules.complement(cell.glyph) != nil else { return false }
      return ground.matches(cell.ink, within: tolerance) && ground.matches(cell.ground, within: tolerance)
    case .paired:
      if cell.glyph == glyph, cell.attributes.isEmpty {
        return ink.matches(cell.ink, within: tolerance) && ground.matches(cell.ground, within: tolerance)
      }
      guard tolerance > 0, cell.glyph == 0x20, cell.attributes.isEmpty else { return false }
      return ink.matches(cell.ground, within: tolerance) && ground.matches(cell.ground, within: tolerance)
    }
  }
}
