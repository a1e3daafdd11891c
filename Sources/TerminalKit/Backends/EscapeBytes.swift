/// Writing escape sequences into a byte buffer.
extension Array where Element == UInt8 {
  /// Text as it stands.
  mutating func append(_ text: String) { append(contentsOf: text.utf8) }

  /// A number of 0 or more in decimal.
  @inline(__always)
  mutating func append(decimal value: Int) {
    var divisor = 1
    while value / divisor >= 10 { divisor *= 10 }
    while divisor > 0 {
      append(UInt8(truncatingIfNeeded: 48 + value / divisor % 10))
      divisor /= 10
    }
  }

  /// A scalar value as UTF-8.
  @inline(__always)
  mutating func append(scalar value: UInt32) {
    switch value {
    case 0..<0x80: append(UInt8(truncatingIfNeeded: value))
    case 0x80..<0x800:
      append(UInt8(truncatingIfNeeded: 0xC0 | value >> 6))
      append(UInt8(truncatingIfNeeded: 0x80 | value & 63))
    case 0x800..<0x10000:
      append(UInt8(truncatingIfNeeded: 0xE0 | value >> 12))
      append(UInt8(truncatingIfNeeded: 0x80 | value >> 6 & 63))
      append(UInt8(truncatingIfNeeded: 0x80 | value & 63))
    default:
      append(UInt8(truncatingIfNeeded: 0xF0 | value >> 18 & 7))
      append(UInt8(truncatingIfNeeded: 0x80 | value >> 12 & 63))
      append(UInt8(truncatingIfNeeded: 0x80 | value >> 6 & 63))
      append(UInt8(truncatingIfNeeded: 0x80 | value & 63))
    }
  }

  /// `CSI row ; column H`, both from 0.
  mutating func appendMove(x: Int, y: Int) {
    append(0x1B)
    append(0x5B)
    append(decimal: y + 1)
    append(0x3B)
    append(decimal: x + 1)
    append(0x48)
  }

  /// Moves the cursor right by one or more columns.
  mutating func appendForward(_ columns: Int) {
    append(0x1B)
    append(0x5B)
    if columns > 1 { append(decimal: columns) }
    append(0x43)
  }

  /// The SGR parameters of a colour without the sequence around them; `ground` chooses the background.
  @inline(__always)
  mutating func appendParameters(of color: TerminalColor, ground: Bool) {
    let base = ground ? 40 : 30
    guard !color.isStandard else {
      append(decimal: base + 9)
      return
    }
    guard let index = color.paletteIndex else {
      append(decimal: base + 8)
      append(0x3B)
      append(0x32)
      for shift in [16, 8, 0] as [UInt32] {
        append(0x3B)
        append(decimal: Int(color.bits >> shift & 255))
      }
      return
    }
    switch index {
    case 0..<8: append(decimal: base + Int(index))
    case 8..<16: append(decimal: base + 52 + Int(index))
    default:
      append(decimal: base + 8)
      append(0x3B)
      append(0x35)
      append(0x3B)
      append(decimal: Int(index))
    }
  }
}

extension TerminalColor {
  /// Bytes of its SGR parameters, to weigh one way of drawing against another; a background among the 16 named colours
  /// may take one more.
  @inline(__always)
  var parameterCount: Int {
    if let rgb = direct { return 7 + digits(rgb >> 16) + digits(rgb >> 8 & 255) + digits(rgb & 255) }
    guard let index = paletteIndex, index >= 16 else { return 2 }
    return 5 + digits(UInt32(index))
  }

  @inline(__always)
  private func digits(_ value: UInt32) -> Int { value < 10 ? 1 : value < 100 ? 2 : 3 }
}
