import Foundation

/// A table of Markdown: a heading, words to the left, figures to the right.
struct MarkdownTable {
  /// Titles of the columns; the first `words` columns hold words.
  let titles: [String]
  let words: Int
  var rows: [[String]] = []

  init(_ titles: [String], words: Int = 1) {
    self.titles = titles
    self.words = words
  }

  /// The lines of the table.
  var text: String {
    let rule = titles.indices.map { $0 < words ? "---" : "---:" }
    return ([titles, rule] + rows).map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
  }
}

/// Figures as reports show them.
enum Figure {
  /// A number with decimals; a dash where there is none.
  static func text(_ value: Double?, _ decimals: Int) -> String {
    guard let value, value.isFinite else { return "–" }
    let text = String(format: "%.\(decimals)f", value)
    return text.hasPrefix("-") && !text.contains { ("1"..."9").contains($0) }
      ? String(text.dropFirst()) : text
  }

  /// A duration: `95 s`, `12 min`, `3.4 h`.
  static func duration(_ seconds: Double) -> String {
    if seconds < 100 { return "\(text(seconds, 0)) s" }
    return seconds < 6000 ? "\(text(seconds / 60, 0)) min" : "\(text(seconds / 3600, 1)) h"
  }
}
