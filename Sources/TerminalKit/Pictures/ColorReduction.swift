/// A picture in few colours, by median cut (Heckbert 1982, doi 10.1145/965145.801294).
struct ColorReduction {
  /// `0xRRGGBB`, at most the limit.
  let colors: [UInt32]
  /// For every pixel the index of its colour.
  let indices: [UInt8]

  private struct Entry {
    let color: UInt32
    let count: Int

    func channel(_ shift: UInt32) -> Int { Int(color >> shift & 0xFF) }
  }

  /// - Parameter limit: 1...256.
  init(_ pixels: [UInt32], limit: Int) {
    var counts: [UInt32: Int] = [:]
    for pixel in pixels { counts[pixel & 0xFF_FFFF, default: 0] += 1 }
    let entries = counts.map { Entry(color: $0.key, count: $0.value) }.sorted { $0.color < $1.color }
    let boxes = Self.cut(entries, limit: max(1, min(256, limit)))
    var indexOfColor: [UInt32: UInt8] = [:]
    for (index, box) in boxes.enumerated() {
      for entry in box { indexOfColor[entry.color] = UInt8(index) }
    }
    colors = boxes.map { Self.mean($0) }
    indices = pixels.map { indexOfColor[$0 & 0xFF_FFFF] ?? 0 }
  }

  /// Splits the box of the greatest error along its longest side, at the median of its pixels, until there are enough.
  private static func cut(_ entries: [Entry], limit: Int) -> [[Entry]] {
    guard entries.count > limit else { return entries.map { [$0] } }
    var boxes = [(entries: entries, side: longestSide(entries))]
    while boxes.count < limit {
      guard
        let index = boxes.indices.max(by: {
          weight(boxes[$0].entries, boxes[$0].side) < weight(boxes[$1].entries, boxes[$1].side)
        }), boxes[index].entries.count > 1
      else { break }
      let shift = boxes[index].side.shift
      let sorted = boxes[index].entries.sorted {
        ($0.channel(shift), $0.color) < ($1.channel(shift), $1.color)
      }
      let half = sorted.reduce(0) { $0 + $1.count } / 2
      var split = 0
      var seen = 0
      while split < sorted.count - 1, split == 0 || seen + sorted[split].count <= half {
        seen += sorted[split].count
        split += 1
      }
      let parts = (Array(sorted[..<split]), Array(sorted[split...]))
      boxes[index] = (parts.0, longestSide(parts.0))
      boxes.append((parts.1, longestSide(parts.1)))
    }
    return boxes.map(\.entries)
  }

  private static func weight(_ entries: [Entry], _ side: (shift: UInt32, length: Int)) -> Int {
    entries.count < 2 ? -1 : side.length * side.length * (32 + entries.reduce(0) { $0 + $1.count })
  }

  private static func longestSide(_ entries: [Entry]) -> (shift: UInt32, length: Int) {
    var best: (shift: UInt32, length: Int) = (8, -1)
    for shift: UInt32 in [8, 16, 0] {
      let values = entries.map { $0.channel(shift) }
      let length = (values.max() ?? 0) - (values.min() ?? 0)
      if length > best.length { best = (shift, length) }
    }
    return best
  }

  private static func mean(_ entries: [Entry]) -> UInt32 {
    let total = entries.reduce(0) { $0 + $1.count }
    guard total > 0 else { return 0 }
    return [UInt32(16), 8, 0].reduce(UInt32(0)) { color, shift in
      let sum = entries.reduce(0) { $0 + $1.channel(shift) * $1.count }
      return color | UInt32((sum + total / 2) / total) << shift
    }
  }
}
