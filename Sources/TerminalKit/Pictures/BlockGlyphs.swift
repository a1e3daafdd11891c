/// Cells of several pixels in two colours: the split of the pixels into two groups whose means leave the smallest
/// squared error, found by trying all of them.
enum BlockGlyphs {
  /// 2x2 pixels from `x`, `y`.
  static func quadrant(_ source: PixelRows, _ x: Int, _ y: Int) -> Cell {
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 4) { block in
      block[0] = source[x, y]
      block[1] = source[x + 1, y]
      block[2] = source[x, y + 1]
      block[3] = source[x + 1, y + 1]
      return cell(of: UnsafeBufferPointer(block)) { quadrants[$0] }
    }
  }

  /// 2x3 pixels from `x`, `y`.
  static func sextant(_ source: PixelRows, _ x: Int, _ y: Int) -> Cell {
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 6) { block in
      for row in 0..<3 {
        block[2 * row] = source[x, y + row]
        block[2 * row + 1] = source[x + 1, y + row]
      }
      return cell(of: UnsafeBufferPointer(block)) { sextants[$0] }
    }
  }

  /// Glyphs by pattern; bit 0 is the top left pixel, bit 1 its right neighbour, and so on row by row.
  static let quadrants: [Unicode.Scalar] = [
    " ", "▘", "▝", "▀", "▖", "▌", "▞", "▛", "▗", "▚", "▐", "▜", "▄", "▙", "▟", "█",
  ]

  /// U+1FB00 holds the patterns in order, less the four that older blocks have: none, left, right, all.
  static let sextants: [Unicode.Scalar] = (0..<64).map { pattern in
    switch pattern {
    case 0: return " "
    case 21: return "▌"
    case 42: return "▐"
    case 63: return "█"
    default:
      let skipped = 1 + (pattern > 21 ? 1 : 0) + (pattern > 42 ? 1 : 0)
      return Unicode.Scalar(UInt32(0x1FB00 + pattern - skipped)) ?? " "
    }
  }

  @inline(__always)
  private static func cell(
    of block: UnsafeBufferPointer<UInt32>, glyph: (Int) -> Unicode.Scalar
  ) -> Cell {
    var isFlat = true
    for index in 1..<block.count where (block[index] ^ block[0]) & 0xFF_FFFF != 0 { isFlat = false }
    if isFlat { return Cell(" ", Style(background: .rgb(block[0]))) }
    let split = bestSplit(of: block)
    return Cell(
      glyph(split.pattern),
      Style(foreground: .rgb(split.inside.mean), background: .rgb(split.outside.mean)))
  }

  private struct Split {
    var pattern: Int
    var inside: ColorSum
    var outside: ColorSum
  }

  /// Of n pixels, n half the patterns are tried (the others swap the two colours); the group of fewer pixels becomes
  /// the glyph.
  private static func bestSplit(of block: UnsafeBufferPointer<UInt32>) -> Split {
    var whole = ColorSum()
    for pixel in block { whole.add(pixel) }
    let last = block.count - 1
    var best = Split(pattern: 0, inside: ColorSum(), outside: whole)
    var bestGain = Int.min
    var inside = ColorSum()
    var pattern = 0
    // In the order of a Gray code each pattern differs from the one before by a single pixel.
    for step in 1..<(1 << last) {
      let index = step.trailingZeroBitCount
      pattern ^= 1 << index
      if pattern >> index & 1 == 1 { inside.add(block[index]) } else { inside.remove(block[index]) }
      let outside = whole.without(inside)
      let gain = inside.spread + outside.spread
      if gain > bestGain {
        bestGain = gain
        best = Split(pattern: pattern, inside: inside, outside: outside)
      }
    }
    guard best.inside.count * 2 > block.count else { return best }
    return Split(pattern: (1 << block.count) - 1 - best.pattern, inside: best.outside, outside: best.inside)
  }
}

/// A sum of colours, channel by channel.
struct ColorSum {
  var count = 0
  var red = 0
  var green = 0
  var blue = 0

  @inline(__always)
  mutating func add(_ pixel: UInt32) {
    count += 1
    red += Int(pixel >> 16 & 0xFF)
    green += Int(pixel >> 8 & 0xFF)
    blue += Int(pixel & 0xFF)
  }

  @inline(__always)
  mutating func remove(_ pixel: UInt32) {
    count -= 1
    red -= Int(pixel >> 16 & 0xFF)
    green -= Int(pixel >> 8 & 0xFF)
    blue -= Int(pixel & 0xFF)
  }

  @inline(__always)
  func without(_ part: ColorSum) -> ColorSum {
    ColorSum(
      count: count - part.count, red: red - part.red, green: green - part.green, blue: blue - part.blue)
  }

  /// |sum|^2 / count times 60, which every count up to 6 divides: the larger over two groups, the smaller their error.
  @inline(__always)
  var spread: Int {
    let share =
      switch count {
      case 1: 60
      case 2: 30
      case 3: 20
      case 4: 15
      case 5: 12
      default: 10
      }
    return (red &* red &+ green &* green &+ blue &* blue) &* share
  }

  /// The mean colour, rounded.
  var mean: UInt32 {
    let half = count / 2
    return UInt32((red + half) / count) << 16 | UInt32((green + half) / count) << 8
      | UInt32((blue + half) / count)
  }
}
