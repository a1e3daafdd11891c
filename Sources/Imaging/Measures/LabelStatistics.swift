/// What a label map and its scan say of every organ: size, density, place and extent.
///
/// Computed in one pass over the voxels (`compute`), so that 117 organs cost what one does. Whole-numbered scans are
/// summed exactly, others in canonical order: the result is the same, to the bit, for all 48 ways to store a scan.
public struct LabelStatistics: Sendable, Hashable {
  /// One organ; every index is canonical.
  public struct Entry: Sendable, Hashable, Identifiable {
    /// The id in the label map.
    public let id: Int
    /// Voxels, at least 1.
    public let voxels: Int
    /// Their volume in mL.
    public let millilitres: Double
    /// The mean of the scan's values (HU) over the organ; nil without a scan or without a finite value.
    public let mean: Double?
    /// The standard deviation of those values, over n, not n - 1.
    public let standardDeviation: Double?
    /// The smallest box around it.
    public let box: VoxelBox
    /// The mean of its voxels' centres; it may lie outside a curved organ.
    public let centroid: VoxelPoint
    /// The voxel of the organ nearest to the centroid in mm: somewhere to jump to.
    public let centerVoxel: VoxelIndex
    /// Whether a voxel of it lies on a face of the grid: it may be cut off, and its volume is then a lower bound.
    public let touchesBorder: Bool
    /// Voxels in each sagittal slice, by x.
    public let sagittalCounts: [Int]
    /// Voxels in each coronal slice, by y.
    public let coronalCounts: [Int]
    /// Voxels in each axial slice, by z.
    public let axialCounts: [Int]
  }

  /// The organs that have voxels, ascending by id; background is not one.
  public let entries: [Entry]

  /// The organ of an id; nil where it has no voxel. O(log n).
  public subscript(id: Int) -> Entry? {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].id < id { low = middle + 1 } else { high = middle }
    }
    return low < entries.count && entries[low].id == id ? entries[low] : nil
  }
}

extension LabelStatistics.Entry {
  /// Voxels in each slice of a plane.
  public func counts(_ plane: Plane) -> [Int] {
    switch plane {
    case .axial: axialCounts
    case .coronal: coronalCounts
    case .sagittal: sagittalCounts
    }
  }

  /// The first and last slice of a plane that hold it; slices between may not.
  public func extent(_ plane: Plane) -> ClosedRange<Int> {
    box.lower[plane.normalAxis]...box.upper[plane.normalAxis]
  }

  /// The nearest slice beyond `index` that holds the organ, upwards or downwards; nil when there is none.
  public func slice(_ plane: Plane, after index: Int, upwards: Bool) -> Int? {
    let counts = counts(plane)
    return upwards
      ? counts.indices.first { $0 > index && counts[$0] > 0 }
      : counts.indices.last { $0 < index && counts[$0] > 0 }
  }
}
