/// A control sequence taken apart: `CSI`, an optional mark, numbers, optional intermediates, a final byte.
struct ControlSequence: Sendable {
  /// `<`, `=`, `>` or `?` before the numbers, 0 without.
  let mark: UInt8
  /// The numbers between semicolons; the first of several between colons; 0 where none stands.
  let numbers: [Int]
  /// The byte before the final one that is neither mark nor number, 0 without.
  let intermediate: UInt8
  /// The last byte.
  let final: UInt8

  /// From the bytes between `CSI` and the final byte.
  init(_ bytes: ArraySlice<UInt8>, final: UInt8) {
    var mark: UInt8 = 0
    var intermediate: UInt8 = 0
    var numbers = [0]
    var inFirst = true
    for (offset, byte) in bytes.enumerated() {
      switch byte {
      case 0x3C...0x3F where offset == 0: mark = byte
      case 0x30...0x39:
        if inFirst {
          numbers[numbers.count - 1] = min(99_999, numbers[numbers.count - 1] * 10 + Int(byte) - 48)
        }
      case 0x3A: inFirst = false
      case 0x3B:
        numbers.append(0)
        inFirst = true
      case 0x20...0x2F: intermediate = byte
      default: break
      }
    }
    self.mark = mark
    self.numbers = numbers
    self.intermediate = intermediate
    self.final = final
  }

  /// A number by its place, 0 when absent.
  func number(_ index: Int) -> Int { index < numbers.count ? numbers[index] : 0 }
}

/// What sequences mean: the tables behind KeyDecoder.
enum KeySequences {
  /// A whole control sequence of `count` bytes.
  static func control(_ sequence: ControlSequence, count: Int) -> KeyDecoder.Piece {
    if sequence.mark == 0x3C, sequence.final == 0x4D || sequence.final == 0x6D {
      let event = mouse(
        code: sequence.number(0), column: sequence.number(1), row: sequence.number(2),
        released: sequence.final == 0x6D)
      return KeyDecoder.Piece(count: count, inputs: event.map { [.event(.mouse($0))] } ?? [])
    }
    if let reply = reply(sequence) { return KeyDecoder.Piece(count: count, inputs: [.reply(reply)]) }
    if sequence.final == 0x7E, sequence.number(0) == 200 {
      return KeyDecoder.Piece(count: count, beginsPaste: true)
    }
    guard sequence.mark == 0, let key = key(sequence) else { return KeyDecoder.Piece(count: count) }
    return .key(key, count)
  }

  /// Answers, told from keys by their marks; nil for what may be a key.
  private static func reply(_ sequence: ControlSequence) -> TerminalReply? {
    switch sequence.final {
    case 0x63 where sequence.mark == 0x3F: return .primaryAttributes(sequence.numbers)
    case 0x79 where sequence.mark == 0x3F && sequence.intermediate == 0x24:
      return .privateMode(mode: sequence.number(0), state: sequence.number(1))
    case 0x74 where sequence.number(0) == 6:
      return .cellPixels(height: sequence.number(1), width: sequence.number(2))
    // A cursor position and F3 with a modifier look alike; only in row 1 it can be the key.
    case 0x52 where sequence.numbers.count == 2 && sequence.number(0) > 1: return .other
    default: return sequence.mark == 0 ? nil : .other
    }
  }

  private static func key(_ sequence: ControlSequence) -> Key? {
    let modifier = sequence.number(1)
    switch sequence.final {
    case 0x41...0x44, 0x46, 0x48, 0x50...0x53: return singleShift(sequence.final, modifier: modifier)
    case 0x5A: return .backTab
    case 0x61...0x64: return arrow(sequence.final - 0x20, shifted: true)
    case 0x7E, 0x5E: return numbered(sequence)
    case 0x75: return coded(sequence.number(0), modifier: modifier)
    default: return nil
    }
  }

  /// The key of a letter after `ESC O` or at the end of a control sequence.
  static func singleShift(_ letter: UInt8, modifier: Int) -> Key? {
    switch letter {
    case 0x41...0x44: return arrow(letter, shifted: isShifted(modifier))
    case 0x48: return .home
    case 0x46: return .end
    case 0x50...0x53: return .function(Int(letter) - 0x4F)
    case 0x4D: return .enter
    case 0x5A: return .backTab
    case 0x49: return .tab
    case 0x61...0x64: return arrow(letter - 0x20, shifted: false)
    // The number block in the application mode.
    case 0x6A...0x79: return .character(Character(Unicode.Scalar(letter - 0x40)))
    default: return nil
    }
  }

  private static func arrow(_ letter: UInt8, shifted: Bool) -> Key {
    switch letter {
    case 0x41: return shifted ? .shiftUp : .up
    case 0x42: return shifted ? .shiftDown : .down
    case 0x43: return shifted ? .shiftRight : .right
    default: return shifted ? .shiftLeft : .left
    }
  }

  /// A modifier is sent as 1 + shift 1, alt 2, control 4.
  private static func isShifted(_ modifier: Int) -> Bool { modifier > 0 && (modifier - 1) & 1 == 1 }

  private static func numbered(_ sequence: ControlSequence) -> Key? {
    switch sequence.number(0) {
    case 1, 7: return .home
    case 4, 8: return .end
    case 3: return .delete
    case 5: return .pageUp
    case 6: return .pageDown
    case 11...15: return .function(sequence.number(0) - 10)
    case 17...21: return .function(sequence.number(0) - 11)
    case 23, 24: return .function(sequence.number(0) - 12)
    case 27: return coded(sequence.number(2), modifier: sequence.number(1))
    default: return nil
    }
  }

  /// A key by its character code, as xterm's modifyOtherKeys and the kitty protocol send it.
  private static func coded(_ code: Int, modifier: Int) -> Key? {
    let control = modifier > 0 && (modifier - 1) & 4 == 4
    switch code {
    case 9: return isShifted(modifier) ? .backTab : .tab
    case 13: return .enter
    case 27: return .escape
    case 8, 127: return .backspace
    default: break
    }
    guard let scalar = UInt32(exactly: code).flatMap(Unicode.Scalar.init), scalar.value >= 0x20,
      !(0x7F..<0xA0).contains(scalar.value), !(0xE000..<0xF900).contains(scalar.value)
    else { return nil }
    guard control else {
      return .character(Character(isShifted(modifier) ? upper(scalar) : scalar))
    }
    let letter = scalar.value | 0x20
    return (0x61...0x7A).contains(letter) ? .control(Character(Unicode.Scalar(UInt8(letter)))) : nil
  }

  private static func upper(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    ("a"..."z").contains(scalar) ? Unicode.Scalar(UInt8(scalar.value - 0x20)) : scalar
  }

  /// A mouse report; nil for movement without a button and for buttons nobody knows.
  /// - Parameter code: buttons in the bits 0, 1, 6 and 7, keys in 2 to 4, movement in 5.
  static func mouse(code: Int, column: Int, row: Int, released: Bool) -> MouseEvent? {
    let position = Point(x: max(0, column - 1), y: max(0, row - 1))
    let button = code & 3
    if code & 64 != 0 {
      guard button < 2, code & 128 == 0, !released else { return nil }
      return MouseEvent(kind: button == 0 ? .wheelUp : .wheelDown, position: position)
    }
    guard button < 3, code & 128 == 0 else { return nil }
    let kind: MouseEvent.Kind =
      released ? .release(button + 1) : code & 32 != 0 ? .drag(button + 1) : .press(button + 1)
    return MouseEvent(kind: kind, position: position)
  }
}
