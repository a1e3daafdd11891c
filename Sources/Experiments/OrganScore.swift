import Anatomy
import Imaging

/// How well an organ was found in the held-out scans of a task.
///
/// Dice is the mean over the scans that have the organ; where it was missed it is 0. Distances are means over the scans
/// in which it was found at all, in mm: HD95 the 95th percentile of the Hausdorff distance, ASD the symmetric average
/// surface distance (`SurfaceDistances`); `missed` says how many they leave out.
public struct OrganScore: Codable, Hashable, Sendable {
  /// The organ.
  public var organ: Organ.ID
  /// Scans that have it.
  public var scans: Int
  /// Of these, scans in which no voxel was given it.
  public var missed: Int
  /// Scans that do not have it and in which some voxel was given it.
  public var invented: Int
  /// Nil when no scan has it.
  public var dice: Double?
  /// Nil when it was found in no scan.
  public var hd95: Double?
  /// Nil when it was found in no scan.
  public var asd: Double?

  /// The score of an organ over some scans, from its agreement in each.
  public init(_ organ: Organ.ID, _ agreements: [OrganAgreement]) {
    let having = agreements.filter(\.isInReference)
    self.organ = organ
    scans = having.count
    missed = having.count { !$0.isInCandidate }
    invented = agreements.count { !$0.isInReference && $0.isInCandidate }
    dice = Self.mean(having.map { $0.dice ?? 0 })
    hd95 = Self.mean(having.compactMap(\.hausdorff95))
    asd = Self.mean(having.compactMap(\.averageSurfaceDistance))
  }

  static func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }
}

/// How well a network found the organs of a task in its held-out scans.
public struct TaskScore: Codable, Hashable, Sendable {
  /// Scans it was scored on.
  public var scans: Int
  /// Every organ of the task, in the order of its labels.
  public let organs: [OrganScore]
  /// Mean seconds of segmenting a scan, from voxels in memory to the label map on its grid.
  public var secondsOfScan: Double
  /// Mean Dice over the organs that some scan has.
  public let dice: Double?
  /// Mean HD95 over the organs that were found, mm.
  public let hd95: Double?
  /// Mean ASD over the organs that were found, mm.
  public let asd: Double?
  /// Organs that were missed, counted in every scan.
  public let missed: Int

  /// A score; means follow.
  public init(scans: Int, organs: [OrganScore], secondsOfScan: Double) {
    self.scans = scans
    self.organs = organs
    self.secondsOfScan = secondsOfScan
    dice = OrganScore.mean(organs.compactMap(\.dice))
    hd95 = OrganScore.mean(organs.compactMap(\.hd95))
    asd = OrganScore.mean(organs.compactMap(\.asd))
    missed = organs.reduce(0) { $0 + $1.missed }
  }
}
