/// A colour a cell asks for; the back end turns it into what the terminal can show.
///
/// Held in 32 bits so that a grid of cells stays small: the top byte tells the kind.
public struct Color: Sendable, Hashable {
  private let bits: UInt32

  private init(bits: UInt32) { self.bits = bits }

  /// The terminal's own foreground or background.
  public static let standard = Color(bits: 0)

  /// A 24-bit colour, `0xRRGGBB`.
  public static func rgb(_ packed: UInt32) -> Color { Color(bits: 1 << 24 | packed & 0xFF_FFFF) }

  /// One of the terminal's 16 named colours, 0...15, as its own palette shows it.
  public static func named(_ index: UInt8) -> Color { Color(bits: 2 << 24 | UInt32(index & 15)) }

  /// `0xRRGGBB`, nil for the terminal's own colours.
  public var rgb: UInt32? { bits >> 24 == 1 ? bits & 0xFF_FFFF : nil }

  /// 0...15 for one of the 16 named colours.
  public var named: UInt8? { bits >> 24 == 2 ? UInt8(bits & 15) : nil }
}
