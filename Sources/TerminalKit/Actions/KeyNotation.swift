/// Keys as text: `3`, `<down>`, `<s-down>`, `<c-p>`, `<f3>`; the same in key maps, scripts and documentation.
public enum KeyNotation {
  /// The key a text names; nil when it names none.
  ///
  /// One printable character names itself. Names in angle brackets are read without regard to case.
  public static func parse(_ text: String) -> Key? {
    if text.count == 1, let character = text.first {
      return isPrintable(character) ? .character(character) : nil
    }
    guard text.count >= 3, text.hasPrefix("<"), text.hasSuffix(">") else { return nil }
    let name = text.dropFirst().dropLast().lowercased()
    if let key = keysByName[name] { return key }
    if name.hasPrefix("c-"), name.utf8.count == 3, let letter = name.last, ("a"..."z").contains(letter) {
      return .control(letter)
    }
    if name.hasPrefix("f"), let number = Int(name.dropFirst()), (1...12).contains(number),
      String(number) == name.dropFirst()
    {
      return .function(number)
    }
    return nil
  }

  /// The text that `parse` reads as this key.
  public static func print(_ key: Key) -> String {
    switch key {
    case .character(let character): return specialCharacters[character].map { "<\($0)>" } ?? String(character)
    case .control(let letter): return "<c-\(letter)>"
    case .function(let number): return "<f\(number)>"
    default: return "<\(named.first { $0.key == key }?.name ?? "")>"
    }
  }

  /// The key as a reader sees it in hints and help: `↓`, `⏎`, `^P`; words where `unicode` is false.
  public static func human(_ key: Key, unicode: Bool = true) -> String {
    switch key {
    case .character(" "): return "space"
    case .character(let character): return String(character)
    case .control(let letter): return "^" + letter.uppercased()
    case .function(let number): return "F\(number)"
    default:
      guard let entry = named.first(where: { $0.key == key }) else { return "" }
      return unicode ? entry.sign : entry.word
    }
  }

  /// Several keys for one hint: three or more neighbours become a range (`1–8`), signs are set side by side.
  public static func human(_ keys: [Key], unicode: Bool = true) -> String {
    if let range = range(of: keys, unicode: unicode) { return range }
    let texts = keys.map { human($0, unicode: unicode) }
    let areSigns = texts.allSatisfy { $0.count == 1 && !($0.first?.isASCII ?? true) }
    return texts.joined(separator: areSigns ? "" : " ")
  }

  private static func range(of keys: [Key], unicode: Bool) -> String? {
    guard keys.count >= 3 else { return nil }
    var values: [UInt8] = []
    for key in keys {
      guard case .character(let character) = key, let value = character.asciiValue,
        character.isLetter || character.isNumber
      else { return nil }
      values.append(value)
    }
    guard zip(values, values.dropFirst()).allSatisfy({ Int($0) + 1 == Int($1) }) else { return nil }
    return human(keys[0]) + (unicode ? "–" : "-") + human(keys[keys.count - 1])
  }

  private static func isPrintable(_ character: Character) -> Bool {
    TextWidth.columns(of: String(character)) > 0 && !character.isWhitespace
  }

  private struct Named {
    let key: Key
    let name: String
    let sign: String
    let word: String
  }

  private static let named: [Named] = [
    Named(key: .up, name: "up", sign: "↑", word: "up"),
    Named(key: .down, name: "down", sign: "↓", word: "down"),
    Named(key: .left, name: "left", sign: "←", word: "left"),
    Named(key: .right, name: "right", sign: "→", word: "right"),
    Named(key: .shiftUp, name: "s-up", sign: "⇧↑", word: "S-up"),
    Named(key: .shiftDown, name: "s-down", sign: "⇧↓", word: "S-down"),
    Named(key: .shiftLeft, name: "s-left", sign: "⇧←", word: "S-left"),
    Named(key: .shiftRight, name: "s-right", sign: "⇧→", word: "S-right"),
    Named(key: .enter, name: "enter", sign: "⏎", word: "enter"),
    Named(key: .escape, name: "esc", sign: "esc", word: "esc"),
    Named(key: .tab, name: "tab", sign: "⇥", word: "tab"),
    Named(key: .backTab, name: "s-tab", sign: "⇧⇥", word: "S-tab"),
    Named(key: .backspace, name: "bs", sign: "⌫", word: "bksp"),
    Named(key: .delete, name: "del", sign: "del", word: "del"),
    Named(key: .home, name: "home", sign: "home", word: "home"),
    Named(key: .end, name: "end", sign: "end", word: "end"),
    Named(key: .pageUp, name: "pgup", sign: "pgup", word: "pgup"),
    Named(key: .pageDown, name: "pgdn", sign: "pgdn", word: "pgdn"),
  ]

  /// Characters that stand for something else in a script.
  private static let specialCharacters: [Character: String] = [" ": "space", "'": "quote"]

  /// Every name `parse` knows, second names included.
  private static let keysByName: [String: Key] = {
    var keys: [String: Key] = [
      "return": .enter, "cr": .enter, "escape": .escape, "backspace": .backspace, "delete": .delete,
      "pageup": .pageUp, "pagedown": .pageDown, "backtab": .backTab, "lt": .character("<"),
      "gt": .character(">"),
    ]
    for entry in named { keys[entry.name] = entry.key }
    for (character, name) in specialCharacters { keys[name] = .character(character) }
    return keys
  }()
}
