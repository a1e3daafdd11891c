/// What a cell of the terminal shows, in one form for all ways to draw the same: blocks that come in pairs are kept as the
/// one with the smaller number, one plain colour as a space.
struct ShownCell: Hashable, Sendable {
  /// The glyph's scalar value.
  let glyph: UInt32
  /// Its colour; standard for a space, which shows none.
  let ink: TerminalColor
  /// The colour behind it.
  let ground: TerminalColor
  /// Bold and the like.
  let attributes: CellAttributes

  /// Nothing is known; no target looks like it.
  static let unknown = ShownCell(glyph: .max, ink: .standard, ground: .standard, attributes: [])
  /// The second half of a wide glyph.
  static let continuation = ShownCell(glyph: 0, ink: .standard, ground: .standard, attributes: [])

  /// A cell in plain colour.
  static func plain(_ color: TerminalColor) -> ShownCell {
    ShownCell(glyph: 0x20, ink: .standard, ground: color, attributes: [])
  }
}

/// The colours and attributes the terminal draws with.
struct Pen: Hashable, Sendable {
  /// Colour of glyphs.
  var ink = TerminalColor.standard
  /// Colour behind them.
  var ground = TerminalColor.standard
  /// Bold and the like.
  var attributes: CellAttributes = []

  /// Appends one SGR sequence for what differs, nothing when nothing does.
  mutating func change(to next: Pen, into bytes: inout [UInt8]) {
    if self == next { return }
    bytes.append(0x1B)
    bytes.append(0x5B)
    let start = bytes.count
    if attributes != next.attributes { Pen.append(from: attributes, to: next.attributes, into: &bytes) }
    if ink != next.ink {
      if bytes.count > start { bytes.append(0x3B) }
      bytes.appendParameters(of: next.ink, ground: false)
    }
    if ground != next.ground {
      if bytes.count > start { bytes.append(0x3B) }
      bytes.appendParameters(of: next.ground, ground: true)
    }
    bytes.append(0x6D)
    self = next
  }

  /// SGR numbers of attributes: on, off. Bold and dim go off together.
  private static let codes: [(attribute: CellAttributes, on: Int, off: Int)] = [
    (.bold, 1, 22), (.dim, 2, 22), (.italic, 3, 23), (.underline, 4, 24), (.reverse, 7, 27),
  ]

  private static func append(from old: CellAttributes, to new: CellAttributes, into bytes: inout [UInt8]) {
    var now = old
    var first = true
    func add(_ code: Int, _ bytes: inout [UInt8]) {
      if !first { bytes.append(0x3B) }
      first = false
      bytes.append(decimal: code)
    }
    for entry in codes where now.contains(entry.attribute) && !new.contains(entry.attribute) {
      add(entry.off, &bytes)
      now.subtract(entry.off == 22 ? [.bold, .dim] : entry.attribute)
    }
    for entry in codes where new.contains(entry.attribute) && !now.contains(entry.attribute) {
      add(entry.on, &bytes)
    }
  }
}
