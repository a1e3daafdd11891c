/// What is odd about a scan that can be segmented all the same, as facts for the report.
public enum ScanWarning: Hashable, Sendable, CustomStringConvertible {
  /// Values that cannot be HU of a body in air: none is negative, or they span less than 100.
  case notHounsfield(low: Float, high: Float)

  /// Warnings about a scan with values low...high.
  static func warnings(low: Float, high: Float) -> [ScanWarning] {
    low >= 0 || high - low < 100 ? [.notHounsfield(low: low, high: high)] : []
  }

  /// One sentence.
  public var description: String {
    switch self {
    case .notHounsfield(let low, let high):
      "values from \(low) to \(high) cannot be HU (air is -1000): expect a wrong segmentation"
    }
  }
}
