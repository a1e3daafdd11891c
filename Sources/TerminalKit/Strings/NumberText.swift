import Foundation

/// Numbers as readers see them: grouped by thousands, a fixed number of decimals, a true minus sign.
///
/// Independent of the locale, so that a frame and a test read the same everywhere.
public enum NumberText {
  /// `1 563`, `−12`: thousands apart by a space, so that volumes in mL are read at a glance.
  public static func grouped(_ value: Int, unicode: Bool = true) -> String {
    let digits = Array(String(value.magnitude))
    var text = value < 0 ? minus(unicode) : ""
    for (index, digit) in digits.enumerated() {
      if index > 0 && (digits.count - index) % 3 == 0 { text += " " }
      text.append(digit)
    }
    return text
  }

  /// `−12.4` with exactly `decimals` digits after the point; `–` for what is not a finite number.
  ///
  /// A value that rounds to zero has no sign.
  public static func fixed(_ value: Double, decimals: Int, unicode: Bool = true) -> String {
    guard value.isFinite else { return unicode ? "–" : "-" }
    let text = String(format: "%.\(max(0, min(12, decimals)))f", value.magnitude)
    let isZero = text.allSatisfy { $0 == "0" || $0 == "." }
    return value < 0 && !isZero ? minus(unicode) + text : text
  }

  /// A short label for an axis: as many digits as tell apart values `step` from each other.
  public static func axis(_ value: Double, step: Double, unicode: Bool = true) -> String {
    guard value.isFinite, step.isFinite, step > 0 else { return fixed(value, decimals: 0, unicode: unicode) }
    let decimals = max(0, min(6, -Int(log10(step).rounded(.down))))
    if decimals == 0, value.magnitude < 1e9 { return grouped(Int(value.rounded()), unicode: unicode) }
    return fixed(value, decimals: decimals, unicode: unicode)
  }

  private static func minus(_ unicode: Bool) -> String { unicode ? "−" : "-" }
}
