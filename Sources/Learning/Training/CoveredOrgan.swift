/// An organ of an earlier decoder that a new decoder would take voxels from.
public struct CoveredOrgan: Hashable, Sendable, CustomStringConvertible {
  /// Its name in the model.
  public let name: String
  /// The share of its voxels that it would lose.
  public let share: Double

  /// `liver 12 %`.
  public var description: String { "\(name) \(Int((100 * share).rounded())) %" }
}
