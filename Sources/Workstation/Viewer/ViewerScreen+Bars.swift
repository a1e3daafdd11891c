import Imaging
import TerminalKit

extension ViewerScreen {
  /// The line that must be seen on every screen, every export and every report.
  static let researchNotice = "RESEARCH USE ONLY"

  func drawTopLine(_ model: ViewerModel, into grid: inout CellGrid) {
    let width = grid.size.width
    let bar = theme[.bar]
    grid.fill(Rect(x: 0, y: 0, width: width, height: 1), with: Cell(" ", bar))
    let notice = " \(Self.researchNotice) "
    let badge = " \(model.convention.rawValue) "
    var right = width - notice.count
    grid.put(notice, x: right, y: 0, style: theme[.notice])
    if model.scan != nil {
      right -= badge.count + 1
      grid.put(badge, x: right, y: 0, style: theme[.badge])
    }
    var x = 1 + grid.put("fabrica", x: 1, y: 0, style: theme[.brand]) + 2
    guard let scan = model.scan else { return }
    let clip = Rect(x: 0, y: 0, width: max(0, right - 1), height: 1)
    x += grid.put(scan.name, x: x, y: 0, style: bar.adding(.bold), clip: clip)
    let geometry = scan.volume.geometry
    let cross = isUnicode(model) ? "×" : "x"
    let dot = isUnicode(model) ? "·" : "-"
    let shape = [geometry.shape.x, geometry.shape.y, geometry.shape.z].map(String.init).joined(
      separator: cross)
    let spacing = [geometry.spacing.x, geometry.spacing.y, geometry.spacing.z].map { Format.decimal($0, 2) }
      .joined(separator: cross)
    for part in [" \(dot) \(shape)", " \(dot) \(spacing) mm"] where x + part.count < right {
      x += grid.put(part, x: x, y: 0, style: bar, clip: clip)
    }
    if let labels = model.shownLabels {
      let text = "   \(layerName(model, labels))"
      if x + text.count < right { x += grid.put(text, x: x, y: 0, style: bar, clip: clip) }
    }
    if !model.warnings.isEmpty, x + 6 < right {
      let mark = isUnicode(model) ? "⚠" : "!"
      grid.put("  \(mark) \(model.warnings.count)", x: x, y: 0, style: theme[.warning].on(bar), clip: clip)
    }
  }

  private func layerName(_ model: ViewerModel, _ labels: LabelLayer) -> String {
    model.layer == .difference ? "difference" : "labels \(labels.name)"
  }

  func drawBottomLines(_ model: ViewerModel, _ layout: ViewerLayout, into grid: inout CellGrid) {
    if layout.statusRow >= 0 { drawStatus(model, layout, into: &grid) }
    drawProbe(model, row: layout.probeRow, into: &grid)
    drawHints(model, row: layout.hintRow, into: &grid)
  }

  /// Window, zoom, overlay, what is running, and the selected organ's extent.
  private func drawStatus(_ model: ViewerModel, _ layout: ViewerLayout, into grid: inout CellGrid) {
    guard model.scan != nil else { return }
    let row = layout.statusRow
    var x = 1
    func item(_ label: String, _ value: String, _ role: Role = .text) {
      guard x + label.count + value.count + 1 < grid.size.width else { return }
      x += grid.put(label, x: x, y: row, style: theme[.muted])
      x += grid.put(value, x: x, y: row, style: theme[role]) + 2
    }
    let preset = model.currentPreset.map { " \($0.name)" } ?? ""
    item(
      "W ", "\(Int(model.window.width)) L \(Format.decimal(model.window.level, 0))\(preset)",
      modeRole(model, .window))
    if model.isInverted { item("", "inverted") }
    item("zoom ", Format.decimal(model.zoom, 1))
    if model.slab > 0 { item("MIP ", model.projectionName, .strong) }
    if model.layer == .difference, model.overlayIsOn {
      drawDifferenceLegend(model, row: row, from: x, into: &grid)
      return
    }
    if !model.labelMaps.isEmpty {
      let percent = Int((model.overlayOpacity * 100).rounded())
      item("overlay ", model.overlayIsOn ? "\(percent) % \(model.overlayModeName)" : "off")
    }
    if model.solo != nil { item("", "solo", .strong) }
    if model.cine.isPlaying { item("cine ", "\(model.cine.speed)/s", .strong) }
    switch model.capabilities.colors {
    case .truecolor: break
    case .ansi256: item("", "24 grey levels", .warning)
    case .ansi16: item("", "16 colours", .warning)
    case .mono: item("", "no colours", .warning)
    }
    drawExtent(model, row: row, from: x, into: &grid)
  }

  /// What the colours of the difference mean; the words carry it, not the colours alone.
  private func drawDifferenceLegend(
    _ model: ViewerModel, row: Int, from start: Int, into grid: inout CellGrid
  ) {
    var x = start
    for category in DifferenceOverlay.Category.allCases {
      let words: String
      switch category {
      case .unlabelled: continue
      case .agree: words = "same"
      case .onlyReference: words = "only \(model.labelMaps[0].name)"
      case .onlyCandidate: words = "only \(model.labelMaps[1].name)"
      case .otherLabel: words = "another organ"
      }
      guard x + TextWidth.columns(of: words) + 4 < grid.size.width else { return }
      let color = Color.rgb(DifferenceOverlay.colors[Int(category.rawValue)])
      x += grid.put("■ ", x: x, y: row, style: Style(foreground: color).on(theme[.text]))
      x += grid.put(words, x: x, y: row, style: theme[.text]) + 2
    }
  }

  private func modeRole(_ model: ViewerModel, _ mode: ViewerModel.Mode) -> Role {
    model.mode == mode ? .strong : .text
  }

  /// The selected organ's voxels along the focused plane, as a strip with a mark where the reader is.
  private func drawExtent(_ model: ViewerModel, row: Int, from x: Int, into grid: inout CellGrid) {
    guard let leaf = model.activeLeaf, let statistics = model.activeStatistics else { return }
    let counts = statistics.counts(model.activePlane)
    let (first, last) = (
      statistics.extent(model.activePlane).lowerBound, statistics.extent(model.activePlane).upperBound
    )
    let columns = 24
    let start = "\(leaf.displayName) \(first + 1) "
    let end = " \(last + 1)"
    let left = grid.size.width - columns - start.count - end.count - 1
    guard left > x else { return }
    var column = left + grid.put(start, x: left, y: row, style: theme[.muted])
    let position = model.sliceIndex(model.activePlane)
    let mark = (first...last).contains(position) ? (position - first) * columns / (last - first + 1) : nil
    let values = (0..<columns).map { bin in
      let from = first + bin * (last - first + 1) / columns
      let to = max(from + 1, first + (bin + 1) * (last - first + 1) / columns)
      return Double(counts[from..<min(to, counts.count)].max() ?? 0)
    }
    Sparkline(values, marker: mark).draw(
      into: &grid, rect: Rect(x: column, y: row, width: columns, height: 1), theme: theme)
    column += columns
    grid.put(end, x: column, y: row, style: theme[.muted])
  }

  /// What is under the crosshair, or the last message.
  private func drawProbe(_ model: ViewerModel, row: Int, into grid: inout CellGrid) {
    let line = Rect(x: 1, y: row, width: grid.size.width - 2, height: 1)
    if let message = model.message {
      message.draw(into: &grid, rect: line, theme: theme)
      return
    }
    guard let scan = model.scan else {
      grid.put(
        "open a scan:  fabrica open CT.nii.gz --labels LABELS.nii.gz", x: 1, y: row, style: theme[.muted])
      return
    }
    if case .fraction(let fraction) = scan.loading {
      drawLoading(fraction, row: row, into: &grid)
      return
    }
    let position = scan.volume.geometry.position(of: model.cursor)
    var x = 1
    func item(_ text: String, _ role: Role) { x += grid.put(text, x: x, y: row, style: theme[role]) }
    item("\(Format.decimal(Double(scan.volume.value(at: model.cursor)), 0)) HU", .strong)
    item("   ", .text)
    if let entry = model.labelAtCursor {
      let name = model.tree.leaves.first { $0.id == entry.id }?.displayName ?? entry.name
      grid.put(
        isUnicode(model) ? "■" : "#", x: x, y: row,
        style: Style(foreground: .rgb(entry.color.packed)).on(theme[.text]))
      x += 2
      item(name, .strong)
    } else {
      item(model.labelMaps.isEmpty ? "" : "no organ", .muted)
    }
    item(
      "   \(side(position.x, "R", "L")) \(side(position.y, "A", "P")) \(side(position.z, "S", "I")) mm", .text
    )
    item("   ijk \(storedIndex(model, scan))", .muted)
    if case .running(let fraction, let step) = model.segmenting {
      x += 3
      let bar = ProgressBar(fraction)
      bar.draw(into: &grid, rect: Rect(x: x, y: row, width: 16, height: 1), theme: theme)
      x += 16
      item(" segmenting \(bar.percent(unicode: theme.unicode)), \(step)", .text)
    }
    if let live = model.liveMeasurement { item("   \(live.text)", .measurement) }
    for activity in model.activity { item("   \(activity)\(isUnicode(model) ? "…" : "...")", .muted) }
  }

  /// "R 31.2" for positive, "L 12.4" for negative coordinates.
  private func side(_ value: Double, _ positive: String, _ negative: String) -> String {
    "\(value < 0 ? negative : positive) \(Format.decimal(abs(value), 1))"
  }

  private func storedIndex(_ model: ViewerModel, _ scan: OpenScan) -> String {
    let index = scan.volume.orientation.storageIndex(
      of: model.cursor, shape: scan.volume.storedGeometry.shape)
    return "\(index.x) \(index.y) \(index.z)"
  }

  private func drawLoading(_ fraction: Double, row: Int, into grid: inout CellGrid) {
    let used = grid.put("loading ", x: 1, y: row, style: theme[.text])
    let rect = Rect(x: 1 + used, y: row, width: min(40, grid.size.width / 3), height: 1)
    let bar = ProgressBar(fraction)
    bar.draw(into: &grid, rect: rect, theme: theme)
    grid.put(" \(bar.percent(unicode: theme.unicode))", x: rect.maxX, y: row, style: theme[.text])
  }

  private func drawHints(_ model: ViewerModel, row: Int, into grid: inout CellGrid) {
    func hint(_ item: HintItem) -> Hint? {
      item.second.map {
        actions.hint(item.first, $0, title: item.title, context: model, unicode: theme.unicode)
      } ?? actions.hint(item.first, title: item.title, context: model, unicode: theme.unicode)
    }
    let pinned = [HintItem("help", "all keys"), HintItem("palette", "palette"), HintItem("quit", "quit")]
    HintBar(hints(for: model).compactMap(hint), pinned: pinned.compactMap(hint)).draw(
      into: &grid, rect: Rect(x: 0, y: row, width: grid.size.width, height: 1), theme: theme)
  }

  /// One hint: actions that belong together and a word for them.
  private struct HintItem {
    let first: String
    let second: String?
    let title: String

    init(_ first: String, _ second: String? = nil, title: String) {
      self.first = first
      self.second = second
      self.title = title
    }

    init(_ id: String, _ title: String) { self.init(id, title: title) }
  }

  /// The actions worth a hint now, the most useful first.
  private func hints(for model: ViewerModel) -> [HintItem] {
    switch model.screen {
    case .organs, .compare: return [HintItem("screen.viewer", "slices"), HintItem("save.statistics", "save")]
    case .doctor: return [HintItem("screen.viewer", "slices"), HintItem("theme.next", "theme")]
    case .viewer: break
    }
    let slices = HintItem("slice.previous", "slice.next", title: "slice")
    let common = [
      HintItem("focus.next", "pane"), HintItem("window.adjust", "window"),
      HintItem("crosshair.mode", "crosshair"),
      HintItem("pane.maximize", "maximise"), HintItem("zoom.in", "zoom"),
      HintItem("measure.distance", "measure"),
      HintItem("projection.next", "MIP"),
    ]
    let segment =
      model.modelName == nil
      ? [] : [HintItem("segment", model.isSegmenting ? "end segmentation" : "segment")]
    guard !model.labelMaps.isEmpty else { return [slices] + segment + common }
    return segment + [
      slices, HintItem("overlay.toggle", "overlay"), HintItem("overlay.mode", "outline"),
      HintItem("organ.next", "next organ"), HintItem("organ.center", "centre"),
      HintItem("organ.filter", "find"),
      HintItem("screen.organs", "table"),
    ] + common
  }
}

extension Style {
  /// The same foreground on another style's background.
  func on(_ ground: Style) -> Style {
    Style(foreground: foreground, background: ground.background, attributes: attributes)
  }
}
