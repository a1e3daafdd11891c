/// How often values occur in a volume or in one organ of it, from an evenly spaced sample of bounded size.
///
/// Cost: a volume is sampled at about a million voxels at most, some 10 ms; an organ within its box likewise. Voxels that
/// have not been loaded or are no finite number are left out.
public struct Histogram: Sendable, Hashable {
  /// The values that the bins cover.
  public let range: ClosedRange<Double>
  /// Samples in each of the equal bins, from low to high; the last one includes the upper end.
  public let counts: [Int]
  /// Samples below the range.
  public let below: Int
  /// Samples above the range.
  public let above: Int

  /// The most voxels sampled.
  public static let budget = 1_000_000

  /// A histogram of given values; nil as range is from the smallest to the largest of them. At least one bin.
  public init(of values: [Float], range: ClosedRange<Double>? = nil, bins: Int = 256) {
    let extent = range ?? Double(values.min() ?? 0)...Double(values.max() ?? 0)
    let bins = max(1, bins)
    let width = extent.upperBound - extent.lowerBound
    let scale = width > 0 ? Double(bins) / width : 0
    var counts = [Int](repeating: 0, count: bins)
    var below = 0
    var above = 0
    for value in values {
      let value = Double(value)
      if value < extent.lowerBound {
        below += 1
      } else if value > extent.upperBound {
        above += 1
      } else if value.isFinite {
        counts[min(bins - 1, Int((value - extent.lowerBound) * scale))] += 1
      }
    }
    self.range = extent
    self.counts = counts
    self.below = below
    self.above = above
  }

  /// The histogram of a volume.
  public init(of volume: Volume, range: ClosedRange<Double>? = nil, bins: Int = 256) {
    let sampling = VoxelSampling(box: VoxelBox(volume.geometry.shape), budget: Self.budget)
    self.init(of: sampling.values(of: volume), range: range, bins: bins)
  }

  /// The histogram of an organ inside its bounding box, which `LabelStatistics` knows; the grids must be the same.
  public init(
    of volume: Volume, organ id: Int, in labels: LabelMap, box: VoxelBox, range: ClosedRange<Double>? = nil,
    bins: Int = 256
  ) {
    precondition(labels.volume.geometry.shape == volume.geometry.shape, "labels lie on another grid")
    let values =
      box.intersection(VoxelBox(volume.geometry.shape)).map {
        VoxelSampling(box: $0, budget: Self.budget).values(of: volume, in: labels, id: id)
      } ?? []
    self.init(of: values, range: range, bins: bins)
  }

  /// Samples in all, those beside the range included.
  public var total: Int { counts.reduce(below + above, +) }

  /// Values that a bin spans.
  public var binWidth: Double { (range.upperBound - range.lowerBound) / Double(counts.count) }

  /// The value in the middle of a bin.
  public func value(ofBin bin: Int) -> Double { range.lowerBound + (Double(bin) + 0.5) * binWidth }

  /// The value that a share (0...1) of the samples do not exceed, to within a bin; nil without samples.
  public func percentile(_ share: Double) -> Double? {
    let total = total
    guard total > 0 else { return nil }
    let wanted = min(max(share, 0), 1) * Double(total)
    var seen = below
    if below > 0 && Double(seen) >= wanted { return range.lowerBound }
    for (bin, count) in counts.enumerated() where count > 0 {
      if Double(seen + count) >= wanted {
        let within = (wanted - Double(seen)) / Double(count)
        return range.lowerBound + (Double(bin) + min(max(within, 0), 1)) * binWidth
      }
      seen += count
    }
    return range.upperBound
  }
}
