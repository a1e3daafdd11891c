/// Tables as comma-separated values by RFC 4180, with a heading line and LF line ends.
enum CSVDocument {
  /// A table; a cell that holds a comma, a quotation mark or a line break is quoted.
  ///
  /// A cell of words that a spreadsheet would take for a formula gets an apostrophe in front.
  static func text(headings: [String], rows: [[String]]) -> String {
    ([headings] + rows).map { $0.map(cell).joined(separator: ",") }.joined(separator: "\n") + "\n"
  }

  private static func cell(_ text: String) -> String {
    let isFormula = text.first.map { "=+-@".contains($0) } ?? false
    let safe = isFormula && Double(text) == nil ? "'" + text : text
    guard safe.contains(where: { ",\"\n\r".contains($0) }) else { return safe }
    return "\"" + safe.replacing("\"", with: "\"\"") + "\""
  }
}
