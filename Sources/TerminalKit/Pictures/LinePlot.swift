/// Curves over a common pair of axes, drawn in braille dots with numbers at the axes.
///
/// Curves are told apart by name and by dashes as well as by colour.
public struct LinePlot: Sendable, Hashable {
  /// One value of a curve.
  public struct Sample: Sendable, Hashable {
    /// Across.
    public var x: Double
    /// Up.
    public var y: Double

    /// A sample; see the properties.
    public init(x: Double, y: Double) {
      self.x = x
      self.y = y
    }
  }

  /// A curve through its samples in order; one that is not a number breaks it.
  public struct Series: Sendable, Hashable {
    /// Named in the plot.
    public var name: String
    /// From the left.
    public var samples: [Sample]
    /// Its colour; nil takes the theme's next.
    public var color: Color?
    /// Whether only the samples are drawn, without lines between them.
    public var isPoints = false

    /// A curve; see the properties.
    public init(_ name: String, _ samples: [Sample], color: Color? = nil, isPoints: Bool = false) {
      self.name = name
      self.samples = samples
      self.color = color
      self.isPoints = isPoints
    }

    /// A curve of values at 0, 1, 2, ...
    public init(_ name: String, values: [Double], color: Color? = nil) {
      self.init(name, values.enumerated().map { Sample(x: Double($0), y: $1) }, color: color)
    }
  }

  /// The curves; the later lie over the earlier.
  public var series: [Series]
  /// The range across; nil takes that of the samples.
  public var xRange: AxisScale?
  /// The range up; nil takes that of the samples.
  public var yRange: AxisScale?
  /// Under the middle of the lower axis, with its unit.
  public var xLabel: String

  /// A plot; see the properties.
  public init(_ series: [Series], xRange: AxisScale? = nil, yRange: AxisScale? = nil, xLabel: String = "") {
    self.series = series
    self.xRange = xRange
    self.yRange = yRange
    self.xLabel = xLabel
  }

  /// Draws the plot; every cell of `rect` is painted. Under 8x3 cells nothing but the ground is drawn.
  public func draw(into grid: inout CellGrid, rect: Rect, theme: Theme, ground: Role = .text) {
    grid.fill(rect, theme[.text, on: ground])
    guard rect.width >= 8, rect.height >= 3 else { return }
    let across = xRange ?? AxisScale(of: series.lazy.flatMap { $0.samples.lazy.map(\.x) })
    let up = yRange ?? AxisScale(of: series.lazy.flatMap { $0.samples.lazy.map(\.y) })
    let body = drawAxes(into: &grid, rect: rect, across: across, up: up, theme: theme, ground: ground)
    for (index, curve) in series.enumerated() {
      let ink = Style(
        foreground: curve.color ?? theme.seriesColor(index), background: theme[.text, on: ground].background,
        attributes: index == 0 ? [] : theme[.plotSecond].attributes)
      canvas(of: curve, index: index, cells: Size(width: body.width, height: body.height), across, up)
        .draw(into: &grid, at: Point(x: body.x, y: body.y), style: ink, unicode: theme.unicode)
      drawName(curve.name, index: index, style: ink, into: &grid, body: body, theme: theme)
    }
  }

  private func canvas(
    of curve: Series, index: Int, cells: Size, _ across: AxisScale, _ up: AxisScale
  ) -> BrailleCanvas {
    var canvas = BrailleCanvas(cells: cells)
    var last: (x: Int, y: Int)?
    for sample in curve.samples {
      guard let x = across.position(sample.x), let y = up.position(sample.y), abs(x) < 1e4, abs(y) < 1e4
      else {
        last = nil
        continue
      }
      let dot = (
        x: Int((x * Double(canvas.width - 1)).rounded()),
        y: Int(((1 - y) * Double(canvas.height - 1)).rounded())
      )
      if let last, !curve.isPoints {
        canvas.line(from: last, to: dot, dash: index % 3 == 0 ? 0 : index % 3 + 1)
      } else {
        canvas.set(dot.x, dot.y)
      }
      last = dot
    }
    return canvas
  }

  /// Axes and their numbers; returns the room of the curves.
  private func drawAxes(
    into grid: inout CellGrid, rect: Rect, across: AxisScale, up: AxisScale, theme: Theme, ground: Role
  ) -> Rect {
    let line = theme[.border, on: ground]
    let text = theme[.muted, on: ground]
    let height = rect.height - 2
    let step = up.step(count: max(1, height / 2))
    let ticks = up.ticks(count: max(1, height / 2))
    let labels = ticks.map { NumberText.axis($0, step: step, unicode: theme.unicode) }
    let gutter = min(rect.width / 2, labels.map { TextWidth.columns(of: $0) }.max() ?? 0)
    let body = Rect(x: rect.x + gutter + 2, y: rect.y, width: rect.width - gutter - 2, height: height)
    for row in 0..<height { grid[body.x - 1, body.y + row] = Cell(theme.unicode ? "│" : "|", line) }
    for (tick, label) in zip(ticks, labels) {
      guard let place = up.position(tick) else { continue }
      let row = body.y + min(height - 1, max(0, Int(((1 - place) * Double(height - 1)).rounded())))
      let room = Rect(x: rect.x, y: row, width: gutter, height: 1)
      grid.putAligned(label, .right, in: room, style: text, ellipsis: theme.ellipsis)
      grid[body.x - 1, row] = Cell(theme.unicode ? "┤" : "+", line)
    }
    grid[body.x - 1, body.maxY] = Cell(theme.unicode ? "└" : "+", line)
    for column in 0..<body.width { grid[body.x + column, body.maxY] = Cell(theme.unicode ? "─" : "-", line) }
    drawFoot(
      into: &grid, rect: Rect(x: body.x, y: body.maxY + 1, width: body.width, height: 1), across, theme, text)
    return body
  }

  private func drawFoot(
    into grid: inout CellGrid, rect: Rect, _ across: AxisScale, _ theme: Theme, _ style: Style
  ) {
    // Ends that are whole numbers are written so: steps, epochs.
    let isWhole = across.low == across.low.rounded() && across.high == across.high.rounded()
    let step = isWhole ? 1 : (across.high - across.low) / 10
    let low = NumberText.axis(across.low, step: step, unicode: theme.unicode)
    let high = NumberText.axis(across.high, step: step, unicode: theme.unicode)
    let lowWidth = grid.putAligned(low, .left, in: rect, style: style, ellipsis: theme.ellipsis)
    let highWidth = grid.putAligned(high, .right, in: rect, style: style, ellipsis: theme.ellipsis)
    let room = Rect(
      x: rect.x + lowWidth + 1, y: rect.y, width: rect.width - lowWidth - highWidth - 2, height: 1)
    if room.width >= TextWidth.columns(of: xLabel) {
      grid.putAligned(xLabel, .center, in: room, style: style, ellipsis: theme.ellipsis)
    }
  }

  /// Names stand one under another in the upper right corner, each behind a piece of its line.
  private func drawName(
    _ name: String, index: Int, style: Style, into grid: inout CellGrid, body: Rect, theme: Theme
  ) {
    guard !name.isEmpty, index < body.height else { return }
    let unicodeLines = ["── ", "╌╌ ", "┄┄ "]
    let line = theme.unicode ? unicodeLines[index % 3] : ["-- ", "- - ", ".. "][index % 3]
    let room = Rect(x: body.x, y: body.y + index, width: body.width, height: 1)
    grid.putAligned(line + name, .right, in: room, style: style, ellipsis: theme.ellipsis)
  }
}
