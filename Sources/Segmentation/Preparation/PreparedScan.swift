/// A scan as a network reads it, and the way back.
public struct PreparedScan: Sendable {
  /// Normalised values at the plan's spacing, network axes.
  public let grid: FloatGrid
  /// How the grid lies in the scan.
  public let placement: Placement
  /// What is odd about the scan.
  public let warnings: [ScanWarning]
}
