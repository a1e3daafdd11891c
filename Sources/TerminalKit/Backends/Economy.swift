/// Which colours to send for a cell when they need not be exact: those drawn with already, or some that take few bytes. What
/// depends on the cell alone is worked out once.
struct Economy: Sendable {
  /// How far a channel may be off; 0, as always for text, is exact.
  let tolerance: Int

  /// For the glyph's colour: what is wanted, and what to send when nothing close is drawn with.
  let ink: TerminalColor
  private let freshInk: TerminalColor
  /// For the ground.
  let ground: TerminalColor
  private let freshGround: TerminalColor
  /// One colour close enough to both, nil when there is none.
  private let freshBoth: TerminalColor?

  /// For a target.
  @inline(__always)
  init(_ target: Target, tolerance: Int) {
    self.tolerance = target.kind == .glyph ? 0 : tolerance
    ink = target.ink
    ground = target.ground
    if tolerance == 0 || target.kind == .glyph {
      freshInk = target.ink
      freshGround = target.ground
      freshBoth = target.kind == .plain ? target.ground : nil
    } else {
      freshInk = Economy.cheap(target.ink, tolerance)
      freshGround = Economy.cheap(target.ground, tolerance)
      freshBoth =
        target.kind == .plain ? freshGround : Economy.between(target.ink, target.ground, tolerance)
    }
  }

  /// Whether one colour all over can stand for the cell.
  @inline(__always)
  var hasBoth: Bool { freshBoth != nil }

  /// The colour to send for the glyph's: the running one where it is close enough.
  @inline(__always)
  func inkAfter(_ running: TerminalColor) -> TerminalColor {
    running.matches(ink, within: tolerance) ? running : freshInk
  }

  /// The colour to send for the ground's.
  @inline(__always)
  func groundAfter(_ running: TerminalColor) -> TerminalColor {
    running.matches(ground, within: tolerance) ? running : freshGround
  }

  /// The colour to send all over; only where `hasBoth`.
  @inline(__always)
  func bothAfter(_ running: TerminalColor) -> TerminalColor {
    if running.matches(ink, within: tolerance), running.matches(ground, within: tolerance) { return running }
    return freshBoth ?? running
  }

  private static func between(
    _ first: TerminalColor, _ second: TerminalColor, _ tolerance: Int
  ) -> TerminalColor? {
    guard let a = first.appearance, let b = second.appearance, TerminalColor.distance(a, b) <= tolerance * 2
    else { return nil }
    func suits(_ color: TerminalColor) -> Bool {
      color.matches(first, within: tolerance) && color.matches(second, within: tolerance)
    }
    // The mean of every channel at once: the common bits and half of the differing ones.
    let middle = TerminalColor.rgb((a & b) + ((a ^ b) & 0xFE_FEFE) >> 1)
    let candidate = cheap(middle, tolerance)
    if suits(candidate) { return candidate }
    return suits(middle) ? middle : nil
  }

  /// A grey of the palette where it is close enough to a 24-bit colour: `38;5;n` is 8 bytes shorter than `38;2;r;g;b`.
  /// Only greys: nobody sets those to taste, as many do with the first colours.
  private static func cheap(_ wanted: TerminalColor, _ tolerance: Int) -> TerminalColor {
    guard let rgb = wanted.direct else { return wanted }
    let mean = (Int(rgb >> 16) + Int(rgb >> 8 & 255) + Int(rgb & 255)) / 3
    let step = min(23, max(0, (mean - 3) / 10))
    let candidate = TerminalColor.palette(UInt8(truncatingIfNeeded: 232 + step))
    return candidate.matches(wanted, within: tolerance) ? candidate : wanted
  }
}
