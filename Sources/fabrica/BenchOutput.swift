import Tensors
import Workstation

/// How every `fabrica bench` prints its rows.
enum BenchOutput {
  /// One JSON document, or a table.
  static func write(_ rows: [Workstation.BenchmarkRow], json: Bool) throws {
    if json {
      try Console.write(json: try JSONDocument.encode(rows))
    } else {
      try Console.write(BenchmarkTable.text(rows))
    }
  }

  /// The same for rows of the rooms below.
  static func write(_ rows: [Tensors.BenchmarkRow], json: Bool) throws {
    try write(
      rows.map { .init(name: $0.name, value: $0.value, unit: $0.unit, aim: $0.aim, holds: $0.holds) },
      json: json)
  }
}
