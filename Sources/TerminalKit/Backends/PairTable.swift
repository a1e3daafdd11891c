import CNCurses

/// Colour pairs of curses, numbered as they are first used, with a bound of our own: curses hands out ever more pairs in
/// direct colour and becomes slow. Pictures do not come here, so a screen needs a few hundred.
struct PairTable {
  /// Above so many pairs `resetIfFull` starts anew.
  private let limit: Int
  private var numbers: [UInt64: Int32] = [:]

  /// A table for a screen that offers `available` pairs.
  init(available: Int) { limit = min(50_000, available - 1) }

  /// The number of a pair, defined when first asked for; 0, the terminal's own colours, when there is no room left.
  mutating func number(ink: TerminalColor, ground: TerminalColor) -> Int32 {
    if ink.isStandard, ground.isStandard { return 0 }
    let key = UInt64(ink.bits) << 32 | UInt64(ground.bits)
    if let known = numbers[key] { return known }
    let next = Int32(numbers.count + 1)
    guard numbers.count < limit,
      cn_define_pair(next, PairTable.cursesColor(ink), PairTable.cursesColor(ground)) == 0
    else { return 0 }
    numbers[key] = next
    return next
  }

  /// Starts anew when less than a frame's worth of pairs is left; then everything is repainted.
  /// - Returns: whether it did.
  mutating func resetIfFull(leaving room: Int) -> Bool {
    guard numbers.count + min(room, limit / 2) > limit else { return false }
    numbers.removeAll(keepingCapacity: true)
    cn_reset_pairs()
    return true
  }

  /// The number curses uses for a colour. In direct colour the numbers below 16 are the palette's, so the fifteen darkest
  /// blues go to the darkest grey, which looks the same.
  static func cursesColor(_ color: TerminalColor) -> Int32 {
    if let rgb = color.direct { return rgb < 16 ? 0x010101 : Int32(rgb) }
    return color.paletteIndex.map(Int32.init) ?? -1
  }
}
