/// A colour as it goes to the terminal: its own default, 24 bits, or an entry of its palette; 32 bits.
struct TerminalColor: Hashable, Sendable {
  /// Kind in the top byte, value below.
  let bits: UInt32

  /// The terminal's own foreground or background; which of the two depends on where it is used.
  static let standard = TerminalColor(bits: 0)

  /// A 24-bit colour.
  static func rgb(_ packed: UInt32) -> TerminalColor { TerminalColor(bits: 1 << 24 | packed & 0xFF_FFFF) }

  /// An entry of the palette, 0...255.
  static func palette(_ index: UInt8) -> TerminalColor { TerminalColor(bits: 2 << 24 | UInt32(index)) }

  /// Whether it is the terminal's own.
  var isStandard: Bool { bits == 0 }

  /// The entry of the palette, nil for others.
  var paletteIndex: UInt8? { bits >> 24 == 2 ? UInt8(truncatingIfNeeded: bits) : nil }

  /// What it looks like, `0xRRGGBB`; nil for the terminal's own and the 16 colours people set to taste.
  var appearance: UInt32? {
    switch bits >> 24 {
    case 1: return bits & 0xFF_FFFF
    case 2: return bits & 0xFF >= 16 ? Palette.rgb(UInt8(truncatingIfNeeded: bits)) : nil
    default: return nil
    }
  }

  /// Whether it looks like `other` with no channel more than `tolerance` off. 0 asks for the very same colour.
  @inline(__always)
  func matches(_ other: TerminalColor, within tolerance: Int) -> Bool {
    if bits == other.bits { return true }
    if tolerance == 0 { return false }
    guard let a = appearance, let b = other.appearance else { return false }
    return TerminalColor.distance(a, b) <= tolerance
  }

  /// The largest difference of a channel.
  @inline(__always)
  static func distance(_ a: UInt32, _ b: UInt32) -> Int {
    let red = abs(Int(a >> 16 & 255) - Int(b >> 16 & 255))
    let green = abs(Int(a >> 8 & 255) - Int(b >> 8 & 255))
    let blue = abs(Int(a & 255) - Int(b & 255))
    return max(red, max(green, blue))
  }
}
