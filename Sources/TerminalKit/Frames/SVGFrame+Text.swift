/// What is neither block nor line: text, run by run, each stretched to its columns.
extension SVGFrame {
  private struct Face: Hashable {
    let color: UInt32
    let attributes: CellAttributes
  }

  func text() -> String {
    var runs: [Face: String] = [:]
    for y in 0..<grid.size.height { addRuns(row: y, to: &runs) }
    guard !runs.isEmpty else { return "" }
    let faces = runs.sorted {
      ($0.key.color, $0.key.attributes.rawValue) < ($1.key.color, $1.key.attributes.rawValue)
    }
    var svg = """
      <g font-family="'DejaVu Sans Mono','JetBrains Mono',Menlo,Consolas,'Liberation Mono',monospace" \
      font-size="\(Self.number(Double(cellWidth) / 0.60205))" xml:space="preserve">

      """
    for (face, texts) in faces {
      var attributes = "fill=\"\(Self.color(face.color))\""
      if face.attributes.contains(.bold) { attributes += " font-weight=\"bold\"" }
      if face.attributes.contains(.italic) { attributes += " font-style=\"italic\"" }
      svg += "<g \(attributes)>\n\(texts)</g>\n"
    }
    return svg + "</g>\n"
  }

  private func addRuns(row y: Int, to runs: inout [Face: String]) {
    var x = 0
    while x < grid.size.width {
      guard let face = face(of: grid[x, y]) else {
        x += 1
        continue
      }
      let start = x
      let end = runEnd(from: x, row: y, face: face)
      var text = ""
      for column in start..<end where grid[column, y].glyph != "\u{0}" {
        text.unicodeScalars.append(TerminalText.drawable(grid[column, y].glyph) ?? " ")
      }
      runs[face, default: ""] += element(text, start: start, columns: end - start, row: y)
      x = end
    }
  }

  /// The end of the run that starts here: same face, single spaces inside, no glyph of doubtful width unless alone.
  private func runEnd(from start: Int, row y: Int, face first: Face) -> Int {
    if grid[start + 1, y].glyph == "\u{0}", start + 1 < grid.size.width { return start + 2 }
    guard Self.isOrdinary(grid[start, y].glyph) else { return start + 1 }
    var end = start + 1
    var x = end
    while x < grid.size.width {
      let cell = grid[x, y]
      if cell.glyph == " " {
        guard x == end else { break }
      } else {
        guard face(of: cell) == first, Self.isOrdinary(cell.glyph), grid[x + 1, y].glyph != "\u{0}" else {
          break
        }
        end = x + 1
      }
      x += 1
    }
    return end
  }

  private func element(_ text: String, start: Int, columns: Int, row y: Int) -> String {
    let baseline = Self.number(
      Double(y * cellHeight) + (Double(cellHeight) + 0.72 * Double(cellWidth) / 0.602) / 2)
    let width = columns * cellWidth
    if columns == 1 || text.unicodeScalars.count == 1 {
      let middle = Self.number(Double(start * cellWidth) + Double(width) / 2)
      return "<text x=\"\(middle)\" y=\"\(baseline)\" text-anchor=\"middle\">\(Self.escaped(text))</text>\n"
    }
    return "<text x=\"\(start * cellWidth)\" y=\"\(baseline)\" textLength=\"\(width)\" "
      + "lengthAdjust=\"spacingAndGlyphs\">\(Self.escaped(text))</text>\n"
  }

  /// The face of a cell that is drawn as text; nil for spaces, blocks, lines and dots.
  private func face(of cell: Cell) -> Face? {
    let value = cell.glyph.value
    if value == 0 || value == 0x20 || value == 0xA0 { return nil }
    if (0x2580...0x259F).contains(value) || (0x2800...0x28FF).contains(value)
      || (0x1FB00...0x1FB3B).contains(value) || BoxLines.strokes(of: cell.glyph) != nil
      || Self.curved.contains(cell.glyph)
    {
      return nil
    }
    return Face(
      color: ink(cell.style).glyph, attributes: cell.style.attributes.intersection([.bold, .italic]))
  }

  private static let curved: Set<Unicode.Scalar> = ["╭", "╮", "╰", "╯", "╔", "╗", "╚", "╝", "═", "║"]

  /// Whether a monospace font surely has the glyph at its one width.
  private static func isOrdinary(_ glyph: Unicode.Scalar) -> Bool {
    glyph.value < 0x250 || (0x370..<0x530).contains(glyph.value) || (0x2010..<0x2030).contains(glyph.value)
      || glyph == "−"
  }
}
