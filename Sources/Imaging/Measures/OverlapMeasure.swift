/// How far two masks cover the same voxels.
public struct OverlapMeasure: Sendable, Hashable {
  /// Voxels of the reference.
  public let reference: Int
  /// Voxels of the candidate.
  public let candidate: Int
  /// Voxels of both.
  public let both: Int

  /// Counts two masks of one shape.
  public init(reference: BinaryMask, candidate: BinaryMask) {
    precondition(reference.shape == candidate.shape)
    var counts = (0, 0, 0)
    for (a, b) in zip(reference.voxels, candidate.voxels) {
      counts.0 += Int(a)
      counts.1 += Int(b)
      counts.2 += Int(a & b)
    }
    (self.reference, self.candidate, both) = counts
  }

  /// Twice the common voxels over the sum of both (Dice 1945): 1 for equal masks, 0 when they share nothing or only one
  /// is empty; nil when both are.
  public var dice: Double? {
    reference + candidate > 0 ? 2 * Double(both) / Double(reference + candidate) : nil
  }
}
