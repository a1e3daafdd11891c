/// A line of a benchmark, as every `bench` prints it.
public struct BenchmarkRow: Codable, Equatable, Sendable {
  /// What was measured.
  public var name: String
  /// The figure.
  public var value: Double
  /// Its unit.
  public var unit: String
  /// The aim as a sentence such as "<= 8"; empty for a figure without one.
  public var aim: String
  /// Whether the figure meets the aim; true without one.
  public var holds: Bool

  /// A figure without an aim.
  public init(_ name: String, _ value: Double, _ unit: String) {
    self.init(name: name, value: value, unit: unit, aim: "", holds: true)
  }

  /// A figure that should be at most `bound`.
  public init(_ name: String, _ value: Double, _ unit: String, atMost bound: Double) {
    self.init(name: name, value: value, unit: unit, aim: "<= \(bound)", holds: value <= bound)
  }

  /// A figure that should be at least `bound`.
  public init(_ name: String, _ value: Double, _ unit: String, atLeast bound: Double) {
    self.init(name: name, value: value, unit: unit, aim: ">= \(bound)", holds: value >= bound)
  }

  private init(name: String, value: Double, unit: String, aim: String, holds: Bool) {
    self.name = name
    self.value = value
    self.unit = unit
    self.aim = aim
    self.holds = holds
  }
}
