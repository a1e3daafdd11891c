import Imaging
import TerminalKit

extension ViewerScreen {
  /// The organ panel and the slices; returns where the pictures are.
  func drawSlices(
    _ model: ViewerModel, _ layout: ViewerLayout, _ quality: PaneRenderer.Quality, into grid: inout CellGrid
  ) -> [Rect] {
    if let frame = layout.organs { drawOrgans(model, frame, into: &grid) }
    guard model.scan != nil else {
      drawWelcome(layout, into: &grid)
      return []
    }
    return layout.panes.map { pane in
      drawPane(pane, model, quality, into: &grid)
      return pane.image
    }
  }

  private func drawPane(
    _ pane: ViewerLayout.Pane, _ model: ViewerModel, _ quality: PaneRenderer.Quality,
    into grid: inout CellGrid
  ) {
    guard let geometry = model.geometry else { return }
    let isFocused = model.focus == .pane(pane.plane)
    let border = theme[isFocused ? .borderFocused : .border]
    let name = pane.plane.rawValue.prefix(1).uppercased() + pane.plane.rawValue.dropFirst()
    let mark = isFocused ? (isUnicode(model) ? "▸ " : "> ") : ""
    // The letter in the middle of the edge must stay free.
    let place = " \(model.sliceIndex(pane.plane) + 1)/\(model.sliceCount(pane.plane))"
    let room = pane.frame.width / 2 - 5 - mark.count - place.count
    let title = mark + (name.count <= room ? name : String(name.prefix(3))) + place
    grid.box(
      pane.frame, style: border, title: title, titleStyle: theme[isFocused ? .title : .muted],
      glyphs: theme.box)

    let mode = blockMode(model)
    let cells = pane.image
    let perCell = mode.pixelsPerCell
    let aspect = model.capabilities.cellAspect * Double(perCell.width) / Double(perCell.height)
    guard
      let picture = renderer.picture(
        pane.plane, of: model, width: cells.width * perCell.width, height: cells.height * perCell.height,
        pixelAspect: aspect, quality: quality, marks: marks)
    else { return }
    let pixmap = Pixmap(width: picture.width, height: picture.height, pixels: picture.pixels)
    PixmapRenderer.draw(pixmap, into: &grid, at: cells, mode: mode)

    let view = PaneRenderer.view(
      pane.plane, of: model, geometry: geometry, width: picture.width, height: picture.height,
      pixelAspect: aspect)
    drawEdges(pane, view, model, into: &grid)
    drawScaleBar(pane, view, perCell, model, into: &grid)
    drawMeasurementValues(pane, view, perCell, model, into: &grid)
  }

  /// Colours of crosshair and measurements from the theme.
  var marks: MarkColors {
    MarkColors(
      background: theme[.image].background.rgb ?? 0, crosshair: theme[.crosshair].foreground.rgb ?? 0xFF_D75F,
      measurement: theme[.measurement].foreground.rgb ?? 0x5F_D7FF)
  }

  /// R L A P S I in the middle of the frame's edges: never missing, whatever else is drawn.
  private func drawEdges(
    _ pane: ViewerLayout.Pane, _ view: SliceView, _ model: ViewerModel, into grid: inout CellGrid
  ) {
    let letters = view.edgeLetters
    let frame = pane.frame
    let style = theme[.orientation]
    let middleX = frame.x + frame.width / 2
    let middleY = frame.y + frame.height / 2
    grid.put(" \(letters.top) ", x: middleX - 1, y: frame.y, style: style)
    grid.put(" \(letters.bottom) ", x: middleX - 1, y: frame.maxY - 1, style: style)
    grid.put("\(letters.left)", x: frame.x, y: middleY, style: style)
    grid.put("\(letters.right)", x: frame.maxX - 1, y: middleY, style: style)
  }

  /// A bar of a round length at the bottom right of the frame.
  private func drawScaleBar(
    _ pane: ViewerLayout.Pane, _ view: SliceView, _ perCell: Size, _ model: ViewerModel,
    into grid: inout CellGrid
  ) {
    let millimetresPerCell = view.mmPerPixelX * Double(perCell.width)
    guard millimetresPerCell > 0 else { return }
    let lengths: [(Double, String)] = [
      (200, "20 cm"), (100, "10 cm"), (50, "5 cm"), (20, "2 cm"), (10, "1 cm"), (5, "5 mm"),
    ]
    let room = Double(pane.image.width) * 0.28
    guard let (length, name) = lengths.first(where: { $0.0 / millimetresPerCell <= room }) else { return }
    let cells = Int((length / millimetresPerCell).rounded())
    guard cells >= 3 else { return }
    let bar =
      isUnicode(model)
      ? "├" + String(repeating: "─", count: cells - 2) + "┤"
      : "|" + String(repeating: "-", count: cells - 2) + "|"
    let text = " \(name) \(bar) "
    grid.put(text, x: pane.frame.maxX - 1 - text.count, y: pane.frame.maxY - 1, style: theme[.muted])
  }

  private func drawMeasurementValues(
    _ pane: ViewerLayout.Pane, _ view: SliceView, _ perCell: Size, _ model: ViewerModel,
    into grid: inout CellGrid
  ) {
    guard let geometry = model.geometry else { return }
    for measurement in model.measurements(on: pane.plane) {
      let end = measurement.end
      let point = view.pixel(
        horizontal: Double(end[pane.plane.horizontalAxis]), vertical: Double(end[pane.plane.verticalAxis]),
        in: geometry)
      guard point.x >= 0, point.y >= 0, point.x < Double(view.width), point.y < Double(view.height) else {
        continue
      }
      let x = pane.image.x + Int(point.x) / perCell.width + 2
      let y = pane.image.y + Int(point.y) / perCell.height
      let left = min(x, pane.image.maxX - measurement.text.count)
      grid.put(
        measurement.text, x: max(left, pane.image.x), y: y, style: theme[.measurement], clip: pane.image)
    }
  }

  private func drawWelcome(_ layout: ViewerLayout, into grid: inout CellGrid) {
    let lines = [
      "No scan is open.", "", "fabrica open CT.nii.gz", "fabrica open CT.nii.gz --labels LABELS.nii.gz", "",
      "? shows every key, q quits.",
    ]
    let top = layout.body.y + max(0, (layout.body.height - lines.count) / 2)
    for (row, line) in lines.enumerated() {
      grid.put(
        line, x: max(0, (layout.size.width - line.count) / 2), y: top + row,
        style: theme[row == 0 ? .strong : .text])
    }
  }
}
