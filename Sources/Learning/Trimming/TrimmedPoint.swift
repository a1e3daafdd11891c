import Networks

/// A student that was learned and measured: a place in the list that one chooses from.
public struct TrimmedPoint: Codable, Hashable, Sendable {
  /// What was done to get it: `stage 3 -> 16: 1x3x3`.
  public var step: String
  /// What it looks like; nil for its teacher and for one with single weights cut out.
  public var form: DecoderForm?
  /// Mean Dice of the classes on validation patches.
  public var dice: Double
  /// Weights that are not zero.
  public var parameters: Int
  /// Seconds of a patch through the decoder and its head, measured beside the teacher's.
  public var seconds: Double
  /// Whether trimming went on from it.
  public var isKept: Bool
  /// Whether no other kept point is at least as good in all three and better in one.
  public var isBest = false

  /// The same points with those marked that no other outdoes.
  static func marked(_ points: [TrimmedPoint]) -> [TrimmedPoint] {
    points.map { point in
      var point = point
      point.isBest = point.isKept && !points.contains { $0.isKept && $0.outdoes(point) }
      return point
    }
  }

  private func outdoes(_ other: TrimmedPoint) -> Bool {
    let notWorse = dice >= other.dice && parameters <= other.parameters && seconds <= other.seconds
    return notWorse && (dice > other.dice || parameters < other.parameters || seconds < other.seconds)
  }
}
