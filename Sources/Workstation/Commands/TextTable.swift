import TerminalKit

/// Figures as aligned columns for people; scripts take `--json` or `--csv`.
struct TextTable {
  /// A column.
  struct Column {
    let title: String
    let isNumeric: Bool

    /// A column of words, set left.
    static func words(_ title: String) -> Column { Column(title: title, isNumeric: false) }
    /// A column of figures, set right.
    static func figures(_ title: String) -> Column { Column(title: title, isNumeric: true) }
  }

  let columns: [Column]
  var rows: [[String]] = []

  init(_ columns: [Column]) { self.columns = columns }

  /// The table with its headings, two blanks between columns and none at the ends of lines.
  var text: String {
    let lines = [columns.map(\.title)] + rows
    let widths = columns.indices.map { column in lines.map { TextWidth.columns(of: $0[column]) }.max() ?? 0 }
    return lines.map { line in
      var text = ""
      for (column, cell) in line.enumerated() {
        let padding = String(repeating: " ", count: widths[column] - TextWidth.columns(of: cell))
        text += (column > 0 ? "  " : "") + (columns[column].isNumeric ? padding + cell : cell + padding)
      }
      while text.last == " " { text.removeLast() }
      return text
    }.joined(separator: "\n")
  }
}

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
