/// How far something is, in one row.
public struct ProgressBar: Sendable, Hashable {
  /// 0...1; nil when nobody knows.
  public var fraction: Double?

  /// A bar; values outside 0...1 are clamped.
  public init(_ fraction: Double?) {
    self.fraction = fraction.flatMap { $0.isFinite ? min(1, max(0, $0)) : nil }
  }

  /// Draws the bar over the width of `rect`, half columns told apart where Unicode may be drawn.
  public func draw(
    into grid: inout CellGrid, rect: Rect, theme: Theme, role: Role = .progress, ground: Role = .text
  ) {
    guard !rect.isEmpty else { return }
    let done = theme[role, on: ground]
    let rest = theme[.border, on: ground]
    let halves = Int(((fraction ?? 0) * Double(rect.width * 2)).rounded(.down))
    for column in 0..<rect.width {
      let filled = halves - 2 * column
      let cell: Cell =
        switch (filled, theme.unicode) {
        case (2..., true): Cell("━", done)
        case (1, true): Cell("╸", done)
        case (_, true): Cell("─", rest)
        case (2..., false): Cell("=", done)
        case (_, false): Cell("-", rest)
        }
      grid[rect.x + column, rect.y] = cell
    }
  }

  /// `62 %`, right-aligned in five columns so that nothing moves; `  – %` when unknown.
  public func percent(unicode: Bool = true) -> String {
    let number = fraction.map { String(Int(($0 * 100).rounded(.down))) } ?? (unicode ? "–" : "-")
    return TextWidth.padded(number, to: 3, alignment: .right) + " %"
  }
}
