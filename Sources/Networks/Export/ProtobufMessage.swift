/// A message of Protocol Buffers that is being written: fields in the order they are added.
///
/// Only what ONNX needs: whole numbers, texts, floats and messages. Large arrays are kept beside the small bytes and not
/// copied, so that a message costs hardly more than the weights it is about. Source: protobuf's encoding guide.
struct ProtobufMessage {
  /// Consecutive parts of the encoded message.
  enum Piece {
    case bytes([UInt8])
    case floats([Float])
  }

  private(set) var pieces: [Piece] = []
  /// Encoded bytes.
  private(set) var byteCount = 0

  private enum WireType: UInt64 {
    case varint = 0
    case sized = 2
    case fixed32 = 5
  }

  /// A whole number, negative ones as 64-bit two's complement.
  mutating func add(_ field: Int, _ value: Int) {
    append(Self.tag(field, .varint) + Self.varint(UInt64(bitPattern: Int64(value))))
  }

  /// A number of single precision.
  mutating func add(_ field: Int, _ value: Float) {
    append(Self.tag(field, .fixed32) + Self.littleEndian(value.bitPattern))
  }

  /// A text.
  mutating func add(_ field: Int, _ text: String) {
    let bytes = Array(text.utf8)
    append(Self.tag(field, .sized) + Self.varint(UInt64(bytes.count)) + bytes)
  }

  /// A message.
  mutating func add(_ field: Int, _ message: ProtobufMessage) {
    append(Self.tag(field, .sized) + Self.varint(UInt64(message.byteCount)))
    for piece in message.pieces {
      switch piece {
      case .bytes(let bytes): append(bytes)
      case .floats(let values): append(values)
      }
    }
  }

  /// Values as raw little-endian bytes.
  mutating func add(_ field: Int, raw values: [Float]) {
    append(Self.tag(field, .sized) + Self.varint(UInt64(values.count * 4)))
    append(values)
  }

  /// What `body` makes of the memory of all pieces in order.
  func withPieces<Result>(_ body: ([UnsafeRawBufferPointer]) -> Result) -> Result {
    Self.collect(pieces[...], [], body)
  }

  /// Pointers into arrays live only within a closure each, so that all of them need closures within closures.
  private static func collect<Result>(
    _ pieces: ArraySlice<Piece>, _ found: [UnsafeRawBufferPointer],
    _ body: ([UnsafeRawBufferPointer]) -> Result
  ) -> Result {
    switch pieces.first {
    case nil: body(found)
    case .bytes(let bytes)?:
      bytes.withUnsafeBytes { collect(pieces.dropFirst(), found + [$0], body) }
    case .floats(let values)?:
      values.withUnsafeBytes { collect(pieces.dropFirst(), found + [$0], body) }
    }
  }

  private mutating func append(_ bytes: [UInt8]) {
    byteCount += bytes.count
    if case .bytes(var last) = pieces.last {
      pieces.removeLast()
      last += bytes
      pieces.append(.bytes(last))
    } else {
      pieces.append(.bytes(bytes))
    }
  }

  private mutating func append(_ values: [Float]) {
    byteCount += values.count * 4
    if values.count >= 64 {
      pieces.append(.floats(values))
    } else {
      byteCount -= values.count * 4
      append(values.flatMap { Self.littleEndian($0.bitPattern) })
    }
  }

  private static func tag(_ field: Int, _ type: WireType) -> [UInt8] {
    varint(UInt64(field) << 3 | type.rawValue)
  }

  private static func varint(_ value: UInt64) -> [UInt8] {
    var rest = value
    var bytes: [UInt8] = []
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }

  private static func littleEndian(_ bits: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: bits >> ($0 * 8)) }
  }
}
