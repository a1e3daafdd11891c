/// A key as tmux sends it, read from the notation of `fabrica open --keys`.
enum KeyStroke: Equatable {
  /// One of tmux's own names: `Down`, `C-p`.
  case named(String)
  /// Characters typed as they are.
  case text(String)

  /// A stroke that cannot be read.
  struct Unknown: Error {
    let stroke: String
  }

  private static let names = [
    "up": "Up", "down": "Down", "left": "Left", "right": "Right", "enter": "Enter", "esc": "Escape",
    "tab": "Tab",
    "backtab": "BTab", "backspace": "BSpace", "delete": "DC", "home": "Home", "end": "End", "pageup": "PPage",
    "pagedown": "NPage", "pgup": "PPage", "pgdn": "NPage", "space": "Space",
  ]

  /// Strokes of a line: separated by spaces, special ones in angle brackets, text in single quotes.
  static func parse(_ line: String) throws -> [KeyStroke] {
    var strokes: [KeyStroke] = []
    var rest = line[...]
    while let first = rest.first {
      if first == " " {
        rest.removeFirst()
      } else if first == "'", let end = rest.dropFirst().firstIndex(of: "'") {
        strokes.append(.text(String(rest[rest.index(after: rest.startIndex)..<end])))
        rest = rest[rest.index(after: end)...]
      } else {
        let word = rest.prefix { $0 != " " }
        rest = rest[word.endIndex...]
        strokes.append(try stroke(String(word)))
      }
    }
    return strokes
  }

  private static func stroke(_ word: String) throws -> KeyStroke {
    guard word.count > 1 else { return .text(word) }
    guard word.hasPrefix("<"), word.hasSuffix(">") else { throw Unknown(stroke: word) }
    var name = word.dropFirst().dropLast().lowercased()
    var modifiers = ""
    while name.count > 2, let sign = name.first, "cs".contains(sign), name.dropFirst().first == "-" {
      modifiers += sign == "c" ? "C-" : "S-"
      name.removeFirst(2)
    }
    if let known = names[name] { return .named(modifiers + known) }
    if let number = name.wholeMatch(of: /f(\d\d?)/) { return .named("\(modifiers)F\(number.1)") }
    guard name.count == 1, !modifiers.isEmpty else { throw Unknown(stroke: word) }
    return .named(modifiers + name)
  }
}
