import TerminalKit

/// Every action of the workstation: `fabrica actions`.
public struct ActionsReport: Codable, Sendable, Hashable {
  /// One action.
  public struct Item: Codable, Sendable, Hashable {
    /// The stable name for key maps.
    public let id: String
    /// The part of the program it belongs to.
    public let section: String
    /// Its keys as a key map writes them, the reader's own included.
    public let keys: [String]
    /// A few words.
    public let title: String
    /// One sentence.
    public let help: String
  }

  /// The actions, in the order of the help screen.
  public let actions: [Item]

  /// The report of a table, with the keys it has now.
  public init<Context>(_ table: ActionTable<Context>) {
    actions = table.actions.map { action in
      Item(
        id: action.id, section: action.section, keys: table.keys(of: action.id).map { KeyNotation.print($0) },
        title: action.title, help: action.help)
    }
  }

  /// The report for people: a table for each section.
  public var text: String {
    var sections: [String] = []
    for action in actions where !sections.contains(action.section) { sections.append(action.section) }
    return sections.map { section in
      var table = TextTable([.words(section), .words("keys"), .words("id"), .words("help")])
      for action in actions where action.section == section {
        table.rows.append([action.title, action.keys.joined(separator: " "), action.id, action.help])
      }
      return table.text
    }.joined(separator: "\n\n")
  }
}
