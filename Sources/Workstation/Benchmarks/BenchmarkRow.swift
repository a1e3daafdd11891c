/// One line of `fabrica bench`: what was measured, the aim, and whether it holds (DESIGN.md, 6).
public struct BenchmarkRow: Codable, Sendable {
  /// What was measured.
  public let name: String
  /// The figure.
  public let value: Double
  /// Its unit.
  public let unit: String
  /// The aim as a sentence such as "<= 8"; empty for a figure that is only recorded.
  public let aim: String
  /// Whether the aim holds; true for a figure that is only recorded.
  public let holds: Bool

  /// A row; see the properties.
  public init(name: String, value: Double, unit: String, aim: String, holds: Bool) {
    self.name = name
    self.value = value
    self.unit = unit
    self.aim = aim
    self.holds = holds
  }

  /// A figure that must not exceed a limit.
  public static func atMost(_ limit: Double, _ name: String, _ value: Double, _ unit: String) -> BenchmarkRow
  {
    BenchmarkRow(
      name: name, value: value, unit: unit, aim: "<= \(Format.decimal(limit, limit < 10 ? 2 : 0))",
      holds: value <= limit)
  }

  /// A figure without an aim.
  public static func recorded(_ name: String, _ value: Double, _ unit: String) -> BenchmarkRow {
    BenchmarkRow(name: name, value: value, unit: unit, aim: "", holds: true)
  }
}

/// Medians and percentiles of repeated measurements.
public enum Quantile {
  /// The value below which this share of the samples lies, by the nearest rank; NaN for none.
  public static func of(_ samples: [Double], _ share: Double) -> Double {
    guard !samples.isEmpty else { return .nan }
    let sorted = samples.sorted()
    let rank = Int((share * Double(sorted.count)).rounded(.up)) - 1
    return sorted[min(max(rank, 0), sorted.count - 1)]
  }
}

/// Benchmark rows for people.
public enum BenchmarkTable {
  /// Aligned columns, a row each, with a mark where an aim is missed.
  public static func text(_ rows: [BenchmarkRow]) -> String {
    var table = TextTable([.words("what"), .figures("value"), .words("unit"), .words("aim"), .words("")])
    for row in rows {
      table.rows.append([
        row.name, Format.decimal(row.value, row.value < 10 ? 2 : row.value < 1000 ? 1 : 0), row.unit, row.aim,
        row.aim.isEmpty ? "" : row.holds ? "holds" : "MISSED",
      ])
    }
    return table.text
  }
}
