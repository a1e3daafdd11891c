import Glibc
import TOMLKit

/// The reader's own keys, from a TOML file:
///
///     [keys]
///     "window.lung" = ["2", "<c-l>"]
///     "cine.toggle" = "p"
///     "app.quit" = []            # no key at all
///
/// Reading never fails: what cannot be used is left out and told in `issues`.
public struct KeyMap: Sendable, Hashable {
  /// Keys for one action; empty takes all keys from it.
  public struct Entry: Sendable, Hashable {
    /// The action's id.
    public let action: String
    /// Its keys, in the order hints prefer them.
    public let keys: [Key]

    /// An entry; see the properties.
    public init(action: String, keys: [Key]) {
      self.action = action
      self.keys = keys
    }
  }

  /// The entries, sorted by action.
  public let entries: [Entry]
  /// What could not be read.
  public let issues: [KeyMapIssue]

  /// A map of given entries.
  public init(entries: [Entry] = [], issues: [KeyMapIssue] = []) {
    self.entries = entries
    self.issues = issues
  }

  /// A map from a TOML file; nil when there is no such file.
  public init?(path: String) {
    do {
      try self.init(toml: SmallFile.read(path))
    } catch {
      if error == .system(ENOENT) { return nil }
      self.init(issues: [.unreadable(file: path)])
    }
  }

  /// A map from the text of a TOML file.
  public init(toml text: String) {
    let table: TOMLTable
    do {
      table = try TOMLTable(string: text)
    } catch {
      let place = (error as? TOMLParseError)?.source.begin
      let reason = (error as? TOMLParseError)?.description ?? ""
      self.init(issues: [.syntax(line: place?.line ?? 1, reason: reason)])
      return
    }
    var reader = KeyMapReader()
    if let keys = table["keys"]?.table {
      reader.read(keys, prefix: "")
    } else if table.contains(key: "keys") {
      reader.issues.append(.notKeys(id: "keys"))
    }
    self.init(entries: reader.entries.sorted { $0.action < $1.action }, issues: reader.issues)
  }
}

/// Walks the `[keys]` table; an unquoted `window.lung` makes a table in a table, which means the same.
private struct KeyMapReader {
  var entries: [KeyMap.Entry] = []
  var issues: [KeyMapIssue] = []

  mutating func read(_ table: TOMLTable, prefix: String) {
    for name in table.keys.sorted() {
      guard let value = table[name] else { continue }
      let id = prefix.isEmpty ? name : prefix + "." + name
      if let inner = value.table {
        read(inner, prefix: id)
      } else if let text = value.string {
        add([text], to: id)
      } else if let array = value.array {
        let texts = array.map(\.string)
        if texts.contains(nil) { issues.append(.notKeys(id: id)) }
        add(texts.compactMap { $0 }, to: id)
      } else {
        issues.append(.notKeys(id: id))
      }
    }
  }

  private mutating func add(_ texts: [String], to id: String) {
    var keys: [Key] = []
    for text in texts {
      if let key = KeyNotation.parse(text) {
        if !keys.contains(key) { keys.append(key) }
      } else {
        issues.append(.unknownKey(text: text, id: id))
      }
    }
    // An entry of which nothing could be read must not take the action's default keys away.
    if !keys.isEmpty || texts.isEmpty { entries.append(KeyMap.Entry(action: id, keys: keys)) }
  }
}

/// What a reader should know about a key map.
public enum KeyMapIssue: Error, Hashable, Sendable {
  /// The file cannot be read as text.
  case unreadable(file: String)
  /// The file is not TOML.
  case syntax(line: Int, reason: String)
  /// The value is neither a text nor a list of texts.
  case notKeys(id: String)
  /// The text names no key.
  case unknownKey(text: String, id: String)
  /// No action has this id.
  case unknownAction(id: String)
  /// Two entries give one key to two actions; the first keeps it.
  case conflict(key: Key, first: String, second: String)
  /// The key was the default of another action, which lost it.
  case taken(key: Key, from: String, by: String)
}

extension KeyMapIssue: CustomStringConvertible {
  /// One line for the reader.
  public var description: String {
    switch self {
    case .unreadable(let file): "\(TerminalText.clean(file)): cannot be read"
    case .syntax(let line, let reason): "line \(line): \(TerminalText.clean(reason))"
    case .notKeys(let id): "\(TerminalText.clean(id)): a key or a list of keys is expected, each in quotes"
    case .unknownKey(let text, let id): "\(TerminalText.clean(id)): '\(TerminalText.clean(text))' is no key"
    case .unknownAction(let id): "\(TerminalText.clean(id)): there is no such action"
    case .conflict(let key, let first, let second):
      "\(KeyNotation.print(key)) is given to \(first) and \(second); \(first) keeps it"
    case .taken(let key, let from, let by): "\(KeyNotation.print(key)) now means \(by), no longer \(from)"
    }
  }
}
