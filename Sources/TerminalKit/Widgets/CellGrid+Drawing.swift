/// Drawing text and frames. Everything is clipped; nothing outside the grid is an error.
extension CellGrid {
  /// Writes a line of text from column `x` of row `y`, inside `clip` (the whole grid unless given).
  ///
  /// Safe for any text: controls, format and zero-width characters are not drawn, combining marks are dropped, a
  /// wide glyph that does not fit whole becomes a space. A wide glyph half overwritten is blanked.
  /// - Returns: columns from `x` to the end of the text, ended by the right edge of the clip; what is hidden on the
  ///   left counts, so that pieces can be set one after another.
  @discardableResult
  public mutating func put(_ text: String, x: Int, y: Int, style: Style, clip: Rect? = nil) -> Int {
    let area = clip.map { $0.intersection(bounds) } ?? bounds
    let isVisible = y >= area.y && y < area.maxY
    var column = x
    for scalar in text.unicodeScalars {
      guard column < area.maxX else { break }
      let width = TextWidth.columns(of: scalar)
      guard width > 0, let glyph = TerminalText.drawable(scalar) else { continue }
      if isVisible { place(glyph, width: width, x: column, y: y, style: style, in: area) }
      column += width
    }
    return max(0, min(column, max(x, area.maxX)) - x)
  }

  /// Writes text into the first row of `rect`, at its left, middle or right; cut with an ellipsis when too long.
  /// - Returns: columns used.
  @discardableResult
  public mutating func putAligned(
    _ text: String, _ alignment: TextAlignment, in rect: Rect, style: Style, ellipsis: String = "…"
  ) -> Int {
    guard !rect.isEmpty else { return 0 }
    let cut = TextWidth.truncated(text, to: rect.width, ellipsis: ellipsis)
    let free = rect.width - TextWidth.columns(of: cut)
    let shift =
      switch alignment {
      case .left: 0
      case .center: free / 2
      case .right: free
      }
    return put(cut, x: rect.x + shift, y: rect.y, style: style, clip: rect)
  }

  /// Fills a rectangle with spaces of a style.
  public mutating func fill(_ rect: Rect, _ style: Style) {
    let area = rect.intersection(bounds)
    guard !area.isEmpty else { return }
    for y in area.y..<area.maxY { mendWideGlyphs(from: area.x, to: area.maxX, y: y) }
    fill(area, with: Cell(" ", style))
  }

  /// Changes the style of what is already drawn: a selection, a shadow.
  public mutating func restyle(_ rect: Rect, _ change: (Style) -> Style) {
    let area = rect.intersection(bounds)
    guard !area.isEmpty else { return }
    for y in area.y..<area.maxY {
      for x in area.x..<area.maxX { self[x, y].style = change(self[x, y].style) }
    }
  }

  /// Draws the frame of a rectangle, with a title at the left of the upper edge and a note at its right.
  ///
  /// The inside is left as it is. Nothing is drawn into rectangles under 2x2 cells. A title too long is cut; the
  /// note is left out when both do not fit.
  public mutating func box(
    _ rect: Rect, style: Style, title: String? = nil, titleStyle: Style? = nil, note: String? = nil,
    glyphs: BoxGlyphs = .rounded
  ) {
    guard rect.width >= 2, rect.height >= 2 else { return }
    fill(Rect(x: rect.x, y: rect.y, width: rect.width, height: 1), with: Cell(glyphs.horizontal, style))
    fill(
      Rect(x: rect.x, y: rect.maxY - 1, width: rect.width, height: 1), with: Cell(glyphs.horizontal, style))
    fill(Rect(x: rect.x, y: rect.y, width: 1, height: rect.height), with: Cell(glyphs.vertical, style))
    fill(Rect(x: rect.maxX - 1, y: rect.y, width: 1, height: rect.height), with: Cell(glyphs.vertical, style))
    self[rect.x, rect.y] = Cell(glyphs.topLeft, style)
    self[rect.maxX - 1, rect.y] = Cell(glyphs.topRight, style)
    self[rect.x, rect.maxY - 1] = Cell(glyphs.bottomLeft, style)
    self[rect.maxX - 1, rect.maxY - 1] = Cell(glyphs.bottomRight, style)
    boxTitles(rect, title: title, note: note, style: titleStyle ?? style, glyphs: glyphs)
  }

  private mutating func boxTitles(
    _ rect: Rect, title: String?, note: String?, style: Style, glyphs: BoxGlyphs
  ) {
    let ellipsis = glyphs == .ascii ? ".." : "…"
    var room = Rect(x: rect.x + 1, y: rect.y, width: rect.width - 2, height: 1)
    let titleColumns = title.map { TextWidth.columns(of: $0) + 3 } ?? 0
    if let note, !note.isEmpty, titleColumns + TextWidth.columns(of: note) + 2 <= room.width {
      let used = putAligned(" \(note) ", .right, in: room, style: style)
      room.width -= used
    }
    if let title, !title.isEmpty, room.width >= 3 {
      let cut = TextWidth.truncated(title, to: room.width - 2, ellipsis: ellipsis)
      put(" \(cut) ", x: room.x, y: room.y, style: style, clip: room)
    }
  }

  private mutating func place(
    _ glyph: Unicode.Scalar, width: Int, x: Int, y: Int, style: Style, in area: Rect
  ) {
    guard x + width > area.x else { return }
    mendWideGlyphs(from: max(x, area.x), to: min(x + width, area.maxX), y: y)
    if width == 1 {
      self[x, y] = Cell(glyph, style)
    } else if x >= area.x && x + 1 < area.maxX {
      self[x, y] = Cell(glyph, style)
      self[x + 1, y] = .continuation(style)
    } else {
      self[x < area.x ? x + 1 : x, y] = Cell(" ", style)
    }
  }

  /// Blanks wide glyphs that would keep only one half when columns `from..<to` of row `y` are overwritten.
  private mutating func mendWideGlyphs(from start: Int, to end: Int, y: Int) {
    if start > 0, self[start, y].glyph == "\u{0}" { self[start - 1, y].glyph = " " }
    if end < size.width, self[end, y].glyph == "\u{0}" { self[end, y].glyph = " " }
  }
}
