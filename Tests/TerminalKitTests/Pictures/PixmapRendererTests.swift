import Testing

@testable import TerminalKit

@Suite struct PixmapRendererTests {
  private func drawn(_ pixels: [UInt32], width: Int, _ mode: BlockMode) -> Cell {
    var grid = CellGrid(size: Size(width: 1, height: 1))
    let pixmap = Pixmap(width: width, height: pixels.count / width, pixels: pixels)
    PixmapRenderer.draw(pixmap, into: &grid, at: grid.bounds, mode: mode)
    return grid[0, 0]
  }

  @Test func halfBlocks() {
    #expect(
      drawn([0xFF0000, 0x0000FF], width: 1, .half)
        == Cell("▀", Style(foreground: .rgb(0xFF0000), background: .rgb(0x0000FF))))
    #expect(drawn([0x123456, 0x123456], width: 1, .half) == Cell(" ", Style(background: .rgb(0x123456))))
  }

  @Test(arguments: 1..<15)
  func quadrantsOfTwoColoursAreExact(pattern: Int) {
    let pixels = (0..<4).map { pattern >> $0 & 1 == 1 ? UInt32(0xFFEE00) : 0x001122 }
    expectExact(drawn(pixels, width: 2, .quadrant), pixels, pattern, BlockGlyphs.quadrants)
  }

  @Test(arguments: 1..<63)
  func sextantsOfTwoColoursAreExact(pattern: Int) {
    let pixels = (0..<6).map { pattern >> $0 & 1 == 1 ? UInt32(0xC0C0C0) : 0x102030 }
    expectExact(drawn(pixels, width: 2, .sextant), pixels, pattern, BlockGlyphs.sextants)
  }

  private func expectExact(_ cell: Cell, _ pixels: [UInt32], _ pattern: Int, _ glyphs: [Unicode.Scalar]) {
    let shown = glyphs.firstIndex(of: cell.glyph) ?? 0
    for (index, pixel) in pixels.enumerated() {
      let color = shown >> index & 1 == 1 ? cell.style.foreground : cell.style.background
      #expect(color == .rgb(pixel))
    }
    #expect(shown == pattern || shown == glyphs.count - 1 - pattern)
  }

  @Test func sextantCodePoints() {
    #expect(BlockGlyphs.sextants[1].value == 0x1FB00)
    #expect(BlockGlyphs.sextants[20].value == 0x1FB13)
    #expect(BlockGlyphs.sextants[22].value == 0x1FB14)
    #expect(BlockGlyphs.sextants[43].value == 0x1FB28)
    #expect(BlockGlyphs.sextants[62].value == 0x1FB3B)
    #expect(Set(BlockGlyphs.sextants).count == 64)
  }

  /// No other split of the six pixels has a smaller squared error; checked by brute force with real numbers.
  @Test func bestSplitOfNoise() {
    var state: UInt32 = 7
    for _ in 0..<50 {
      let pixels = (0..<6).map { _ -> UInt32 in
        state = state &* 1_664_525 &+ 1_013_904_223
        return state >> 8
      }
      let cell = drawn(pixels, width: 2, .sextant)
      let shown = BlockGlyphs.sextants.firstIndex(of: cell.glyph) ?? 0
      let best = (1..<63).map { error(of: $0, pixels) }.min() ?? 0
      #expect(abs(error(of: shown, pixels) - best) < 1e-6)
    }
  }

  private func error(of pattern: Int, _ pixels: [UInt32]) -> Double {
    var sum = 0.0
    for shift: UInt32 in [0, 8, 16] {
      for bit in [0, 1] {
        let values = pixels.indices.filter { pattern >> $0 & 1 == bit }.map {
          Double(pixels[$0] >> shift & 0xFF)
        }
        let mean = values.reduce(0, +) / Double(max(1, values.count))
        sum += values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      }
    }
    return sum
  }

  @Test func asciiRamp() {
    #expect(drawn([0x000000], width: 1, .ascii) == Cell(" "))
    #expect(drawn([0xFFFFFF], width: 1, .ascii) == Cell("@"))
    #expect(drawn([0x808080], width: 1, .ascii) == Cell("+"))
    #expect(drawn([0xC02020], width: 1, .ascii).style.foreground == .named(1))
    #expect(drawn([0x20C020], width: 1, .ascii).style.foreground == .named(2))
    #expect(drawn([0xC0C020], width: 1, .ascii).style.foreground == .named(3))
    #expect(drawn([0x4040C0], width: 1, .ascii).style.foreground == .named(4))
    #expect(drawn([0x90988E], width: 1, .ascii).style.foreground == .standard)
  }

  @Test(arguments: BlockMode.allCases)
  func clippingKeepsPixelsInPlace(mode: BlockMode) {
    let block = mode.pixelsPerCell
    let size = Size(width: 5, height: 4)
    let width = size.width * block.width
    let height = size.height * block.height
    let pixels = (0..<width * height).map { UInt32($0 * 7919 & 0xFFFFFF) }
    let pixmap = Pixmap(width: width, height: height, pixels: pixels)
    var whole = CellGrid(size: size)
    PixmapRenderer.draw(pixmap, into: &whole, at: whole.bounds, mode: mode)
    var part = CellGrid(size: Size(width: 3, height: 3))
    PixmapRenderer.draw(pixmap, into: &part, at: Rect(x: -2, y: -1, width: 5, height: 4), mode: mode)
    for y in 0..<3 { for x in 0..<3 { #expect(part[x, y] == whole[x + 2, y + 1]) } }
  }

  @Test func smallerPictureFillsWhatItCovers() {
    var grid = CellGrid(size: Size(width: 3, height: 3))
    let pixmap = Pixmap(width: 2, height: 3, pixels: Array(repeating: 0x334455, count: 6))
    PixmapRenderer.draw(pixmap, into: &grid, at: grid.bounds, mode: .half)
    #expect(grid.cells.filter { $0.style.background == .rgb(0x334455) }.count == 2)
  }
}
