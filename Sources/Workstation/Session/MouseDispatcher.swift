import Imaging
import TerminalKit

/// Gives clicks, drags and the wheel their meaning; everything they do has a key as well.
public struct MouseDispatcher {
  /// A dispatcher; it keeps nothing between events.
  public init() {}

  /// Applies an event on a screen of a size.
  public func apply(_ event: MouseEvent, size: Size, blockMode: BlockMode, _ model: inout ViewerModel) {
    guard model.screen == .viewer, model.mode != .palette, model.mode != .help else { return }
    let layout = ViewerLayout(size: size, model: model)
    if let pane = layout.pane(at: event.position) {
      apply(event, pane, blockMode, &model)
    } else if let frame = layout.organs, frame.inset(by: 1).contains(event.position) {
      applyInOrgans(event, frame.inset(by: 1), &model)
    }
  }

  private func apply(
    _ event: MouseEvent, _ pane: ViewerLayout.Pane, _ blockMode: BlockMode, _ model: inout ViewerModel
  ) {
    model.hasMoved = true
    switch event.kind {
    case .wheelUp: model.moveSlice(pane.plane, by: -1)
    case .wheelDown: model.moveSlice(pane.plane, by: 1)
    case .press(1), .drag(1):
      model.focusPane(pane.plane)
      guard let geometry = model.geometry else { return }
      let perCell = blockMode.pixelsPerCell
      let view = PaneRenderer.view(
        pane.plane, of: model, geometry: geometry, width: pane.image.width * perCell.width,
        height: pane.image.height * perCell.height,
        pixelAspect: model.capabilities.cellAspect * Double(perCell.width) / Double(perCell.height))
      let x = (Double(event.position.x - pane.image.x) + 0.5) * Double(perCell.width)
      let y = (Double(event.position.y - pane.image.y) + 0.5) * Double(perCell.height)
      if let index = view.voxelIndex(atPixelX: x, y: y, in: geometry) { model.moveCursor(to: index) }
    case .press, .drag, .release: break
    }
  }

  private func applyInOrgans(_ event: MouseEvent, _ area: Rect, _ model: inout ViewerModel) {
    switch event.kind {
    case .wheelUp: model.tree.move(by: -3)
    case .wheelDown: model.tree.move(by: 3)
    case .press(1):
      let hasFilter = model.mode == .filter || !model.tree.filter.isEmpty
      let rows = model.tree.rows
      let height = area.height - (hasFilter ? 1 : 0)
      let first = ScrollWindow.first(selection: model.tree.selection, count: rows.count, height: height)
      let row = first + event.position.y - area.y - (hasFilter ? 1 : 0)
      guard rows.indices.contains(row) else { return }
      let isSwatch = event.position.x - area.x < 4
      model.focus = .organs
      model.tree.selection = row
      if isSwatch { model.toggleSelectedVisibility() }
    default: break
    }
  }
}
