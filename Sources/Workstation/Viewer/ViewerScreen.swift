import Imaging
import TerminalKit

/// Draws the model: top line, body, lines at the bottom, overlays. It asks for values and draws them, no more.
public struct ViewerScreen {
  /// A finished frame and which of its cells hold pictures.
  public struct Frame {
    /// The cells.
    public let grid: CellGrid
    /// Rectangles that hold pictures, for back ends that send them apart.
    public let images: [Rect]
  }

  let theme: Theme
  let actions: ActionTable<ViewerModel>
  let renderer = PaneRenderer()
  /// How pictures become cells.
  public var blockMode = BlockMode.half

  /// A screen in a theme, with the keys of a table.
  public init(theme: Theme, actions: ActionTable<ViewerModel>) {
    self.theme = theme
    self.actions = actions
  }

  /// A frame of the model at a size; never larger or smaller, whatever the size.
  public func draw(_ model: ViewerModel, size: Size, quality: PaneRenderer.Quality) -> Frame {
    var grid = CellGrid(size: size, filled: Cell(" ", theme[.text]))
    let layout = ViewerLayout(size: size, model: model)
    guard layout.isUsable else {
      drawTooSmall(model, into: &grid)
      return Frame(grid: grid, images: [])
    }
    drawTopLine(model, into: &grid)
    var images: [Rect] = []
    switch model.screen {
    case .viewer: images = drawSlices(model, layout, quality, into: &grid)
    case .organs: drawOrganTable(model, layout, into: &grid)
    case .compare: drawCompareTable(model, layout, into: &grid)
    case .doctor: drawDoctor(model, layout, into: &grid)
    }
    drawBottomLines(model, layout, into: &grid)
    drawOverlays(model, layout, into: &grid)
    if !model.capabilities.unicode { grid = grid.inASCII() }
    if model.capabilities.colors == .mono { grid.dropColors() }
    return Frame(grid: grid, images: model.mode == .palette || model.mode == .help ? [] : images)
  }

  /// Whether box and block glyphs may be used.
  func isUnicode(_ model: ViewerModel) -> Bool { model.capabilities.unicode }

  /// The block mode that this terminal can show.
  func blockMode(_ model: ViewerModel) -> BlockMode {
    model.capabilities.unicode && model.capabilities.colors > .ansi16 ? blockMode : .ascii
  }

  private func drawTooSmall(_ model: ViewerModel, into grid: inout CellGrid) {
    let smallest = ViewerLayout.smallest
    let lines = [
      "needs \(smallest.width)x\(smallest.height), this is \(grid.size.width)x\(grid.size.height)",
      model.scan.map { $0.name } ?? "", "q quits",
    ]
    for (row, line) in lines.enumerated() { grid.put(line, x: 0, y: row, style: theme[.text]) }
  }
}

extension CellGrid {
  /// Leaves glyphs and attributes; what a terminal without colours shows.
  mutating func dropColors() {
    for y in 0..<size.height {
      for x in 0..<size.width {
        self[x, y].style.foreground = .standard
        self[x, y].style.background = .standard
      }
    }
  }
}
