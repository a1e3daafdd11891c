import Imaging
import Networks

/// A stored scan along network axes: index 0, 1, 2 is z, y, x of the network.
///
/// Nothing is moved; voxels are read through strides.
struct ScanAxes {
  /// Voxels along each network axis.
  let shape: [Int]
  /// Storage offsets of a step along each network axis.
  let strides: [Int]
  /// Storage offset of network voxel (0, 0, 0).
  let origin: Int
  /// Millimetres between voxels, in single precision as NIfTI headers hold them and nibabel and ITK hand on.
  let spacing: [Double]
  /// The storage axis each network axis runs along.
  let storageAxes: [Int]
  /// Whether it runs against it.
  let reversed: [Bool]

  /// The axes a plan wants; nil when its `transpose` is no permutation.
  init?(_ volume: Volume, plan: Plan) {
    guard plan.transpose.sorted() == [0, 1, 2] else { return nil }
    self.init(volume, orientation: plan.orientation, transpose: plan.transpose)
  }

  /// Storage axes z, y, x (or superior, anterior, right) permuted by `transpose`, a permutation of 0, 1, 2.
  init(_ volume: Volume, orientation: Plan.Orientation, transpose: [Int]) {
    let stored = volume.storedGeometry
    let canonical = volume.orientation
    let steps = [1, stored.shape.x, stored.shape.x * stored.shape.y]
    let base = orientation == .stored ? [2, 1, 0] : [2, 1, 0].map { canonical.axes[$0] }
    let turned = orientation == .stored ? [false, false, false] : [2, 1, 0].map { canonical.reversed[$0] }
    let axes = transpose.map { base[$0] }
    let reversed = transpose.map { turned[$0] }
    storageAxes = axes
    self.reversed = reversed
    shape = axes.map { stored.shape[$0] }
    strides = (0..<3).map { steps[axes[$0]] * (reversed[$0] ? -1 : 1) }
    origin = (0..<3).reduce(0) { $0 + (reversed[$1] ? (stored.shape[axes[$1]] - 1) * steps[axes[$1]] : 0) }
    spacing = axes.map { Double(Float(stored.spacing[$0])) }
  }

  /// The storage offset of a network voxel.
  func offset(_ voxel: [Int]) -> Int {
    origin + voxel[0] * strides[0] + voxel[1] * strides[1] + voxel[2] * strides[2]
  }

  /// A box of storage voxels along network axes.
  func box(_ stored: VoxelRanges) -> VoxelRanges {
    VoxelRanges(
      (0..<3).map { axis in
        let range = stored.axes[storageAxes[axis]]
        let count = shape[axis]
        return reversed[axis] ? (count - range.upperBound)..<(count - range.lowerBound) : range
      })
  }
}

/// A box of voxels: a range along each of three axes.
struct VoxelRanges: Hashable {
  /// The ranges, in the order of the axes they are for.
  let axes: [Range<Int>]

  /// A box; three ranges.
  init(_ axes: [Range<Int>]) { self.axes = axes }

  /// Voxels along each axis.
  var shape: [Int] { axes.map(\.count) }

  /// The first voxel along each axis.
  var origin: [Int] { axes.map(\.lowerBound) }

  /// Voxels in all.
  var count: Int { axes.reduce(1) { $0 * $1.count } }
}
