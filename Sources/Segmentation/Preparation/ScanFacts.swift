import CKernels
import Imaging

/// What one look at every voxel tells: the values and the box that is not zero. Cost: one pass over the storage.
struct ScanFacts {
  /// The smallest and largest value other than zero; infinities the wrong way round when there is none.
  private(set) var lowest = Float.infinity
  private(set) var highest = -Float.infinity
  /// Voxels that are zero.
  private(set) var zeros = 0
  /// Voxels that are not a number or infinite.
  private(set) var notFinite = 0
  /// The box of voxels that are not zero, axes x, y, z of the grid; nil when all are zero.
  private(set) var box: VoxelRanges?
  private let count: Int

  /// Looks at a grid of voxels stored x fastest. Throws `CancellationError`.
  init(
    _ base: UnsafeRawPointer, scalar: ck_scalar, width: Int, height: Int, depth: Int,
    kernels: ck_volume_kernels, loop: CancellableLoop, share: ClosedRange<Double>
  ) throws {
    count = width * height * depth
    var planes = [Plane](repeating: Plane(), count: depth)
    let bytes = scalar.bytes
    try planes.withUnsafeMutableBufferPointer { planes in
      try loop.run(depth, share: share) { z, _ in
        var plane = Plane()
        for y in 0..<height {
          var row = ck_row_facts()
          kernels.facts(base + (z * height + y) * width * bytes, scalar, Int32(width), &row)
          plane.add(row, y: y)
        }
        planes[z] = plane
      }
    }
    merge(planes)
  }

  private mutating func merge(_ planes: [Plane]) {
    var whole = Plane()
    var first: Int?
    var last = 0
    for (z, plane) in planes.enumerated() {
      lowest = min(lowest, plane.low)
      highest = max(highest, plane.high)
      zeros += plane.zeros
      notFinite += plane.notFinite
      guard plane.xs.lowerBound < plane.xs.upperBound else { continue }
      first = first ?? z
      last = z
      whole.cover(plane)
    }
    guard let first else { return }
    box = VoxelRanges([whole.xs, whole.ys, first..<(last + 1)])
  }

  /// The smallest and largest value in `box`, zeros among them.
  var rangeInBox: (low: Float, high: Float) {
    guard let box else { return (0, 0) }
    let hasZeros = box.count > count - zeros
    return hasZeros ? (min(lowest, 0), max(highest, 0)) : (lowest, highest)
  }

  /// Facts of one plane; empty ranges when it is all zeros.
  private struct Plane {
    var low = Float.infinity
    var high = -Float.infinity
    var zeros = 0
    var notFinite = 0
    var xs = 0..<0
    var ys = 0..<0

    mutating func add(_ row: ck_row_facts, y: Int) {
      low = min(low, row.low)
      high = max(high, row.high)
      zeros += Int(row.zeros)
      notFinite += Int(row.not_finite)
      guard row.last >= row.first else { return }
      var line = Plane()
      line.xs = Int(row.first)..<(Int(row.last) + 1)
      line.ys = y..<(y + 1)
      cover(line)
    }

    mutating func cover(_ other: Plane) {
      xs = Self.joined(xs, other.xs)
      ys = Self.joined(ys, other.ys)
    }

    private static func joined(_ a: Range<Int>, _ b: Range<Int>) -> Range<Int> {
      a.isEmpty ? b : b.isEmpty ? a : min(a.lowerBound, b.lowerBound)..<max(a.upperBound, b.upperBound)
    }
  }
}

extension ck_scalar {
  /// Bytes a voxel.
  var bytes: Int {
    switch self {
    case CK_UINT8: 1
    case CK_INT16, CK_UINT16: 2
    default: 4
    }
  }
}

extension VoxelBuffer.Scalar {
  /// The kernels' name for it.
  var code: ck_scalar {
    switch self {
    case .uint8: CK_UINT8
    case .int16: CK_INT16
    case .uint16: CK_UINT16
    case .float32: CK_FLOAT32
    }
  }
}
