/// Which colour to send when it need not be exact: the one drawn with already, or one that takes few bytes.
struct Economy: Sendable {
  /// How far a channel may be off; 0 is exact.
  let tolerance: Int

  /// The colour to draw with for a wanted one: the running one where it is close enough.
  @inline(__always)
  func settle(_ running: TerminalColor, on wanted: TerminalColor) -> TerminalColor {
    if running.matches(wanted, within: tolerance) { return running }
    return tolerance == 0 ? wanted : cheap(wanted)
  }

  /// A colour close enough to both given, the running one if possible; nil when they lie too far apart.
  @inline(__always)
  func settle(
    _ running: TerminalColor, between first: TerminalColor, and second: TerminalColor
  ) -> TerminalColor? {
    if first == second { return settle(running, on: first) }
    if running.matches(first, within: tolerance), running.matches(second, within: tolerance) {
      return running
    }
    guard let a = first.appearance, let b = second.appearance, TerminalColor.distance(a, b) <= tolerance * 2
    else { return nil }
    let middle = TerminalColor.rgb(Economy.middle(a, b))
    let candidate = cheap(middle)
    if candidate.matches(first, within: tolerance), candidate.matches(second, within: tolerance) {
      return candidate
    }
    return middle.matches(first, within: tolerance) && middle.matches(second, within: tolerance)
      ? middle : nil
  }

  /// A grey of the palette where it is close enough to a 24-bit colour: `38;5;n` is 8 bytes shorter than `38;2;r;g;b`.
  /// Only greys: nobody sets those to taste, as many do with the first colours.
  private func cheap(_ wanted: TerminalColor) -> TerminalColor {
    guard wanted.bits >> 24 == 1 else { return wanted }
    let mean = (Int(wanted.bits >> 16 & 255) + Int(wanted.bits >> 8 & 255) + Int(wanted.bits & 255)) / 3
    let step = min(23, max(0, (mean - 3) / 10))
    let candidate = TerminalColor.palette(UInt8(truncatingIfNeeded: 232 + step))
    return candidate.matches(wanted, within: tolerance) ? candidate : wanted
  }

  private static func middle(_ a: UInt32, _ b: UInt32) -> UInt32 {
    // The mean of every channel at once: the common bits and half of the differing ones.
    (a & b) + ((a ^ b) & 0xFE_FEFE) >> 1
  }
}
