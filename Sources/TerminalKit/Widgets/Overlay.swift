/// A framed box over the middle of a screen, with a shadow: what lies under it stays in view.
public struct Overlay: Sendable, Hashable {
  /// Columns and rows wished for, frame included; less when there is less room.
  public var size: Size
  /// The title in the frame.
  public var title: String
  /// At the right of the upper edge.
  public var note: String?
  /// Whether the cells right of it and under it are darkened.
  public var hasShadow = true

  /// An overlay; see the properties.
  public init(size: Size, title: String, note: String? = nil) {
    self.size = size
    self.title = title
    self.note = note
  }

  /// Where the box stands within an area: centred, a little above the middle, one column and row away from the edges.
  public func frame(within area: Rect) -> Rect {
    let width = min(size.width, max(min(area.width, 4), area.width - 4))
    let height = min(size.height, max(min(area.height, 3), area.height - 2))
    return Rect(
      x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) * 2 / 5, width: width,
      height: height)
  }

  /// Draws the box.
  /// - Returns: the room inside: the frame and one column of margin on each side are taken off.
  @discardableResult
  public func draw(into grid: inout CellGrid, within area: Rect, theme: Theme) -> Rect {
    let frame = frame(within: area)
    if hasShadow { shadow(of: frame, into: &grid) }
    grid.fill(frame, theme[.overlay])
    grid.box(
      frame, style: theme[.borderFocused, on: .overlay], title: title,
      titleStyle: theme[.title, on: .overlay],
      note: note, glyphs: theme.box)
    return Rect(x: frame.x + 2, y: frame.y + 1, width: frame.width - 4, height: frame.height - 2)
  }

  private func shadow(of frame: Rect, into grid: inout CellGrid) {
    let right = Rect(x: frame.maxX, y: frame.y + 1, width: 2, height: frame.height)
    let under = Rect(x: frame.x + 2, y: frame.maxY, width: frame.width - 2, height: 1)
    for part in [right, under] { grid.restyle(part) { $0.darkened() } }
  }
}

extension Style {
  /// Both 24-bit colours at two fifths of their brightness; others are left alone.
  func darkened() -> Style {
    func dark(_ color: Color) -> Color {
      guard let rgb = color.rgb else { return color }
      let channels = [16, 8, 0].map { (rgb >> UInt32($0) & 0xFF) * 2 / 5 }
      return .rgb(channels[0] << 16 | channels[1] << 8 | channels[2])
    }
    return Style(foreground: dark(foreground), background: dark(background), attributes: attributes)
  }
}
