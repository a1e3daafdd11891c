import Glibc
import TerminalKit

/// Frames that change a little or a lot from one to the next, the same in every run.
enum RandomFrames {
  static func show(_ count: Int, on terminal: any InteractiveTerminal, lastTo path: String) {
    var random = Lehmer(state: 42)
    var grid = CellGrid(size: terminal.size)
    for frame in 0..<count {
      change(&grid, &random)
      if frame % 7 == 3 { terminal.repaint() }
      if frame % 9 == 5 {
        terminal.suspend()
        terminal.resume()
      }
      terminal.present(grid, images: images(frame, terminal.size))
    }
    write(grid, to: path)
    terminal.present(grid, images: images(0, terminal.size))
    terminal.showStill(Array("\u{1B}]0;done\u{7}".utf8), at: Point(x: 0, y: 0))
  }

  /// Pictures come, go and move.
  private static func images(_ frame: Int, _ size: Size) -> [Rect] {
    switch frame / 4 % 4 {
    case 0: return [Rect(x: 3, y: 2, width: size.width / 2, height: size.height - 3)]
    case 1: return [Rect(x: size.width / 3, y: 1, width: size.width, height: size.height)]
    case 2: return []
    default: return [Rect(x: 1, y: 1, width: 9, height: 5), Rect(x: 12, y: 3, width: 7, height: 7)]
    }
  }

  private static func change(_ grid: inout CellGrid, _ random: inout Lehmer) {
    let glyphs: [Unicode.Scalar] = [
      " ", " ", "\u{2580}", "\u{2584}", "\u{2588}", "a", "Z", "#", "\u{2500}", "\u{259A}",
    ]
    let colors: [UInt32] = [0x000000, 0x050505, 0x123456, 0x808080, 0xFFFFFF, 0xAB4312, 0x00FF00]
    let cells = grid.size.width * grid.size.height
    for _ in 0..<random.below(cells) {
      let x = random.below(grid.size.width)
      let y = random.below(grid.size.height)
      let attributes: CellAttributes = random.below(9) == 0 ? [.bold, .underline] : []
      let style = Style(
        foreground: random.below(6) == 0 ? .standard : .rgb(colors[random.below(colors.count)]),
        background: random.below(6) == 0
          ? .named(UInt8(random.below(16))) : .rgb(colors[random.below(colors.count)]),
        attributes: attributes)
      // Half of a wide glyph is never left over.
      if grid[x, y].glyph == "\u{0}" || grid[x + 1, y].glyph == "\u{0}" { continue }
      grid[x, y] = Cell(glyphs[random.below(glyphs.count)], style)
      // Nor does one reach over the edge of the last frame's picture: nobody lays a picture on half a glyph.
      if x == 2 || x == grid.size.width / 2 + 2 { continue }
      if random.below(20) == 0, x + 1 < grid.size.width, grid[x + 2, y].glyph != "\u{0}" {
        grid[x, y] = Cell("\u{4E00}", style)
        grid[x + 1, y] = .continuation(style)
      }
    }
  }

  private static func write(_ grid: CellGrid, to path: String) {
    guard let file = fopen(path, "w") else { exit(4) }
    for cell in grid.cells {
      let style = cell.style
      fputs(
        "\(cell.glyph.value) \(code(style.foreground)) \(code(style.background)) \(style.attributes.rawValue)\n",
        file)
    }
    fclose(file)
  }

  /// `-` for the terminal's own, `#` with 24 bits, else the named colour.
  private static func code(_ color: Color) -> String {
    if let rgb = color.rgb { return "#\(rgb)" }
    return color.named.map { "\($0)" } ?? "-"
  }
}

/// Random numbers that are the same everywhere (Park and Miller, 1988).
struct Lehmer {
  var state: UInt64

  mutating func below(_ bound: Int) -> Int {
    state = state * 48271 % 2_147_483_647
    return Int(state % UInt64(max(1, bound)))
  }
}
