import Testing

@testable import TerminalKit

@Suite("Frames as bytes")
struct FrameEncoderTests {
  /// A cell as the interpreter must show it, exactly.
  private func shown(_ cell: Cell) -> ScreenInterpreter.Shown {
    var want = ScreenInterpreter.Shown()
    want.glyph = cell.glyph
    want.ink = code(cell.style.foreground)
    want.ground = code(cell.style.background)
    for (bit, number) in [(CellAttributes.bold, 1), (.dim, 2), (.italic, 3), (.underline, 4), (.reverse, 7)]
    where cell.style.attributes.contains(bit) { want.attributes.insert(number) }
    want.isContinuation = cell.glyph == "\u{0}"
    return want
  }

  private func code(_ color: Color) -> String {
    if let rgb = color.rgb { return "2;\(rgb >> 16);\(rgb >> 8 & 255);\(rgb & 255)" }
    return color.named.map { "\($0)" } ?? "-"
  }

  private func wrongCells(_ screen: ScreenInterpreter, _ grid: CellGrid) -> [Point] {
    var wrong: [Point] = []
    for y in 0..<grid.size.height {
      for x in 0..<grid.size.width where !shown(grid[x, y]).looksLike(screen[x, y]) {
        wrong.append(Point(x: x, y: y))
      }
    }
    return wrong
  }

  /// Changes about a share of the cells at random, wide glyphs among them.
  private func change(_ grid: inout CellGrid, share: Int, _ random: inout Numbers) {
    let glyphs: [Unicode.Scalar] = [
      " ", " ", "\u{2580}", "\u{2580}", "\u{2584}", "\u{2588}", "a", "#", "\u{2500}", "\u{259A}", "\u{2598}",
      "\u{258C}",
    ]
    for y in 0..<grid.size.height {
      for x in 0..<grid.size.width where random.below(100) < share {
        if grid[x, y].glyph == "\u{0}" || grid[x + 1, y].glyph == "\u{0}" { continue }
        let color = { (random: inout Numbers) -> Color in
          switch random.below(8) {
          case 0: return .standard
          case 1: return .named(UInt8(random.below(16)))
          default: return .rgb(UInt32(random.below(4) * 0x3F3F3F))
          }
        }
        let attributes = random.below(8) == 0 ? CellAttributes(rawValue: UInt8(random.below(32))) : []
        let style = Style(foreground: color(&random), background: color(&random), attributes: attributes)
        grid[x, y] = Cell(glyphs[random.below(glyphs.count)], style)
        if random.below(15) == 0, x + 1 < grid.size.width, grid[x + 2, y].glyph != "\u{0}" {
          grid[x, y] = Cell("\u{4E2D}", style)
          grid[x + 1, y] = .continuation(style)
        }
      }
    }
  }

  @Test("after any number of random frames every cell is right", arguments: [1, 7, 40, 100])
  func everyCellIsRight(share: Int) {
    var random = Numbers(seed: UInt64(share) + 1)
    var grid = CellGrid(size: Size(width: 47, height: 13))
    var encoder = FrameEncoder(size: grid.size, colors: .truecolor)
    var screen = ScreenInterpreter(width: 47, height: 13)
    for frame in 0..<60 {
      change(&grid, share: share, &random)
      if frame == 30 { encoder.invalidate() }
      var bytes: [UInt8] = []
      encoder.encode(grid, region: grid.bounds, into: &bytes)
      screen.feed(bytes)
      #expect(wrongCells(screen, grid).isEmpty, "frame \(frame)")
    }
    #expect(screen.unknown.isEmpty)
    #expect(screen.isComplete)
  }

  @Test("a region leaves everything around it alone")
  func regionOnly() {
    var random = Numbers(seed: 9)
    var grid = CellGrid(size: Size(width: 30, height: 10))
    let region = Rect(x: 4, y: 2, width: 11, height: 5)
    var encoder = FrameEncoder(size: grid.size, colors: .truecolor)
    var screen = ScreenInterpreter(width: 30, height: 10)
    for _ in 0..<20 {
      change(&grid, share: 60, &random)
      // No wide glyph may reach over the region's edge here; what happens then has a test of its own.
      for y in 0..<10 {
        for x in [3, 4, 14, 15] where grid[x, y].glyph == "\u{0}" || grid[x, y].glyph == "\u{4E2D}" {
          grid[x, y] = Cell("x")
          if grid[x + 1, y].glyph == "\u{0}" { grid[x + 1, y] = Cell("y") }
          if grid[x - 1, y].glyph == "\u{4E2D}" { grid[x - 1, y] = Cell("z") }
        }
      }
      var bytes: [UInt8] = []
      encoder.encode(grid, region: region, into: &bytes)
      screen.feed(bytes)
      for y in 0..<10 {
        for x in 0..<30 {
          if region.contains(Point(x: x, y: y)) {
            #expect(shown(grid[x, y]).looksLike(screen[x, y]))
          } else {
            #expect(screen[x, y] == ScreenInterpreter.Shown())
          }
        }
      }
    }
  }

  @Test("a frame that changes nothing takes no byte")
  func nothingForNothing() {
    var sink = ByteCountingSink(size: Size(width: 20, height: 5))
    var grid = CellGrid(size: Size(width: 20, height: 5))
    grid[3, 3] = Cell("\u{2580}", Style(foreground: .rgb(0x102030), background: .rgb(0x405060)))
    #expect(sink.send(grid) > 0)
    #expect(sink.send(grid) == 0)
    // The same picture drawn the other way round is the same picture.
    grid[3, 3] = Cell("\u{2584}", Style(foreground: .rgb(0x405060), background: .rgb(0x102030)))
    #expect(sink.send(grid) == 0)
    grid[3, 3] = Cell("\u{2584}", Style(foreground: .rgb(0x405061), background: .rgb(0x102030)))
    #expect(sink.send(grid) > 0)
  }

  @Test("only the half that changes is set, and glyphs are turned over to keep colours")
  func keepsColors() {
    var sink = ByteCountingSink(size: Size(width: 3, height: 1))
    var grid = CellGrid(size: Size(width: 3, height: 1))
    let black = Color.rgb(0x101010)
    let white = Color.rgb(0xEEEEEE)
    grid[0, 0] = Cell("\u{2580}", Style(foreground: black, background: white))
    grid[1, 0] = Cell("\u{2580}", Style(foreground: white, background: black))
    grid[2, 0] = Cell("\u{2580}", Style(foreground: white, background: white))
    sink.send(grid)
    let sequences = sink.lastBytes.filter { $0 == 0x6D }.count
    #expect(
      sequences == 2,
      "one SGR to begin with and one for both colours: \(String(decoding: sink.lastBytes, as: UTF8.self))")
  }

  @Test(
    "control characters and what turns the writing direction never pass",
    arguments: [
      "\u{1B}", "\u{7}", "\u{7F}", "\u{9B}", "\u{202E}", "\u{2066}", "\u{200B}", "\u{301}", "\u{E000}",
      "\u{A}",
    ] as [Unicode.Scalar])
  func neverPass(scalar: Unicode.Scalar) {
    var sink = ByteCountingSink(size: Size(width: 2, height: 1))
    var grid = CellGrid(size: Size(width: 2, height: 1))
    grid[0, 0] = Cell(scalar)
    grid[1, 0] = Cell("b")
    sink.send(grid)
    #expect(String(decoding: sink.lastBytes, as: UTF8.self) == "\u{1B}[m\u{1B}[1;1H?b")
  }

  @Test("halves of wide glyphs without their other half become plain characters")
  func brokenWide() {
    var sink = ByteCountingSink(size: Size(width: 4, height: 1))
    var grid = CellGrid(size: Size(width: 4, height: 1))
    grid[0, 0] = .continuation(Style())
    grid[1, 0] = Cell("\u{4E2D}")
    grid[2, 0] = Cell("b")
    grid[3, 0] = Cell("\u{4E2D}")
    sink.send(grid)
    #expect(String(decoding: sink.lastBytes, as: UTF8.self).hasSuffix(" ?b?"))
  }

  @Test("without Unicode only ASCII is sent")
  func asciiOnly() {
    var sink = ByteCountingSink(size: Size(width: 60, height: 4), unicode: false)
    var grid = CellGrid(size: Size(width: 60, height: 4))
    for (index, value) in (0x2500...0x25EF).enumerated() {
      if let scalar = Unicode.Scalar(value) { grid[index % 60, index / 60] = Cell(scalar) }
    }
    sink.send(grid)
    #expect(sink.lastBytes.allSatisfy { $0 < 0x80 })
  }

  @Test("1 x 1 and empty grids", arguments: [(0, 0), (1, 1), (1, 0), (2, 1)])
  func tiny(width: Int, height: Int) {
    var sink = ByteCountingSink(size: Size(width: 1, height: 1))
    let grid = CellGrid(size: Size(width: width, height: height), filled: Cell("\u{4E2D}"))
    sink.send(grid)
    #expect(sink.frames.count == 1)
    sink.send(grid, region: Rect(x: -3, y: -3, width: 9, height: 9))
    #expect(sink.frames[1] == 0)
  }
}

@Suite("Drafts")
struct FrameEncoderToleranceTests {
  /// Largest difference of a channel between what was asked for and what is shown.
  private func worst(_ screen: ScreenInterpreter, _ grid: CellGrid) -> Int {
    var worst = 0
    for y in 0..<grid.size.height {
      for x in 0..<grid.size.width {
        let want = grid[x, y].style
        guard let halves = screen[x, y].halves, let upper = want.foreground.rgb,
          let lower = want.background.rgb
        else { return 256 }
        for (text, rgb) in [(halves[0], upper), (halves[1], lower)] {
          let numbers = text.split(separator: ";").compactMap { UInt32($0) }
          let seen =
            numbers.count == 4
            ? numbers[1] << 16 | numbers[2] << 8 | numbers[3] : Palette.rgb(UInt8(numbers[1]))
          worst = max(worst, TerminalColor.distance(seen, rgb))
        }
      }
    }
    return worst
  }

  @Test("no channel is farther off than the tolerance, and an exact frame afterwards corrects all")
  func bounded() {
    var random = Numbers(seed: 5)
    let size = Size(width: 40, height: 12)
    var grid = CellGrid(size: size)
    var sink = ByteCountingSink(size: size)
    var screen = ScreenInterpreter(width: 40, height: 12)
    var exactBytes = 0
    var draftBytes = 0
    for tolerance in [0, 3, 6, 12, 3, 0] {
      for y in 0..<size.height {
        for x in 0..<size.width {
          let tone = UInt32(x * 5 + random.below(16))
          let other = UInt32(y * 15 + random.below(16))
          let tint = UInt32(random.below(3)) * 0x080000
          grid[x, y] = Cell(
            "\u{2580}",
            Style(foreground: .rgb(tone * 0x010101 + tint), background: .rgb(other * 0x010101)))
        }
      }
      sink.encoder.tolerance = tolerance
      let count = sink.send(grid)
      if tolerance == 12 { draftBytes = count }
      if tolerance == 0 { exactBytes = count }
      screen.feed(sink.lastBytes)
      #expect(worst(screen, grid) <= tolerance)
    }
    #expect(draftBytes * 2 < exactBytes)
    #expect(screen.unknown.isEmpty)
  }

  @Test("text keeps its exact colours in a draft")
  func textIsExact() {
    var sink = ByteCountingSink(size: Size(width: 2, height: 1))
    sink.encoder.tolerance = 40
    var grid = CellGrid(size: Size(width: 2, height: 1))
    grid[0, 0] = Cell("a", Style(foreground: .rgb(0x808080), background: .rgb(0x101010)))
    grid[1, 0] = Cell("b", Style(foreground: .rgb(0x828282), background: .rgb(0x101010)))
    sink.send(grid)
    #expect(String(decoding: sink.lastBytes, as: UTF8.self).contains("130;130;130"))
  }
}

/// Random numbers that are the same in every run (splitmix64, Steele and others 2014).
struct Numbers {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }

  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(1, bound))) }
}
