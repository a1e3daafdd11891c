import TerminalKit

extension ViewerScreen {
  /// The palette or help over everything else, when open.
  func drawOverlays(_ model: ViewerModel, _ layout: ViewerLayout, into grid: inout CellGrid) {
    switch model.mode {
    case .palette: model.palette?.draw(into: &grid, within: layout.body, theme: theme)
    case .help: model.help?.draw(into: &grid, within: layout.body, theme: theme)
    default: break
    }
  }
}
