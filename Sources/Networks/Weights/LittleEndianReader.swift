/// Numbers read one after the other from bytes, least significant byte first; nil past the end.
struct LittleEndianReader {
  private let bytes: ArraySlice<UInt8>
  private(set) var position: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  var remaining: Int { bytes.endIndex - position }

  mutating func number(_ width: Int) -> UInt64? {
    guard width <= remaining else { return nil }
    var value: UInt64 = 0
    for index in 0..<width { value |= UInt64(bytes[position + index]) << UInt64(8 * index) }
    position += width
    return value
  }

  /// A number of `width` bytes, nil also where it is no Int.
  mutating func int(_ width: Int) -> Int? {
    guard let value = number(width) else { return nil }
    return Int(exactly: value)
  }

  mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
    guard count >= 0, count <= remaining else { return nil }
    defer { position += count }
    return bytes[position..<position + count]
  }
}
