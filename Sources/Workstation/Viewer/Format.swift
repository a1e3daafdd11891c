import Glibc

/// Numbers as readers of this field write them; the same on every screen, in every report, in every locale.
public enum Format {
  /// A number with a fixed count of decimals and a true minus sign.
  public static func decimal(_ value: Double, _ decimals: Int) -> String {
    guard value.isFinite else { return "–" }
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let rounded = (abs(value) * scale).rounded()
    guard rounded < 9e15, let units = Int(exactly: rounded) else { return "\(value)" }
    var digits = String(units)
    while digits.count <= decimals { digits = "0" + digits }
    let point = digits.index(digits.endIndex, offsetBy: -decimals)
    let text = decimals == 0 ? digits : digits[..<point] + "." + digits[point...]
    return (value < 0 && units > 0 ? "−" : "") + text
  }

  /// An integer in groups of three, parted by thin gaps that count as one column.
  public static func grouped(_ value: Int) -> String {
    var digits = Array(String(abs(value)))
    var position = digits.count - 3
    while position > 0 {
      digits.insert(" ", at: position)
      position -= 3
    }
    return (value < 0 ? "−" : "") + String(digits)
  }

  /// A volume: one decimal below 10 mL, none above.
  public static func millilitres(_ value: Double) -> String {
    value < 9.95 ? decimal(value, 1) : grouped(Int(value.rounded()))
  }

  /// Bytes in the largest unit that keeps one digit before the point.
  public static func bytes(_ count: Int) -> String {
    let units = ["B", "kB", "MB", "GB"]
    var value = Double(count)
    var unit = 0
    while value >= 1000, unit + 1 < units.count {
      value /= 1000
      unit += 1
    }
    return unit == 0 ? "\(count) B" : "\(decimal(value, value < 10 ? 1 : 0)) \(units[unit])"
  }
}
