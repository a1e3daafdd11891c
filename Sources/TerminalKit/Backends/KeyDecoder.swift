/// Turns the bytes a terminal sends into keys, mouse events and answers; a pure value.
///
/// Understands UTF-8, the sequences of xterm, tmux, screen, rxvt, the Linux console and the kitty protocol's plain keys, SGR
/// and X10 mouse reports, and bracketed paste. Unknown sequences are swallowed whole, never split into characters; bytes
/// that are no UTF-8 are dropped. Escape and a key that follows in the same moment (Alt) are two keys.
struct KeyDecoder: Sendable {
  /// Whether pasted text arrives as characters; otherwise it is dropped.
  var acceptsPaste = false
  /// The byte of the Backspace key besides 127: 8 when the terminal says so, else that is Control-H.
  var erase: UInt8 = 127

  private var pending: [UInt8] = []
  private var pasting = false

  /// A decoder with nothing pending.
  init() {}

  /// The longest sequence taken for one; pasted text and string answers may be longer, they are dropped as they come.
  private static let longestSequence = 128
  private static let longestString = 4096

  /// How long to wait for the rest of what is pending, in milliseconds; nil when nothing is. An escape key is told from a
  /// sequence by silence; text and answers are only given up after a longer one.
  var patience: Int? {
    if pasting { return 1000 }
    if pending.isEmpty { return nil }
    return pending.count <= 2 && pending[0] == 0x1B ? 25 : 250
  }

  /// Takes bytes and gives what they complete.
  mutating func feed(_ bytes: some Sequence<UInt8>) -> [TerminalInput] {
    pending.append(contentsOf: bytes)
    return drain(final: false)
  }

  /// The rest did not come within `patience`: gives what the pending bytes mean by themselves.
  mutating func giveUp() -> [TerminalInput] {
    pasting = false
    return drain(final: true)
  }

  private mutating func drain(final: Bool) -> [TerminalInput] {
    var inputs: [TerminalInput] = []
    var start = 0
    while start < pending.count {
      let rest = pending[start...]
      if pasting {
        start += takePaste(rest, into: &inputs)
        if pasting { break }
        continue
      }
      let piece = KeyDecoder.parse(rest, final: final, erase: erase)
      if piece.count == 0 { break }
      start += piece.count
      inputs.append(contentsOf: piece.inputs)
      if piece.beginsPaste { pasting = true }
    }
    pending.removeSubrange(0..<start)
    return inputs
  }

  // MARK: Paste

  private static let pasteEnd: [UInt8] = Array("\u{1B}[201~".utf8)

  /// Takes pasted bytes up to the end mark or, when that has not come yet, all that cannot belong to it.
  private mutating func takePaste(_ bytes: ArraySlice<UInt8>, into inputs: inout [TerminalInput]) -> Int {
    let mark = KeyDecoder.pasteEnd
    var index = bytes.startIndex
    while index < bytes.endIndex {
      let rest = bytes[index...]
      if rest.starts(with: mark) {
        appendPasted(bytes[bytes.startIndex..<index], into: &inputs)
        pasting = false
        return index - bytes.startIndex + mark.count
      }
      if rest.count < mark.count, mark.starts(with: rest) { break }
      index += 1
    }
    if index == bytes.endIndex { index -= KeyDecoder.unfinished(bytes) }
    appendPasted(bytes[bytes.startIndex..<index], into: &inputs)
    return index - bytes.startIndex
  }

  /// Bytes at the end that begin a character whose rest has not come.
  private static func unfinished(_ bytes: ArraySlice<UInt8>) -> Int {
    for back in 1...3 where back <= bytes.count {
      let byte = bytes[bytes.endIndex - back]
      if byte & 0xC0 == 0x80 { continue }
      return UTF8Length.of(lead: byte) > back ? back : 0
    }
    return 0
  }

  private func appendPasted(_ bytes: ArraySlice<UInt8>, into inputs: inout [TerminalInput]) {
    guard acceptsPaste, !bytes.isEmpty else { return }
    for character in String(decoding: bytes, as: UTF8.self) {
      guard let first = character.unicodeScalars.first, first.value >= 0x20, first.value != 0x7F,
        !(0x80..<0xA0).contains(first.value)
      else { continue }
      inputs.append(.event(.key(.character(character))))
    }
  }

  // MARK: Keys

  /// What one key or sequence at the start of some bytes means, and how long it is; 0 when its end has not come.
  struct Piece {
    var count: Int
    var inputs: [TerminalInput] = []
    var beginsPaste = false

    static let incomplete = Piece(count: 0)

    static func key(_ key: Key, _ count: Int) -> Piece { Piece(count: count, inputs: [.event(.key(key))]) }
  }

  static func parse(_ bytes: ArraySlice<UInt8>, final: Bool, erase: UInt8) -> Piece {
    guard let first = bytes.first else { return .incomplete }
    switch first {
    case 0x1B: return parseEscape(bytes, final: final)
    case 0x0D, 0x0A: return .key(.enter, 1)
    case 0x09: return .key(.tab, 1)
    case 0x7F, erase: return .key(.backspace, 1)
    case 0x01...0x1A: return .key(.control(Character(Unicode.Scalar(0x60 + first))), 1)
    case 0x20...0x7E: return .key(.character(Character(Unicode.Scalar(first))), 1)
    case 0x80...: return parseCharacter(bytes, final: final)
    default: return Piece(count: 1)
    }
  }

  private static func parseCharacter(_ bytes: ArraySlice<UInt8>, final: Bool) -> Piece {
    let length = UTF8Length.of(lead: bytes[bytes.startIndex])
    guard length > 1 else { return Piece(count: 1) }
    var have = 1
    while have < length, have < bytes.count, bytes[bytes.startIndex + have] & 0xC0 == 0x80 { have += 1 }
    if have < length {
      let broken = have < bytes.count || final
      return broken ? Piece(count: have) : .incomplete
    }
    let text = String(decoding: bytes.prefix(length), as: UTF8.self)
    guard let character = text.first, text.unicodeScalars.count == 1, text != "\u{FFFD}",
      !("\u{80}"..."\u{9F}").contains(character)
    else { return Piece(count: length) }
    return .key(.character(character), length)
  }

  private static func parseEscape(_ bytes: ArraySlice<UInt8>, final: Bool) -> Piece {
    guard bytes.count > 1 else { return final ? .key(.escape, 1) : .incomplete }
    let second = bytes[bytes.startIndex + 1]
    switch second {
    case 0x5B: return parseControl(bytes, final: final)
    case 0x4F: return parseSingleShift(bytes, final: final)
    case 0x50, 0x5D, 0x5F, 0x5E, 0x58: return parseString(bytes, introducer: second, final: final)
    default: return .key(.escape, 1)
    }
  }

  /// `ESC O x`: keys in the application mode, function keys.
  private static func parseSingleShift(_ bytes: ArraySlice<UInt8>, final: Bool) -> Piece {
    var index = bytes.startIndex + 2
    while index < bytes.endIndex, (0x30...0x39).contains(bytes[index]), index - bytes.startIndex < 5 {
      index += 1
    }
    guard index < bytes.endIndex else { return final ? .key(.escape, 1) : .incomplete }
    let count = index - bytes.startIndex + 1
    let modifier = bytes[(bytes.startIndex + 2)..<index].reduce(0) { $0 * 10 + Int($1) - 48 }
    guard let key = KeySequences.singleShift(bytes[index], modifier: modifier) else {
      // Not a sequence: Alt with a capital O, then something else.
      return bytes[index] < 0x20 ? .key(.escape, 1) : Piece(count: count)
    }
    return .key(key, count)
  }

  /// Strings the terminal answers with, up to ST or BEL.
  private static func parseString(_ bytes: ArraySlice<UInt8>, introducer: UInt8, final: Bool) -> Piece {
    if bytes.count == 2 { return final ? .key(.escape, 1) : .incomplete }
    var index = bytes.startIndex + 2
    while index < bytes.endIndex {
      let byte = bytes[index]
      let endsHere = byte == 0x07 || byte == 0x18
      let endsByST = byte == 0x1B && index + 1 < bytes.endIndex && bytes[index + 1] == 0x5C
      if endsHere || endsByST {
        let text = Array(bytes[(bytes.startIndex + 2)..<index])
        let count = index - bytes.startIndex + (endsByST ? 2 : 1)
        return Piece(count: count, inputs: [.reply(.string(introducer: introducer, text: text))])
      }
      index += 1
    }
    return final || bytes.count > longestString ? Piece(count: bytes.count) : .incomplete
  }

  /// `CSI` sequences: parameters, intermediates, a final byte.
  private static func parseControl(_ bytes: ArraySlice<UInt8>, final: Bool) -> Piece {
    let start = bytes.startIndex + 2
    guard start < bytes.endIndex else { return final ? .key(.escape, 1) : .incomplete }
    if bytes[start] == 0x5B { return parseLinuxConsole(bytes, final: final) }
    if bytes[start] == 0x4D { return parseOldMouse(bytes, final: final) }
    var index = start
    while index < bytes.endIndex, (0x20...0x3F).contains(bytes[index]) { index += 1 }
    guard index < bytes.endIndex else {
      return final || bytes.count > longestSequence ? Piece(count: bytes.count) : .incomplete
    }
    let last = bytes[index]
    guard (0x40...0x7E).contains(last) else { return Piece(count: index - bytes.startIndex) }
    let count = index - bytes.startIndex + 1
    return KeySequences.control(ControlSequence(bytes[start..<index], final: last), count: count)
  }

  /// `CSI [ A` ... `CSI [ E`: F1 to F5 on the Linux console.
  private static func parseLinuxConsole(_ bytes: ArraySlice<UInt8>, final: Bool) -> Piece {
    guard bytes.count > 3 else { return final ? Piece(count: bytes.count) : .incomplete }
    let letter = bytes[bytes.startIndex + 3]
    return (0x41...0x45).contains(letter) ? .key(.function(Int(letter) - 0x40), 4) : Piece(count: 4)
  }

  /// `CSI M` and three bytes, each 32 more than it means: mouse reports of terminals without the newer form.
  private static func parseOldMouse(_ bytes: ArraySlice<UInt8>, final: Bool) -> Piece {
    guard bytes.count >= 6 else { return final ? Piece(count: bytes.count) : .incomplete }
    let values = bytes[(bytes.startIndex + 3)..<(bytes.startIndex + 6)].map { Int($0) - 32 }
    let released = values[0] & 0x43 == 3 && values[0] & 32 == 0
    let event = KeySequences.mouse(
      code: released ? values[0] & ~3 : values[0], column: values[1], row: values[2], released: released)
    return Piece(count: 6, inputs: event.map { [.event(.mouse($0))] } ?? [])
  }
}

/// Length of a character in UTF-8.
enum UTF8Length {
  /// Bytes of the character that begins with `lead`; 1 when none begins so.
  static func of(lead: UInt8) -> Int {
    switch lead {
    case 0xC2...0xDF: return 2
    case 0xE0...0xEF: return 3
    case 0xF0...0xF4: return 4
    default: return 1
    }
  }
}
