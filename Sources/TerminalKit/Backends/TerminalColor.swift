/// A colour as it goes to the terminal: its own default, 24 bits, or an entry of its palette; 32 bits.
///
/// The top byte tells the kind: 0 the default, 1 a 24-bit colour below, 2 one of the 16 named colours below, 16...255 that
/// entry of the palette with what it looks like below. So what a colour looks like needs no look-up.
struct TerminalColor: Hashable, Sendable {
  /// Kind in the top byte, value below.
  let bits: UInt32

  /// The terminal's own foreground or background; which of the two depends on where it is used.
  static let standard = TerminalColor(bits: 0)

  /// A 24-bit colour.
  @inline(__always)
  static func rgb(_ packed: UInt32) -> TerminalColor { TerminalColor(bits: 1 << 24 | packed & 0xFF_FFFF) }

  /// An entry of the palette, 0...255.
  @inline(__always)
  static func palette(_ index: UInt8) -> TerminalColor {
    TerminalColor(bits: index < 16 ? 2 << 24 | UInt32(index) : UInt32(index) << 24 | Palette.rgb(index))
  }

  /// The kind.
  @inline(__always)
  private var top: UInt32 { bits >> 24 }

  /// Whether it is the terminal's own.
  @inline(__always)
  var isStandard: Bool { bits == 0 }

  /// `0xRRGGBB` of a 24-bit colour, nil for others.
  @inline(__always)
  var direct: UInt32? { top == 1 ? bits & 0xFF_FFFF : nil }

  /// The entry of the palette, nil for others.
  @inline(__always)
  var paletteIndex: UInt8? {
    top == 2 ? UInt8(truncatingIfNeeded: bits) : top >= 16 ? UInt8(truncatingIfNeeded: top) : nil
  }

  /// What it looks like, `0xRRGGBB`; nil for the terminal's own and the 16 colours people set to taste.
  @inline(__always)
  var appearance: UInt32? { top == 1 || top >= 16 ? bits & 0xFF_FFFF : nil }

  /// Whether it looks like `other` with no channel more than `tolerance` off. 0 asks for the very same colour.
  @inline(__always)
  func matches(_ other: TerminalColor, within tolerance: Int) -> Bool {
    if bits == other.bits { return true }
    guard tolerance > 0, let a = appearance, let b = other.appearance else { return false }
    return TerminalColor.distance(a, b) <= tolerance
  }

  /// The largest difference of a channel.
  @inline(__always)
  static func distance(_ a: UInt32, _ b: UInt32) -> Int {
    let red = abs(Int32(truncatingIfNeeded: a >> 16 & 255) &- Int32(truncatingIfNeeded: b >> 16 & 255))
    let green = abs(Int32(truncatingIfNeeded: a >> 8 & 255) &- Int32(truncatingIfNeeded: b >> 8 & 255))
    let blue = abs(Int32(truncatingIfNeeded: a & 255) &- Int32(truncatingIfNeeded: b & 255))
    return Int(max(red, max(green, blue)))
  }
}
