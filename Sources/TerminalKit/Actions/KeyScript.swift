/// A line of keys for headless runs: `3 s z g <down> 'liver' <enter>`.
///
/// Keys stand apart by spaces, special ones in angle brackets (`KeyNotation`); text to be typed stands in single
/// quotes, where two quotes in a row mean one.
public enum KeyScript {
  /// The keys of a script, in order.
  /// - Throws: `KeyScriptError` naming the first part that is no key.
  public static func parse(_ script: String) throws(KeyScriptError) -> [Key] {
    var keys: [Key] = []
    let characters = Array(script)
    var index = 0
    while index < characters.count {
      if characters[index].isWhitespace {
        index += 1
      } else if characters[index] == "'" {
        let (typed, next) = try quoted(characters, from: index)
        keys += typed
        index = next
      } else {
        let start = index
        while index < characters.count, !characters[index].isWhitespace { index += 1 }
        let token = String(characters[start..<index])
        guard let key = KeyNotation.parse(token) else {
          throw .unknownKey(text: token, column: start + 1)
        }
        keys.append(key)
      }
    }
    return keys
  }

  /// The script that `parse` reads as these keys.
  public static func print(_ keys: [Key]) -> String {
    keys.map(KeyNotation.print).joined(separator: " ")
  }

  private static func quoted(
    _ characters: [Character], from start: Int
  ) throws(KeyScriptError) -> (keys: [Key], next: Int) {
    var keys: [Key] = []
    var index = start + 1
    while index < characters.count {
      if characters[index] == "'" {
        guard index + 1 < characters.count, characters[index + 1] == "'" else { return (keys, index + 1) }
        index += 1
      }
      guard TextWidth.columns(of: String(characters[index])) > 0 else {
        throw .unprintable(column: index + 1)
      }
      keys.append(.character(characters[index]))
      index += 1
    }
    throw .unclosedQuote(column: start + 1)
  }
}

/// What is wrong with a key script; columns count characters from 1.
public enum KeyScriptError: Error, Hashable, Sendable {
  /// A part that names no key.
  case unknownKey(text: String, column: Int)
  /// A quote without its end.
  case unclosedQuote(column: Int)
  /// A control or invisible character inside quotes.
  case unprintable(column: Int)
}

extension KeyScriptError: CustomStringConvertible {
  /// One line for the reader.
  public var description: String {
    switch self {
    case .unknownKey(let text, let column):
      let hint = text.count > 1 && !text.hasPrefix("<") ? "; text to type stands in single quotes" : ""
      return "column \(column): '\(TerminalText.clean(text))' is no key\(hint)"
    case .unclosedQuote(let column): return "column \(column): the quote is not closed"
    case .unprintable(let column): return "column \(column): this character cannot be typed"
    }
  }
}
