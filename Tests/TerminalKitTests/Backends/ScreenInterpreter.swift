/// A terminal in memory: rebuilds the screen from the bytes a back end sent. Knows what the back ends and curses use, and
/// notes every sequence it does not know, so that a test can refuse them.
struct ScreenInterpreter {
  /// What a cell holds, colours by their SGR parameters: `2;r;g;b`, `5;n`, a single digit, or `-` for the default.
  struct Shown: Hashable {
    var glyph: Unicode.Scalar = " "
    var ink = "-"
    var ground = "-"
    var attributes: Set<Int> = []
    var isContinuation = false
  }

  let width: Int
  let height: Int
  private(set) var cells: [Shown]
  /// Private modes that are on.
  private(set) var modes: Set<Int> = [7, 25]
  /// Sequences nobody here knows.
  private(set) var unknown: [String] = []
  /// All text and sequences so far are complete.
  var isComplete: Bool { rest.isEmpty }

  private var pen = Shown()
  private var x = 0
  private var y = 0
  private var wraps = false
  private var saved: (pen: Shown, x: Int, y: Int) = (Shown(), 0, 0)
  private var rest: [UInt8] = []

  init(width: Int, height: Int) {
    self.width = width
    self.height = height
    cells = Array(repeating: Shown(), count: width * height)
  }

  subscript(x: Int, y: Int) -> Shown { cells[y * width + x] }

  /// A row's text without trailing spaces.
  func text(row: Int) -> String {
    var line = String.UnicodeScalarView()
    for cell in cells[(row * width)..<((row + 1) * width)] where !cell.isContinuation {
      line.append(cell.glyph)
    }
    var text = String(line)
    while text.hasSuffix(" ") { text.removeLast() }
    return text
  }

  mutating func feed(_ bytes: some Sequence<UInt8>) {
    rest.append(contentsOf: bytes)
    var index = 0
    while index < rest.count {
      let used = step(rest[index...])
      if used == 0 { break }
      index += used
    }
    rest.removeSubrange(0..<index)
  }

  // MARK: Parsing

  private mutating func step(_ bytes: ArraySlice<UInt8>) -> Int {
    let first = bytes[bytes.startIndex]
    switch first {
    case 0x1B: return escape(bytes)
    case 0x0D: x = 0
    case 0x0A: y = min(height - 1, y + 1)
    case 0x08: x = max(0, x - 1)
    case 0x07, 0x0F, 0x18: break
    case 0x20...0x7E: put(Unicode.Scalar(first))
    case 0xC0...:
      let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
      guard bytes.count >= length else { return 0 }
      for scalar in String(decoding: bytes.prefix(length), as: UTF8.self).unicodeScalars { put(scalar) }
      return length
    default: unknown.append("byte \(first)")
    }
    if first < 0x20 { wraps = false }
    return 1
  }

  private mutating func escape(_ bytes: ArraySlice<UInt8>) -> Int {
    guard bytes.count > 1 else { return 0 }
    let second = bytes[bytes.startIndex + 1]
    switch second {
    case 0x5B:
      guard let end = bytes.dropFirst(2).firstIndex(where: { (0x40...0x7E).contains($0) }) else { return 0 }
      control(String(decoding: bytes[(bytes.startIndex + 2)..<end], as: UTF8.self), bytes[end])
      return end - bytes.startIndex + 1
    case 0x5D, 0x50, 0x5F:
      var index = bytes.startIndex + 2
      while index < bytes.endIndex {
        if bytes[index] == 7 { return index - bytes.startIndex + 1 }
        if bytes[index] == 0x1B, index + 1 < bytes.endIndex { return index - bytes.startIndex + 2 }
        index += 1
      }
      return 0
    case 0x28: return bytes.count > 2 ? 3 : 0
    case 0x37: saved = (pen, x, y)
    case 0x38:
      (pen, x, y) = saved
      wraps = false
    case 0x3E, 0x3D, 0x5C: break
    default: unknown.append("ESC \(second)")
    }
    return 2
  }

  private mutating func control(_ text: String, _ final: UInt8) {
    let numbers = text.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
    let first = max(1, numbers.first ?? 1)
    if final != 0x6D { wraps = false }
    switch Character(Unicode.Scalar(final)) {
    case "m": select(numbers.isEmpty ? [0] : numbers)
    case "H":
      y = min(height, first) - 1
      x = min(width, max(1, numbers.count > 1 ? numbers[1] : 1)) - 1
    case "G": x = min(width, first) - 1
    case "d": y = min(height, first) - 1
    case "A": y = max(0, y - first)
    case "B": y = min(height - 1, y + first)
    case "C": x = min(width - 1, x + first)
    case "D": x = max(0, x - first)
    case "K": erase(y * width + (text == "1" ? 0 : x), y * width + (text == "1" ? x + 1 : width))
    case "J": erase(text == "2" ? 0 : y * width + x, cells.count)
    case "X": erase(y * width + x, y * width + min(width, x + first))
    case "h", "l":
      guard text.hasPrefix("?") else { break }
      for mode in text.dropFirst().split(separator: ";").compactMap({ Int($0) }) {
        if final == 0x68 { modes.insert(mode) } else { modes.remove(mode) }
      }
    case "u", "t": break
    default: unknown.append("CSI \(text) \(final)")
    }
  }

  private mutating func select(_ numbers: [Int]) {
    var index = 0
    while index < numbers.count {
      let number = numbers[index]
      switch number {
      case 0: pen = Shown()
      case 1, 2, 3, 4, 7: pen.attributes.insert(number)
      case 22: pen.attributes.subtract([1, 2])
      case 23, 24, 27: pen.attributes.remove(number - 20)
      case 30...37: pen.ink = "\(number - 30)"
      case 90...97: pen.ink = "\(number - 82)"
      case 40...47: pen.ground = "\(number - 40)"
      case 100...107: pen.ground = "\(number - 92)"
      case 39: pen.ink = "-"
      case 49: pen.ground = "-"
      case 38, 48:
        let length = index + 1 < numbers.count && numbers[index + 1] == 2 ? 4 : 2
        guard index + length < numbers.count else { return unknown.append("SGR \(numbers)") }
        let color = numbers[(index + 1)...(index + length)].map(String.init).joined(separator: ";")
        if number == 38 { pen.ink = color } else { pen.ground = color }
        index += length
      default: unknown.append("SGR \(number)")
      }
      index += 1
    }
  }

  // MARK: Drawing

  private mutating func erase(_ from: Int, _ to: Int) {
    for index in from..<max(from, to) { cells[index] = Shown(ground: pen.ground) }
  }

  private mutating func put(_ scalar: Unicode.Scalar) {
    if wraps, modes.contains(7) {
      x = 0
      y = min(height - 1, y + 1)
    }
    wraps = false
    let wide = (0x4E00...0x9FFF).contains(scalar.value)
    let index = y * width + x
    clearHalves(at: index)
    cells[index] = pen
    cells[index].glyph = scalar
    if wide, x + 1 < width {
      clearHalves(at: index + 1)
      cells[index] = pen
      cells[index].glyph = scalar
      cells[index + 1] = pen
      cells[index + 1].isContinuation = true
    }
    x += wide ? 2 : 1
    if x >= width {
      x = width - 1
      wraps = true
    }
  }

  /// Writing over half of a wide glyph removes the other half.
  private mutating func clearHalves(at index: Int) {
    if cells[index].isContinuation, index % width > 0 { cells[index - 1].glyph = " " }
    if index % width + 1 < width, cells[index + 1].isContinuation {
      cells[index + 1].isContinuation = false
      cells[index + 1].glyph = " "
    }
  }
}

extension ScreenInterpreter.Shown {
  /// The two colours a half block or a plain cell shows, upper half first; nil for other glyphs.
  var halves: [String]? {
    guard attributes.isDisjoint(with: [4, 7]) else { return nil }
    switch glyph {
    case " ", "\u{A0}": return [ground, ground]
    case "\u{2588}": return [ink, ink]
    case "\u{2580}": return [ink, ground]
    case "\u{2584}": return [ground, ink]
    default: return partner != nil && ink == ground && ink != "-" ? [ink, ink] : nil
    }
  }

  /// Whether a person would see the same as in `other`: a full block is a space with its colour behind it.
  func looksLike(_ other: ScreenInterpreter.Shown) -> Bool {
    if let mine = halves, let its = other.halves, isContinuation == other.isContinuation {
      return mine == its
    }
    if isContinuation, other.isContinuation { return true }
    if let partner = partner, glyph != other.glyph, attributes == other.attributes {
      return partner == other.glyph && ink == other.ground && ground == other.ink
    }
    return self == other
  }

  private var partner: Unicode.Scalar? {
    let pairs: [Unicode.Scalar: Unicode.Scalar] = [
      "\u{259A}": "\u{259E}", "\u{259E}": "\u{259A}", "\u{2598}": "\u{259F}", "\u{259F}": "\u{2598}",
      "\u{258C}": "\u{2590}", "\u{2590}": "\u{258C}",
    ]
    return pairs[glyph]
  }
}
