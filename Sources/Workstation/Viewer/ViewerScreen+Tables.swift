import Imaging
import TerminalKit

extension ViewerScreen {
  func drawOrganTable(_ model: ViewerModel, _ layout: ViewerLayout, into grid: inout CellGrid) {
    let title = "Organs of \(model.shownLabels?.name ?? "")"
    drawTable(model, title: title, waiting: "statistics are being computed", layout, into: &grid)
  }

  func drawCompareTable(_ model: ViewerModel, _ layout: ViewerLayout, into grid: inout CellGrid) {
    let names = model.labelMaps.prefix(2).map(\.name).joined(separator: " and ")
    drawTable(
      model, title: "Agreement of \(names)", waiting: "label maps are being compared", layout, into: &grid)
  }

  private func drawTable(
    _ model: ViewerModel, title: String, waiting: String, _ layout: ViewerLayout, into grid: inout CellGrid
  ) {
    let frame = layout.body
    grid.box(
      frame, style: theme[.borderFocused], title: title, titleStyle: theme[.title],
      glyphs: theme.box)
    let area = frame.inset(by: 1)
    guard let content = model.tableContent else {
      grid.put(waiting, x: area.x + 1, y: area.y, style: theme[.muted], clip: area)
      return
    }
    let rows = content.sorted(by: model.table.sortColumn, descending: model.table.isDescending)
    let widths = columnWidths(content, rows, available: area.width - 3)
    drawHeader(model, content, widths, area, into: &grid)
    let list = Rect(x: area.x, y: area.y + 1, width: area.width, height: area.height - 1)
    let first = ScrollWindow.first(selection: model.table.selection, count: rows.count, height: list.height)
    for (line, row) in rows.dropFirst(first).prefix(list.height).enumerated() {
      let isSelected = first + line == model.table.selection
      let ground = isSelected ? theme[.selection] : theme[.text]
      let y = list.y + line
      grid.fill(Rect(x: area.x, y: y, width: area.width, height: 1), with: Cell(" ", ground))
      grid.put(
        isUnicode(model) ? "■" : "#", x: area.x + 1, y: y,
        style: Style(foreground: .rgb(row.color)).on(ground), clip: area)
      var x = area.x + 3
      for (column, width) in widths.enumerated() where width > 0 {
        let style = row.warns && row.cells[column] == "cut off" ? theme[.warning].on(ground) : ground
        put(row.cells[column], x, y, width, content.columns[column].isNumeric, style, area, into: &grid)
        x += width + 2
      }
    }
  }

  private func drawHeader(
    _ model: ViewerModel, _ content: OrganTableContent, _ widths: [Int], _ area: Rect,
    into grid: inout CellGrid
  ) {
    var x = area.x + 3
    for (column, width) in widths.enumerated() where width > 0 {
      let isSorted = column == model.table.sortColumn
      let up = isUnicode(model) ? "▴" : "^"
      let down = isUnicode(model) ? "▾" : "v"
      let title = content.columns[column].title + (isSorted ? (model.table.isDescending ? down : up) : "")
      put(
        title, x, area.y, width, content.columns[column].isNumeric, theme[isSorted ? .strong : .muted], area,
        into: &grid)
      x += width + 2
    }
  }

  private func put(
    _ text: String, _ x: Int, _ y: Int, _ width: Int, _ isNumeric: Bool, _ style: Style, _ clip: Rect,
    into grid: inout CellGrid
  ) {
    let shown = TextWidth.truncated(text, to: width)
    let left = isNumeric ? x + width - TextWidth.columns(of: shown) : x
    grid.put(shown, x: left, y: y, style: style, clip: clip)
  }

  /// What each column needs; the last ones are left out when there is no room.
  private func columnWidths(_ content: OrganTableContent, _ rows: [OrganTableContent.Row], available: Int)
    -> [Int]
  {
    var left = available
    return content.columns.indices.map { column in
      let widest = rows.map { TextWidth.columns(of: $0.cells[column]) }.max() ?? 0
      let wanted = min(max(widest, TextWidth.columns(of: content.columns[column].title) + 1), 30)
      guard left >= wanted else {
        left = 0
        return 0
      }
      left -= wanted + 2
      return wanted
    }
  }

  /// Terminal capabilities with their reasons, the scan's facts, warnings.
  func drawDoctor(_ model: ViewerModel, _ layout: ViewerLayout, into grid: inout CellGrid) {
    let frame = layout.body
    grid.box(
      frame, style: theme[.borderFocused], title: "Doctor", titleStyle: theme[.title],
      glyphs: theme.box)
    let area = frame.inset(by: 1)
    let lines = doctorLines(model)
    let first = min(model.table.selection, max(0, lines.count - area.height))
    for (row, line) in lines.dropFirst(first).prefix(area.height).enumerated() {
      grid.put(line.0, x: area.x + 1, y: area.y + row, style: theme[line.1], clip: area)
    }
  }

  private func doctorLines(_ model: ViewerModel) -> [(String, Role)] {
    let can = model.capabilities
    var lines: [(String, Role)] = [
      ("Terminal", .title),
      ("  colours           \(can.colors.rawValue)", .text),
      ("  glyphs            \(can.unicode ? "Unicode" : "ASCII")", .text),
      ("  pictures          \(can.graphics?.rawValue ?? "cells only")", .text),
      ("  synchronised      \(can.synchronizedOutput ? "yes" : "no")", .text),
      ("  cell height/width \(Format.decimal(can.cellAspect, 2))", .text),
      ("  size              \(model.terminalSize.width) x \(model.terminalSize.height)", .text),
      ("  theme             \(model.themeName)", .text), ("", .text), ("How that is known", .title),
    ]
    lines += can.reasons.map { ("  " + $0, .text) }
    if let scan = model.scan {
      lines += [("", .text), ("Scan", .title)]
      lines += facts(of: scan).map { ("  " + $0, .text) }
    }
    if !model.warnings.isEmpty {
      lines += [("", .text), ("Warnings", .title)]
      lines += model.warnings.map { ("  " + $0, .warning) }
    }
    return lines
  }

  private func facts(of scan: OpenScan) -> [String] {
    let source = scan.source
    let stored = scan.volume.storedGeometry.shape
    return [
      "file        \(FileNames.stem(scan.path)), \(Format.bytes(source.fileBytes))",
      "format      \(source.format), \(source.datatype.rawValue), \(source.byteOrder)",
      "stored grid \(stored.x) x \(stored.y) x \(stored.z), axes \(scan.volume.orientation.code)",
      "affine      \(source.affineChoice) (sform code \(source.sformCode), qform code \(source.qformCode))",
      "scaling     slope \(source.slope), intercept \(source.inter)",
    ]
  }
}
