import Anatomy
import Imaging
import TerminalKit

extension ViewerScreen {
  /// The organ panel: tree, then the selected organ's figures, then the histogram when it is wanted.
  func drawOrgans(_ model: ViewerModel, _ frame: Rect, into grid: inout CellGrid) {
    let isFocused = model.focus == .organs
    let shown = model.tree.leaves.count { model.isVisible($0.name) }
    let mark = isFocused ? (isUnicode(model) ? "▸ " : "> ") : ""
    let title = model.labelMaps.isEmpty ? "Values" : "\(mark)Organs \(shown)/\(model.tree.leaves.count)"
    grid.box(
      frame, style: theme[isFocused ? .borderFocused : .border], title: title,
      titleStyle: theme[isFocused ? .title : .muted], glyphs: theme.box)
    var inner = frame.inset(by: 1)
    if model.showsHistogram {
      let height = min(9, inner.height / 3)
      drawHistogram(
        model, Rect(x: inner.x, y: inner.maxY - height, width: inner.width, height: height), into: &grid)
      inner.height -= height + 1
    }
    guard !model.labelMaps.isEmpty else { return }
    if let leaf = model.activeLeaf, inner.height > 16 {
      let height = 7
      drawDetails(
        leaf, model, Rect(x: inner.x, y: inner.maxY - height, width: inner.width, height: height), into: &grid
      )
      inner.height -= height
    }
    drawTree(model, inner, into: &grid)
  }

  private func drawTree(_ model: ViewerModel, _ area: Rect, into grid: inout CellGrid) {
    var area = area
    if model.mode == .filter || !model.tree.filter.isEmpty {
      var x = area.x + grid.put("/ ", x: area.x, y: area.y, style: theme[.key], clip: area)
      x += grid.put(model.tree.filter, x: x, y: area.y, style: theme[.input], clip: area)
      if model.mode == .filter {
        grid.put(" ", x: x, y: area.y, style: theme[.input].adding(.reverse), clip: area)
      }
      area = Rect(x: area.x, y: area.y + 1, width: area.width, height: area.height - 1)
    }
    let rows = model.tree.rows
    guard !rows.isEmpty, area.height > 0 else {
      grid.put(
        model.tree.filter.isEmpty ? "no organs" : "no match", x: area.x, y: area.y, style: theme[.muted],
        clip: area)
      return
    }
    let first = ScrollWindow.first(selection: model.tree.selection, count: rows.count, height: area.height)
    for (line, row) in rows[first..<min(rows.count, first + area.height)].enumerated() {
      drawRow(
        row, model, Rect(x: area.x, y: area.y + line, width: area.width, height: 1),
        isSelected: first + line == model.tree.selection, into: &grid)
    }
  }

  private func drawRow(
    _ row: OrganTree.Row, _ model: ViewerModel, _ line: Rect, isSelected: Bool, into grid: inout CellGrid
  ) {
    let unicode = isUnicode(model)
    let ground =
      isSelected
      ? theme[model.focus == .organs || model.mode == .filter ? .selection : .selectionInactive]
      : theme[.text]
    grid.fill(line, with: Cell(" ", ground))
    switch row {
    case .group(let group, let members):
      let isOpen = model.tree.expanded.contains(group.id) || !model.tree.filter.isEmpty
      let arrow = unicode ? (isOpen ? "▾" : "▸") : (isOpen ? "-" : "+")
      let all = model.tree.leaves.filter { $0.group == group }
      let mark =
        switch model.visibility(of: all) {
        case .all: unicode ? "◉" : "*"
        case .some: unicode ? "◎" : "o"
        case .none: unicode ? "○" : "."
        }
      let used = grid.put(
        "\(arrow) \(mark) \(group.displayName)", x: line.x, y: line.y, style: ground, clip: line)
      let count = String(members.count)
      if used + count.count + 1 <= line.width {
        grid.put(count, x: line.maxX - count.count, y: line.y, style: theme[.muted].on(ground), clip: line)
      }
    case .leaf(let leaf): drawLeaf(leaf, model, line, ground, into: &grid)
    }
  }

  private func drawLeaf(
    _ leaf: OrganTree.Leaf, _ model: ViewerModel, _ line: Rect, _ ground: Style, into grid: inout CellGrid
  ) {
    let isVisible = model.isVisible(leaf.name)
    let swatch = isUnicode(model) ? (isVisible ? "■" : "□") : (isVisible ? "#" : ".")
    grid.put(
      swatch, x: line.x + 2, y: line.y, style: Style(foreground: .rgb(leaf.color)).on(ground), clip: line)
    let volume = model.shownLabels?.statistics?[leaf.id].map { statistics in
      // What is cut off by the edge of the scan has at least this volume.
      (statistics.touchesBorder ? (isUnicode(model) ? "≥" : ">") : "")
        + Format.millilitres(statistics.millilitres) + " mL"
    }
    let right = volume.map { $0.count + 1 } ?? 0
    let name = Rect(x: line.x + 4, y: line.y, width: line.width - 4 - right, height: 1)
    let nameStyle = isVisible ? ground : theme[.disabled].on(ground)
    grid.put(
      TextWidth.truncated(leaf.displayName, to: name.width), x: name.x, y: name.y, style: nameStyle,
      clip: name)
    if let volume {
      grid.put(volume, x: line.maxX - volume.count, y: line.y, style: theme[.muted].on(ground), clip: line)
    }
  }

  private func drawDetails(
    _ leaf: OrganTree.Leaf, _ model: ViewerModel, _ area: Rect, into grid: inout CellGrid
  ) {
    let rule = isUnicode(model) ? "─" : "-"
    let head = "\(rule)\(rule) \(TextWidth.truncated(leaf.displayName, to: area.width - 6)) "
    let fill = String(repeating: rule, count: max(0, area.width - TextWidth.columns(of: head)))
    grid.put(head + fill, x: area.x, y: area.y, style: theme[.border], clip: area)
    guard let statistics = model.activeStatistics else {
      grid.put("measuring", x: area.x, y: area.y + 1, style: theme[.muted], clip: area)
      return
    }
    var lines: [(String, Role)] = []
    let volume = "\(Format.millilitres(statistics.millilitres)) mL"
    lines.append((statistics.touchesBorder ? "\(volume) seen, cut off" : volume, .text))
    if let mean = statistics.mean, let deviation = statistics.standardDeviation {
      lines.append(("\(Format.decimal(mean, 0)) ± \(Format.decimal(deviation, 0)) HU", .text))
    }
    let extent = statistics.extent(model.activePlane)
    let dash = isUnicode(model) ? "–" : "-"
    lines.append(
      ("\(model.activePlane.rawValue) \(extent.lowerBound + 1)\(dash)\(extent.upperBound + 1)", .text))
    if let organ = OrganCatalogue.organ(leaf.name) ?? OrganCatalogue.organ(named: leaf.name) {
      if let reference = organ.volume, !statistics.touchesBorder {
        let inside = reference.contains(statistics.millilitres)
        let range = "usual \(Format.millilitres(reference.low))–\(Format.millilitres(reference.high)) mL"
        lines.append(
          (inside ? range : "\(isUnicode(model) ? "⚠" : "!") \(range)", inside ? .muted : .warning))
      }
      if let code = organ.snomed { lines.append(("SCT \(code.type.value)", .muted)) }
    }
    for (row, line) in lines.prefix(area.height - 1).enumerated() {
      grid.put(line.0, x: area.x, y: area.y + 1 + row, style: theme[line.1], clip: area)
    }
  }

  private func drawHistogram(_ model: ViewerModel, _ area: Rect, into grid: inout CellGrid) {
    guard let scan = model.scan, area.height > 2 else { return }
    let organ = model.activeStatistics.flatMap { statistics in
      model.shownLabels.map { PaneRenderer.HistogramSubject(statistics: statistics, map: $0.map) }
    }
    let histogram = renderer.histogram(of: scan.volume, organ: organ)
    let name = organ == nil ? "the whole scan" : model.activeLeaf?.displayName ?? ""
    grid.put(
      TextWidth.truncated("HU of \(name)", to: area.width), x: area.x, y: area.y, style: theme[.muted],
      clip: area)
    let window = model.window
    let plot = HistogramPlot(
      counts: histogram.counts.map(Double.init),
      range: AxisScale(low: histogram.range.lowerBound, high: histogram.range.upperBound), unit: "HU",
      highlighted: (window.level - window.width / 2)...(window.level + window.width / 2),
      isLogarithmic: organ == nil)
    plot.draw(
      into: &grid, rect: Rect(x: area.x, y: area.y + 1, width: area.width, height: area.height - 1),
      theme: theme)
  }
}

/// Which rows of a list are visible so that the selected one is.
enum ScrollWindow {
  /// The first row shown: the selection stands in the middle where the list allows it.
  static func first(selection: Int, count: Int, height: Int) -> Int {
    max(0, min(selection - height / 2, count - height))
  }
}
