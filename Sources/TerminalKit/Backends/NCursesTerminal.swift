import CNCurses
import Glibc

/// The usual back end: text through curses, pictures around it.
///
/// curses works for a description of our own (see TerminfoEntry) and writes into memory; its bytes and those of the pictures
/// go out in one piece, counted. One at a time in a process; one thread.
public final class NCursesTerminal: DeviceTerminal {
  private var mapper: ColorMapper
  private var pairs: PairTable
  private var images: ImageRectangles
  private var view: CellGrid?
  private var row: [cn_cell] = []

  /// Starts curses on a terminal that the device has taken.
  init(device: TerminalDevice, capabilities: Capabilities, entry: TerminfoEntry) throws(TerminalError) {
    let adapted = entry.adapted(to: capabilities.colors, size: device.size)
    guard NCursesTerminal.open(adapted, colors: capabilities.colors != .mono) else {
      throw .cursesFailed(term: entry.name)
    }
    mapper = ColorMapper(depth: capabilities.colors)
    pairs = PairTable(available: Int(cn_color_pairs()))
    images = ImageRectangles(
      size: device.size, colors: capabilities.colors, unicode: capabilities.unicode)
    super.init(device: device, capabilities: capabilities)
  }

  deinit {
    suspend()
    cn_close()
  }

  /// Starts curses with a description handed over in the environment, which programs started later do not see.
  private static func open(_ entry: TerminfoEntry, colors: Bool) -> Bool {
    let before = getenv("TERMINFO").map { String(cString: $0) }
    setenv("TERMINFO", entry.inlineValue, 1)
    defer {
      if let before { setenv("TERMINFO", before, 1) } else { unsetenv("TERMINFO") }
    }
    return cn_open(entry.name, colors ? 1 : 0) == 0
  }

  override func endScreen() {
    cn_suspend()
    device.send(takeOutput())
  }

  override func sizeChanged() {
    _ = cn_resize(Int32(clamping: size.height), Int32(clamping: size.width))
    images = ImageRectangles(size: size, colors: capabilities.colors, unicode: capabilities.unicode)
    repaint()
  }

  /// Everything is sent again at the next frame.
  public override func repaint() {
    cn_repaint()
    images.invalidate()
    view = nil
  }

  /// Shows a frame. Cells of `images` may hold any glyph; those beyond the terminal's size are left out.
  public override func present(_ grid: CellGrid, images rects: [Rect]) {
    let coverage = Coverage(rects, within: size)
    if pairs.resetIfFull(leaving: 2_000) { repaint() }
    var next = grid
    for rect in coverage.rects { next.fill(rect, with: ImageRectangles.placeholder) }
    putRows(of: next)
    view = next
    cn_update()
    var bytes = takeOutput()
    images.encode(grid, coverage, tolerance: imageTolerance, into: &bytes)
    sendFrame(bytes)
  }

  /// Gives curses the rows that differ from the last frame's.
  private func putRows(of grid: CellGrid) {
    let width = min(grid.size.width, size.width)
    for y in 0..<min(grid.size.height, size.height) {
      let start = y * grid.size.width
      let cells = grid.cells[start..<(start + width)]
      if let view, view.size == grid.size, view.cells[start..<(start + width)] == cells { continue }
      fillRow(from: cells)
      _ = cn_put_row(Int32(clamping: y), row, Int32(clamping: row.count))
    }
  }

  private func fillRow(from cells: ArraySlice<Cell>) {
    row.removeAll(keepingCapacity: true)
    var x = cells.startIndex
    while x < cells.endIndex {
      let follows = x + 1 < cells.endIndex && cells[x + 1].glyph.value == 0
      let cell = self.cell(for: cells[x], wideFits: follows)
      row.append(cell)
      x += Int(cell.columns)
    }
  }

  private func cell(for cell: Cell, wideFits: Bool) -> cn_cell {
    if cell == ImageRectangles.placeholder {
      return cn_cell(glyph: capabilities.unicode ? 0xA0 : 0x2E, attributes: 0, columns: 1, pair: 0)
    }
    var (glyph, columns) = GlyphRules.safe(cell.glyph, unicode: capabilities.unicode)
    if cell.glyph.value == 0 { (glyph, columns) = (0x20, 1) }
    if columns == 2, !wideFits { (glyph, columns) = (0x3F, 1) }
    let pair = pairs.number(
      ink: mapper.map(cell.style.foreground), ground: mapper.map(cell.style.background))
    return cn_cell(
      glyph: glyph, attributes: UInt16(cell.style.attributes.rawValue), columns: UInt16(columns), pair: pair)
  }

  private func takeOutput() -> [UInt8] {
    let count = cn_output_count()
    guard count > 0 else { return [] }
    return [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      filled = cn_take_output(buffer.baseAddress, count)
    }
  }
}
