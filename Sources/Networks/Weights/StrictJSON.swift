/// A JSON document (RFC 8259) read strictly: no key twice, no deep nesting, no control characters, nothing behind it.
///
/// Readers that keep the last of two equal keys let one file mean two things. Numbers stay text, since their users
/// know which kind they need.
indirect enum StrictJSON {
  case null
  case bool(Bool)
  case number(String)
  case text(String)
  case array([StrictJSON])
  case object([Member])

  /// A key and its value.
  struct Member {
    let key: String
    let value: StrictJSON
  }

  /// Why a document is refused.
  enum Failure: Error, Equatable {
    /// Not JSON, nested too deeply or more than can be read, at a byte.
    case malformed(offset: Int)
    /// An object has this key twice.
    case duplicate(key: String)
  }

  static let depthLimit = 64
  static let valueLimit = 4_000_000

  /// Reads a document, which must be UTF-8; spaces behind it are allowed.
  static func read(_ bytes: [UInt8]) throws(Failure) -> StrictJSON {
    var parser = Parser(bytes: bytes)
    return try parser.document()
  }

  /// The value of a key, if this is an object that has it.
  subscript(key: String) -> StrictJSON? {
    if case .object(let members) = self { return members.first { $0.key == key }?.value }
    return nil
  }

  var text: String? {
    if case .text(let text) = self { return text }
    return nil
  }

  var int: Int? {
    if case .number(let digits) = self { return Int(digits) }
    return nil
  }

  /// Whole numbers, if this is an array of nothing else.
  var ints: [Int]? {
    guard case .array(let elements) = self else { return nil }
    let result = elements.compactMap(\.int)
    return result.count == elements.count ? result : nil
  }
}

extension StrictJSON {
  private struct Parser {
    let bytes: [UInt8]
    var position = 0
    var depth = 0
    var values = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    var failure: Failure { .malformed(offset: position) }
    var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func document() throws(Failure) -> StrictJSON {
      let result = try value()
      skipSpace()
      guard position == bytes.count else { throw failure }
      return result
    }

    mutating func skipSpace() {
      while let byte = next, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 { position += 1 }
    }

    mutating func take(_ byte: UInt8) -> Bool {
      guard next == byte else { return false }
      position += 1
      return true
    }

    mutating func value() throws(Failure) -> StrictJSON {
      skipSpace()
      values += 1
      guard values <= StrictJSON.valueLimit, let first = next else { throw failure }
      switch first {
      case 0x7b: return try nested { (parser) throws(Failure) in .object(try parser.members()) }
      case 0x5b: return try nested { (parser) throws(Failure) in .array(try parser.elements()) }
      case 0x22: return .text(try string())
      case 0x74: return try word("true", .bool(true))
      case 0x66: return try word("false", .bool(false))
      case 0x6e: return try word("null", .null)
      default: return .number(try number())
      }
    }

    mutating func nested(
      _ body: (inout Parser) throws(Failure) -> StrictJSON
    ) throws(Failure) -> StrictJSON {
      guard depth < StrictJSON.depthLimit else { throw failure }
      depth += 1
      position += 1
      defer { depth -= 1 }
      return try body(&self)
    }

    mutating func members() throws(Failure) -> [Member] {
      var result: [Member] = []
      var keys: Set<String> = []
      skipSpace()
      if take(0x7d) { return result }
      repeat {
        skipSpace()
        guard next == 0x22 else { throw failure }
        let key = try string()
        guard keys.insert(key).inserted else { throw .duplicate(key: key) }
        skipSpace()
        guard take(0x3a) else { throw failure }
        result.append(Member(key: key, value: try value()))
        skipSpace()
      } while take(0x2c)
      guard take(0x7d) else { throw failure }
      return result
    }

    mutating func elements() throws(Failure) -> [StrictJSON] {
      var result: [StrictJSON] = []
      skipSpace()
      if take(0x5d) { return result }
      repeat {
        result.append(try value())
        skipSpace()
      } while take(0x2c)
      guard take(0x5d) else { throw failure }
      return result
    }

    mutating func word(_ word: String, _ value: StrictJSON) throws(Failure) -> StrictJSON {
      guard bytes[position...].starts(with: word.utf8) else { throw failure }
      position += word.utf8.count
      return value
    }

    mutating func digits() throws(Failure) {
      let start = position
      while let byte = next, (0x30...0x39).contains(byte) { position += 1 }
      guard position > start else { throw failure }
    }

    mutating func number() throws(Failure) -> String {
      let start = position
      _ = take(0x2d)
      if !take(0x30) { try digits() }
      if take(0x2e) { try digits() }
      if take(0x65) || take(0x45) {
        if !take(0x2b) { _ = take(0x2d) }
        try digits()
      }
      return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    mutating func string() throws(Failure) -> String {
      position += 1
      var result: [UInt8] = []
      while let byte = next, byte >= 0x20 {
        position += 1
        switch byte {
        case 0x22:
          guard let text = String(validating: result, as: UTF8.self) else { throw failure }
          return text
        case 0x5c: result.append(contentsOf: try escape())
        default: result.append(byte)
        }
      }
      throw failure
    }

    mutating func escape() throws(Failure) -> [UInt8] {
      guard let kind = next else { throw failure }
      position += 1
      switch kind {
      case 0x22, 0x5c, 0x2f: return [kind]
      case 0x62: return [0x08]
      case 0x66: return [0x0c]
      case 0x6e: return [0x0a]
      case 0x72: return [0x0d]
      case 0x74: return [0x09]
      case 0x75: break
      default: throw failure
      }
      var code = UInt32(try unit())
      if (0xd800...0xdbff).contains(code) {
        guard take(0x5c), take(0x75) else { throw failure }
        let low = UInt32(try unit())
        guard (0xdc00...0xdfff).contains(low) else { throw failure }
        code = 0x10000 + (code - 0xd800) << 10 + (low - 0xdc00)
      }
      guard let scalar = Unicode.Scalar(code) else { throw failure }
      return Array(String(Character(scalar)).utf8)
    }

    mutating func unit() throws(Failure) -> UInt16 {
      guard position + 4 <= bytes.count else { throw failure }
      let digits = bytes[position..<position + 4]
      guard digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
        let value = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
      else { throw failure }
      position += 4
      return value
    }
  }
}
