/// The compiled format with 32-bit numbers, as term(5) of ncurses describes it: a header of six 16-bit numbers, names, flags,
/// numbers, places of strings, strings, and the same once more for names beyond the standard.
extension TerminfoEntry {
  /// The entry as compiled bytes, little-endian; under 4 kB.
  func compiled() -> [UInt8] {
    var table: [UInt8] = []
    var places: [Int] = []
    for string in strings {
      guard let string else {
        places.append(-1)
        continue
      }
      places.append(table.count)
      table.append(contentsOf: string + [0])
    }
    let title = Array(name.utf8) + [0]
    var bytes: [UInt8] = []
    for value in [0o1036, title.count, flags.count, numbers.count, strings.count, table.count] {
      bytes.append(short: value)
    }
    bytes.append(contentsOf: title)
    bytes.append(contentsOf: flags.map { $0 ? 1 : 0 })
    bytes.padToEven()
    for number in numbers { bytes.append(long: number ?? -1) }
    for place in places { bytes.append(short: place) }
    bytes.append(contentsOf: table)
    bytes.padToEven()
    bytes.append(contentsOf: extensions)
    return bytes
  }

  /// The entry as the value of `TERMINFO` that carries a description itself.
  var inlineValue: String {
    let digits = Array("0123456789ABCDEF".utf8)
    var text: [UInt8] = Array("hex:".utf8)
    for byte in compiled() {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Flags beyond the standard: AX, colours 39 and 49 are the defaults; RGB, a colour's number is red, green and blue.
  private var extensions: [UInt8] {
    let names = hasDirectColor ? ["AX", "RGB"] : ["AX"]
    var table: [UInt8] = []
    var places: [Int] = []
    for name in names {
      places.append(table.count)
      table.append(contentsOf: Array(name.utf8) + [0])
    }
    var bytes: [UInt8] = []
    for value in [names.count, 0, 0, names.count, table.count] { bytes.append(short: value) }
    bytes.append(contentsOf: names.map { _ in 1 })
    bytes.padToEven()
    for place in places { bytes.append(short: place) }
    bytes.append(contentsOf: table)
    return bytes
  }
}

extension Array where Element == UInt8 {
  fileprivate mutating func append(short value: Int) {
    append(UInt8(truncatingIfNeeded: value))
    append(UInt8(truncatingIfNeeded: value >> 8))
  }

  fileprivate mutating func append(long value: Int32) {
    for shift in [0, 8, 16, 24] as [Int32] { append(UInt8(truncatingIfNeeded: value >> shift)) }
  }

  fileprivate mutating func padToEven() { if count % 2 == 1 { append(0) } }
}
