import TerminalKit

/// Facts as "name  value" lines; a value of several lines goes on below its first.
struct FactList {
  private var facts: [(name: String, lines: [String])] = []

  mutating func add(_ name: String, _ value: String) { facts.append((name, [value])) }

  mutating func add(_ name: String, lines: [String]) { if !lines.isEmpty { facts.append((name, lines)) } }

  /// The facts, names in one column.
  func text(indent: Int = 2) -> String {
    let width = facts.map { TextWidth.columns(of: $0.name) }.max() ?? 0
    let margin = String(repeating: " ", count: indent)
    let blank = String(repeating: " ", count: width)
    return facts.flatMap { fact in
      let padding = String(repeating: " ", count: width - TextWidth.columns(of: fact.name))
      return fact.lines.enumerated().map { number, line in
        margin + (number == 0 ? fact.name + padding : blank) + "  " + line
      }
    }.joined(separator: "\n")
  }
}
