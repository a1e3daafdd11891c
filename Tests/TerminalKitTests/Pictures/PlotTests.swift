import Testing

@testable import TerminalKit

@Suite struct PlotTests {
  private let theme = Theme.fabricaDark
  private var ascii: Theme {
    var theme = Theme.fabricaDark
    theme.unicode = false
    return theme
  }

  @Test func brailleDots() {
    var canvas = BrailleCanvas(cells: Size(width: 2, height: 1))
    for (x, y) in [(0, 0), (1, 3), (2, 1), (-1, 0), (0, 4), (4, 0)] { canvas.set(x, y) }
    #expect(canvas.isSet(1, 3))
    #expect(!canvas.isSet(0, 1))
    var grid = CellGrid(size: Size(width: 2, height: 1))
    canvas.draw(into: &grid, at: Point(x: 0, y: 0), style: Style())
    #expect(grid.text(row: 0) == "⢁⠂")
    canvas.draw(into: &grid, at: Point(x: 0, y: 0), style: Style(), unicode: false)
    #expect(grid.text(row: 0) == ":-")
  }

  @Test func linesHoldBothEndsAndHaveNoGaps() {
    for end in [(x: 19, y: 3), (x: 0, y: 39), (x: 19, y: 39), (x: 7, y: 0)] {
      var canvas = BrailleCanvas(cells: Size(width: 10, height: 10))
      canvas.line(from: (x: 0, y: 0), to: end)
      #expect(canvas.isSet(0, 0) && canvas.isSet(end.x, end.y))
      let dots = (0..<40).flatMap { y in (0..<20).filter { canvas.isSet($0, y) } }.count
      #expect(dots == max(end.x, end.y) + 1)
    }
    var far = BrailleCanvas(cells: Size(width: 2, height: 2))
    far.line(from: (x: Int.min, y: 3), to: (x: Int.max, y: 3))
    #expect(far.isSet(0, 3) && far.isSet(3, 3))
  }

  @Test func linePlotOnTheScreen() {
    var grid = CellGrid(size: Size(width: 30, height: 8))
    LinePlot([.init("Dice", values: [0, 0.5, 0.75, 0.9, 1])], xLabel: "epoch").draw(
      into: &grid, rect: grid.bounds, theme: theme)
    #expect(
      FrameDump.snapshot(grid) == """
        1.0 ┤                ⢀⣀── Dice
            │           ⣀⠤⠔⠒⠉⠁
            │       ⣀⠤⠒⠉
        0.5 ┤    ⢀⠔⠉
            │  ⡠⠒⠁
        0.0 ┤⡠⠊
            └─────────────────────────
             0         epoch         4
        """)
  }

  @Test func plotsSurviveAnything() {
    let values: [Double] = [.nan, .infinity, -.infinity, 1e308, -1e308, 0, .leastNonzeroMagnitude]
    for width in [0, 1, 7, 8, 20] {
      for height in [0, 1, 2, 3, 9] {
        var grid = CellGrid(size: Size(width: width, height: height))
        LinePlot([.init("a", values: values), .init("b", []), .init("c", values: [3, 3])]).draw(
          into: &grid, rect: grid.bounds, theme: ascii)
        HistogramPlot(counts: values, range: AxisScale(of: values), highlighted: -1e300...1e300).draw(
          into: &grid, rect: grid.bounds, theme: ascii)
        Sparkline(values, marker: 99).draw(into: &grid, rect: grid.bounds, theme: ascii)
        #expect(grid.cells.allSatisfy { $0.glyph.isASCII })
      }
    }
  }

  @Test func scaleMarksAreRoundNumbers() {
    #expect(AxisScale(low: 0, high: 1).ticks(count: 5) == [0, 0.2, 0.4, 0.6000000000000001, 0.8, 1])
    #expect(AxisScale(low: -1000, high: 1000).ticks(count: 4) == [-1000, -500, 0, 500, 1000])
    #expect(AxisScale(low: 3, high: 3).high > 3)
    #expect(AxisScale(of: [Double.nan]) == AxisScale(low: 0, high: 1))
    #expect(AxisScale(low: 0, high: 10).index(10, count: 5) == 4)
    #expect(AxisScale(low: 0, high: 10).index(10.1, count: 5) == nil)
    #expect(AxisScale(low: 0, high: 10).index(.nan, count: 5) == nil)
  }

  @Test func sparklineBars() {
    var grid = CellGrid(size: Size(width: 9, height: 1))
    Sparkline([0, 1, 2, 3, 4, 5, 6, 7], marker: 2).draw(into: &grid, rect: grid.bounds, theme: theme)
    #expect(grid.text(row: 0) == " ▂┃▄▅▆▇█ ")
    Sparkline([0, 1, 2, 3, 4, 5, 6, 7], marker: 2).draw(into: &grid, rect: grid.bounds, theme: ascii)
    #expect(grid.text(row: 0) == " .|-=+*# ")
  }

  @Test func narrowPeaksStaySeen() {
    var values = Array(repeating: 0.0, count: 1000)
    values[503] = 1
    let line = Sparkline(values, marker: 999)
    var grid = CellGrid(size: Size(width: 10, height: 1))
    line.draw(into: &grid, rect: grid.bounds, theme: theme)
    #expect(grid.text(row: 0) == "     █   ┃")
    for column in 0..<10 {
      let index = line.index(ofColumn: column, width: 10) ?? -1
      #expect(line.column(of: index, width: 10) == column)
    }
  }

  @Test func histogramBars() {
    var grid = CellGrid(size: Size(width: 16, height: 4))
    HistogramPlot(
      counts: [0, 1, 4, 8, 16, 24, 16, 8, 0, 0, 0, 0, 2, 4, 2, 0], range: AxisScale(low: -100, high: 100),
      unit: "HU",
      highlighted: -60...0
    ).draw(into: &grid, rect: grid.bounds, theme: theme)
    #expect(
      FrameDump.snapshot(grid) == """
             █
            ███
         ▁▄█████    ▂▄▂
        −100 −60  100 HU
        """)
    #expect(grid[5, 0].style.foreground == theme[.plotFirst].foreground)
    #expect(grid[13, 2].style.foreground == theme[.muted].foreground)
  }
}
