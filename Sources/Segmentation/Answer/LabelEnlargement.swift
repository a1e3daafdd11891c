import Tensors

/// Brings labels of the grid a network saw up to the scan by nearest neighbour, as TotalSegmentator does
/// (`ndimage.zoom` of order 0: the centres of the outermost voxels coincide).
struct LabelEnlargement {
  /// For each voxel of the scan the voxel of the small grid, along z, y, x.
  let source: [[Int32]]
  /// The small grid's voxels.
  let small: Axes

  /// From `small` voxels to `scan` voxels.
  init(from small: Axes, to scan: Axes) {
    self.small = small
    source = (0..<3).map {
      AxisSampling.nearest(from: small.values[$0], to: scan.values[$0], .centres).lower
    }
  }

  /// Planes of the scan that come from planes of the small grid below `end`.
  func planes(upTo end: Int) -> Int { source[0].firstIndex { $0 >= end } ?? source[0].count }

  /// Writes plane `z` of the scan.
  func enlarge(_ z: Int, from labels: UnsafePointer<UInt16>, to target: LabelTarget) {
    let width = source[2].count
    var row = [UInt16](repeating: 0, count: width)
    var last: Int32 = -1
    for y in 0..<source[1].count {
      if source[1][y] != last {
        last = source[1][y]
        let from = labels + (Int(source[0][z]) * small.height + Int(last)) * small.width
        for x in 0..<width { row[x] = from[Int(source[2][x])] }
      }
      row.withUnsafeBufferPointer { labels in
        if let base = labels.baseAddress { target.store(base, count: width, z, y, 0) }
      }
    }
  }
}
