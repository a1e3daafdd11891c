/// Box drawing, underlines and braille as paths: they join and stand evenly whatever the reader's font.
extension SVGFrame {
  func lines() -> String {
    let straight = straightLines()
    let curved = curves()
    let dots = brailleDots()
    var svg = ""
    if !straight.isEmpty {
      svg += "<g fill=\"none\" stroke-linecap=\"square\">\n\(straight)</g>\n"
    }
    if !curved.isEmpty { svg += "<g fill=\"none\" stroke-width=\"\(stroke(1))\">\n\(curved)</g>\n" }
    if !dots.isEmpty {
      let size = Self.number(Double(cellWidth) * 0.33)
      svg += "<g fill=\"none\" stroke-linecap=\"round\" stroke-width=\"\(size)\">\n\(dots)</g>\n"
    }
    return svg
  }

  /// Width of a light (1) or heavy (2) stroke in pixels.
  private func stroke(_ weight: Int) -> Int { max(1, Int((fontSize / 15).rounded())) * weight }

  /// The middle of a cell, on a pixel's centre so that thin strokes stay sharp.
  private func centre(_ index: Int, _ extent: Int) -> Double { Double(index * extent + extent / 2) + 0.5 }

  private struct Pen: Hashable {
    let color: UInt32
    let weight: Int
  }

  /// A stroke between two cell edges or middles, counted in half cells along the line.
  private struct Run {
    var start: Int
    var end: Int
  }

  private func straightLines() -> String {
    var paths: [Pen: String] = [:]
    for y in 0..<grid.size.height {
      let middle = Self.number(centre(y, cellHeight))
      joined(count: grid.size.width, along: { grid[$0, y] }, before: \.left, after: \.right) { pen, run in
        paths[pen, default: ""] += "M\(edge(run.start, cellWidth)) \(middle)H\(edge(run.end, cellWidth))"
      }
      underlines(row: y) { color, start, end in
        let bottom = Self.number(Double((y + 1) * cellHeight) - 1.5)
        paths[Pen(color: color, weight: 1), default: ""] +=
          "M\(start * cellWidth) \(bottom)H\(end * cellWidth)"
      }
    }
    for x in 0..<grid.size.width {
      let middle = Self.number(centre(x, cellWidth))
      joined(count: grid.size.height, along: { grid[x, $0] }, before: \.up, after: \.down) { pen, run in
        paths[pen, default: ""] += "M\(middle) \(edge(run.start, cellHeight))V\(edge(run.end, cellHeight))"
      }
    }
    return paths.sorted { ($0.key.color, $0.key.weight) < ($1.key.color, $1.key.weight) }
      .map {
        "<path stroke=\"\(Self.color($0.key.color))\" stroke-width=\"\(stroke($0.key.weight))\" d=\"\($0.value)\"/>\n"
      }.joined()
  }

  private func edge(_ half: Int, _ extent: Int) -> String {
    half % 2 == 0 ? String(half / 2 * extent) : Self.number(centre(half / 2, extent))
  }

  /// Walks along a row or a column and joins strokes of one pen that touch.
  private func joined(
    count: Int, along cell: (Int) -> Cell, before: KeyPath<BoxLines, Int>, after: KeyPath<BoxLines, Int>,
    emit: (Pen, Run) -> Void
  ) {
    var open: (pen: Pen, run: Run)?
    func add(_ weight: Int, _ color: UInt32, _ start: Int) {
      guard weight > 0 else { return }
      let pen = Pen(color: color, weight: weight)
      if let current = open, current.pen == pen, current.run.end == start {
        open = (pen, Run(start: current.run.start, end: start + 1))
      } else {
        if let current = open { emit(current.pen, current.run) }
        open = (pen, Run(start: start, end: start + 1))
      }
    }
    for index in 0..<count {
      let cell = cell(index)
      guard let strokes = BoxLines.strokes(of: cell.glyph) else { continue }
      let color = ink(cell.style).glyph
      add(strokes[keyPath: before], color, 2 * index)
      add(strokes[keyPath: after], color, 2 * index + 1)
    }
    if let current = open { emit(current.pen, current.run) }
  }

  private func underlines(row y: Int, emit: (UInt32, Int, Int) -> Void) {
    var x = 0
    while x < grid.size.width {
      let cell = grid[x, y]
      guard cell.style.attributes.contains(.underline) else {
        x += 1
        continue
      }
      let start = x
      while x < grid.size.width, grid[x, y].style == cell.style { x += 1 }
      emit(ink(cell.style).glyph, start, x)
    }
  }

  private func curves() -> String {
    var paths: [UInt32: String] = [:]
    for y in 0..<grid.size.height {
      for x in 0..<grid.size.width {
        let cell = grid[x, y]
        guard cell.glyph.value >= 0x2550, cell.glyph.value <= 0x2570, let path = curve(cell.glyph, x, y)
        else {
          continue
        }
        paths[ink(cell.style).glyph, default: ""] += path
      }
    }
    return paths.sorted { $0.key < $1.key }
      .map { "<path stroke=\"\(Self.color($0.key))\" d=\"\($0.value)\"/>\n" }.joined()
  }

  /// Round corners and double lines, which are few.
  private func curve(_ glyph: Unicode.Scalar, _ x: Int, _ y: Int) -> String? {
    let left = Double(x * cellWidth)
    let right = left + Double(cellWidth)
    let top = Double(y * cellHeight)
    let bottom = top + Double(cellHeight)
    let middleX = centre(x, cellWidth)
    let middleY = centre(y, cellHeight)
    func corner(_ endX: Double, _ endY: Double, inset: Double = 0) -> String {
      let radius = inset == 0 ? Double(cellWidth) * 0.45 : 0
      let cornerX = middleX + (endX > middleX ? inset : -inset)
      let cornerY = middleY + (endY > middleY ? inset : -inset)
      let across = cornerX + (endX > cornerX ? radius : -radius)
      let down = cornerY + (endY > cornerY ? radius : -radius)
      let n = Self.number
      return
        "M\(n(endX)) \(n(cornerY))H\(n(across))Q\(n(cornerX)) \(n(cornerY)) \(n(cornerX)) \(n(down))V\(n(endY))"
    }
    let gap = 1.5
    switch glyph {
    case "╭": return corner(right, bottom)
    case "╮": return corner(left, bottom)
    case "╰": return corner(right, top)
    case "╯": return corner(left, top)
    case "╔": return corner(right, bottom, inset: gap) + corner(right, bottom, inset: -gap)
    case "╗": return corner(left, bottom, inset: gap) + corner(left, bottom, inset: -gap)
    case "╚": return corner(right, top, inset: gap) + corner(right, top, inset: -gap)
    case "╝": return corner(left, top, inset: gap) + corner(left, top, inset: -gap)
    case "═":
      return [middleY - gap, middleY + gap].map { "M\(Self.number(left)) \(Self.number($0))h\(cellWidth)" }
        .joined()
    case "║":
      return [middleX - gap, middleX + gap].map { "M\(Self.number($0)) \(Self.number(top))v\(cellHeight)" }
        .joined()
    default: return nil
    }
  }

  private func brailleDots() -> String {
    var paths: [UInt32: String] = [:]
    for y in 0..<grid.size.height {
      for x in 0..<grid.size.width {
        let cell = grid[x, y]
        guard cell.glyph.value > 0x2800, cell.glyph.value <= 0x28FF else { continue }
        let pattern = Int(cell.glyph.value - 0x2800)
        var path = ""
        for row in 0..<4 {
          for column in 0..<2 where pattern & BrailleCanvas.bit(column: column, row: row) != 0 {
            let dotX = (Double(x) + 0.25 + 0.5 * Double(column)) * Double(cellWidth)
            let dotY = (Double(y) + 0.125 + 0.25 * Double(row)) * Double(cellHeight)
            path += "M\(Self.number(dotX)) \(Self.number(dotY))h.01"
          }
        }
        paths[ink(cell.style).glyph, default: ""] += path
      }
    }
    return paths.sorted { $0.key < $1.key }
      .map { "<path stroke=\"\(Self.color($0.key))\" d=\"\($0.value)\"/>\n" }.joined()
  }
}
