import Storage

/// Reads numbers out of header bytes in either byte order. Every offset must lie inside.
struct HeaderBytes {
  let bytes: [UInt8]
  let order: ByteOrder

  /// An unsigned integer of `width` bytes.
  private func bits(at offset: Int, width: Int) -> UInt64 {
    let field = bytes[offset..<offset + width]
    return (order == .little ? Array(field.reversed()) : Array(field)).reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// A signed integer of 1, 2, 4 or 8 bytes.
  func integer(at offset: Int, width: Int) -> Int {
    let value = bits(at: offset, width: width)
    switch width {
    case 1: return Int(Int8(truncatingIfNeeded: value))
    case 2: return Int(Int16(truncatingIfNeeded: value))
    case 4: return Int(Int32(truncatingIfNeeded: value))
    default: return Int(truncatingIfNeeded: value)
    }
  }

  /// A floating-point number of 4 or 8 bytes.
  func real(at offset: Int, width: Int) -> Double {
    let value = bits(at: offset, width: width)
    return width == 4
      ? Double(Float(bitPattern: UInt32(truncatingIfNeeded: value))) : Double(bitPattern: value)
  }

  /// Characters of a fixed-width field, cleaned.
  func text(at offset: Int, width: Int) -> String { Sanitizer.clean(field: bytes[offset..<offset + width]) }
}
