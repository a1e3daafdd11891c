/// Writes frames to files and compares them: text, escape sequences, pictures.
///
/// The same frames a terminal shows, for `--dump`, screenshots and tests. Nothing is read from the environment.
public enum FrameDump {
  /// Rows of text without trailing spaces, each ended by a line feed.
  public static func text(_ grid: CellGrid) -> String {
    var lines = ""
    for y in 0..<grid.size.height { lines += trimmed(grid.text(row: y)) + "\n" }
    return lines
  }

  /// Text for snapshots in tests: as `text`, without the empty rows at the end and the last line feed.
  public static func snapshot(_ grid: CellGrid) -> String {
    var rows = (0..<grid.size.height).map { trimmed(grid.text(row: $0)) }
    while rows.last == "" { rows.removeLast() }
    return rows.joined(separator: "\n")
  }

  /// The styles of a frame as letters, `a` for the first met, with a legend below: what a snapshot of text cannot
  /// show. Up to 52 styles are told apart.
  public static func styleMap(_ grid: CellGrid) -> String {
    let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
    var styles: [Style] = []
    var rows: [String] = []
    for y in 0..<grid.size.height {
      var row = ""
      for x in 0..<grid.size.width {
        let style = grid[x, y].style
        let index =
          styles.firstIndex(of: style)
          ?? {
            styles.append(style)
            return styles.count - 1
          }()
        row.append(index < letters.count ? letters[index] : "?")
      }
      rows.append(row)
    }
    let legend = zip(letters, styles).map { "\($0): \(describe($1))" }
    return (rows + legend).joined(separator: "\n")
  }

  /// Nil when two frames are equal, else the first rows that differ, at most `limit`: text with `-` and `+`, or the
  /// columns where only styles differ.
  public static func plainDifference(_ a: CellGrid, _ b: CellGrid, limit: Int = 5) -> String? {
    guard a.size == b.size else {
      return "sizes differ: \(a.size.width)x\(a.size.height) and \(b.size.width)x\(b.size.height)"
    }
    var lines: [String] = []
    var rows = 0
    for y in 0..<a.size.height {
      let columns = (0..<a.size.width).filter { a[$0, y] != b[$0, y] }
      guard let first = columns.first, let last = columns.last else { continue }
      rows += 1
      guard rows <= limit else { continue }
      if a.text(row: y) == b.text(row: y) {
        let styles = "\(describe(a[first, y].style)) and \(describe(b[first, y].style))"
        lines.append("row \(y), columns \(first)...\(last): styles differ, first \(styles)")
      } else {
        lines.append("row \(y), columns \(first)...\(last):")
        lines.append("- " + trimmed(a.text(row: y)))
        lines.append("+ " + trimmed(b.text(row: y)))
      }
    }
    if rows > limit { lines.append("and \(rows - limit) more rows") }
    return rows == 0 ? nil : lines.joined(separator: "\n")
  }

  static func trimmed(_ row: String) -> String {
    var row = row[...]
    while row.last == " " { row.removeLast() }
    return String(row)
  }

  private static func describe(_ style: Style) -> String {
    var words = ["\(describe(style.foreground)) on \(describe(style.background))"]
    let names: [(CellAttributes, String)] = [
      (.bold, "bold"), (.dim, "dim"), (.italic, "italic"), (.underline, "underline"), (.reverse, "reverse"),
    ]
    words += names.filter { style.attributes.contains($0.0) }.map(\.1)
    return words.joined(separator: " ")
  }

  private static func describe(_ color: Color) -> String {
    if let rgb = color.rgb { return "#" + hex(rgb) }
    if let index = color.named { return "ansi:\(index)" }
    return "default"
  }

  /// Six upper-case hexadecimal digits.
  static func hex(_ rgb: UInt32) -> String {
    let digits = String(rgb & 0xFF_FFFF, radix: 16, uppercase: true)
    return String(repeating: "0", count: 6 - digits.count) + digits
  }
}
