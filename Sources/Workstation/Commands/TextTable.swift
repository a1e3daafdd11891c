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
