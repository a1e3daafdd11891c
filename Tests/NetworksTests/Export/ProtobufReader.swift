import Foundation

/// Reads messages of Protocol Buffers for tests, by field number.
struct ProtobufReader {
  /// Whole numbers and 32-bit fields as they are.
  private(set) var numbers: [Int: [UInt64]] = [:]
  /// Texts, messages and raw bytes.
  private(set) var bytes: [Int: [[UInt8]]] = [:]

  /// A message; nil where it is malformed.
  init?(_ content: [UInt8]) {
    var rest = content[...]
    func varint(_ rest: inout ArraySlice<UInt8>) -> UInt64? {
      var value: UInt64 = 0
      for shift in stride(from: 0, to: 64, by: 7) {
        guard let byte = rest.popFirst() else { return nil }
        value |= UInt64(byte & 0x7F) << UInt64(shift)
        if byte < 0x80 { return value }
      }
      return nil
    }
    while !rest.isEmpty {
      guard let tag = varint(&rest) else { return nil }
      let field = Int(tag >> 3)
      switch tag & 7 {
      case 0:
        guard let value = varint(&rest) else { return nil }
        numbers[field, default: []].append(value)
      case 2:
        guard let count = varint(&rest), count <= UInt64(rest.count) else { return nil }
        bytes[field, default: []].append(Array(rest.prefix(Int(count))))
        rest = rest.dropFirst(Int(count))
      case 5:
        guard rest.count >= 4 else { return nil }
        numbers[field, default: []].append(rest.prefix(4).reversed().reduce(0) { $0 << 8 | UInt64($1) })
        rest = rest.dropFirst(4)
      default: return nil
      }
    }
  }

  func text(_ field: Int) -> String? { bytes[field]?.first.map { String(decoding: $0, as: UTF8.self) } }

  func texts(_ field: Int) -> [String] { (bytes[field] ?? []).map { String(decoding: $0, as: UTF8.self) } }

  func number(_ field: Int) -> UInt64? { numbers[field]?.first }

  func messages(_ field: Int) -> [ProtobufReader] { (bytes[field] ?? []).compactMap(ProtobufReader.init) }
}
