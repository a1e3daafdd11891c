/// Pictures on a screen that curses draws: sent around curses, because curses sets both colours again for every change of
/// one and so takes up to three times the bytes.
///
/// The cells below hold a glyph in curses' eyes (never a blank, so that no clearing optimisation reaches them) and are drawn
/// over after every update, between saving and restoring the cursor and its colours. curses must not shift text within
/// lines or scroll.
struct ImageRectangles: Sendable {
  /// What curses is told to hold below a picture; sent as a non-breaking space.
  static let placeholder = Cell("\u{F8FF}")

  private var encoder: FrameEncoder
  private var last: Coverage?

  /// For a screen on which no picture is shown yet.
  init(size: Size, colors: ColorDepth, unicode: Bool) {
    encoder = FrameEncoder(size: size, colors: colors, unicode: unicode)
  }

  /// Forgets what is shown: curses has cleared the screen.
  mutating func invalidate() {
    encoder.invalidate()
    last = nil
  }

  /// Appends the bytes for all pictures; nothing when all are shown already.
  mutating func encode(_ grid: CellGrid, _ coverage: Coverage, tolerance: Int, into bytes: inout [UInt8]) {
    if coverage != last {
      // curses has drawn over what is a picture only now, and the rest is the cost of one frame.
      encoder.invalidate()
      last = coverage
    }
    encoder.tolerance = tolerance
    encoder.forgetPen()
    var drawn: [UInt8] = []
    for rect in coverage.rects { encoder.encode(grid, region: rect, into: &drawn) }
    if drawn.isEmpty { return }
    bytes.append(ControlSequences.saveCursor)
    bytes.append(contentsOf: drawn)
    bytes.append(ControlSequences.restoreCursor)
  }
}
