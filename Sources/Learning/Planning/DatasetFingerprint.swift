import Foundation
import Tensors

/// What planning needs to know of a data set.
///
/// Axes are z, y, x of the canonical grid (to superior, anterior, right).
public struct DatasetFingerprint: Hashable, Sendable, Codable {
  /// Statistics of the foreground's HU, over values drawn from every case alike.
  public struct Intensities: Hashable, Sendable, Codable {
    /// The mean.
    public let mean: Double
    /// The standard deviation.
    public let deviation: Double
    /// The 0.5th percentile.
    public let low: Double
    /// The median.
    public let median: Double
    /// The 99.5th percentile.
    public let high: Double
  }

  /// Millimetres between voxels, case by case.
  public let spacings: [[Double]]
  /// Voxels of what is not zero, case by case.
  public let shapes: [Axes]
  /// Of the foreground.
  public let intensities: Intensities
  /// Voxels of every class over all cases, the background's first.
  public let classVoxels: [Int]
  /// Cases that have a voxel of the class, class by class.
  public let classCases: [Int]

  /// Classes, the background among them.
  public var classes: Int { classVoxels.count }

  /// The share of each class among all voxels; one that has none counts as one voxel.
  public var classShares: [Double] {
    let counts = classVoxels.map { Double(max($0, 1)) }, sum = counts.reduce(0, +)
    return counts.map { $0 / sum }
  }

  /// The fingerprint of cases, at least one.
  public init(_ facts: [CaseFacts]) {
    spacings = facts.map(\.spacing)
    shapes = facts.map(\.shape)
    let drawn = IntensitySample(facts.map(\.intensities))
    intensities = Intensities(
      mean: drawn.mean, deviation: drawn.deviation, low: drawn.percentile(0.5),
      median: drawn.percentile(50), high: drawn.percentile(99.5))
    let classes = facts.first?.classVoxels.count ?? 0
    classVoxels = (0..<classes).map { label in facts.reduce(0) { $0 + $1.classVoxels[label] } }
    classCases = (0..<classes).map { label in facts.count { $0.classVoxels[label] > 0 } }
  }

  /// A percentile of numbers, between the two nearest ones as numpy's `percentile`.
  static func percentile(_ percent: Double, of numbers: [Double]) -> Double {
    let sorted = numbers.sorted(), position = percent / 100 * Double(sorted.count - 1)
    let below = Int(position.rounded(.down)), above = min(below + 1, sorted.count - 1)
    return sorted[below] + (sorted[above] - sorted[below]) * (position - Double(below))
  }
}
