/// Evenly spaced places on a straight line through a case: a row of a patch. Triples are z, y, x, in voxels.
struct PatchRow {
  var start: SIMD3<Double>
  let step: SIMD3<Double>
  let count: Int

  /// Where a voxel of the row lies.
  @inline(__always) func place(_ index: Int) -> SIMD3<Double> { start + step * Double(index) }

  /// The voxels of the row that lie at 0 or above and below a limit, along every axis.
  ///
  /// Along a row, places move one way only, rounding included, so that the ends speak for all between.
  func indices(below limit: SIMD3<Double>) -> Range<Int> {
    var low = 0.0, high = Double(count)
    for axis in 0..<3 where step[axis] != 0 {
      let (a, b) = (-start[axis] / step[axis], (limit[axis] - start[axis]) / step[axis])
      low = max(low, min(a, b).rounded(.down))
      high = min(high, max(a, b).rounded(.up) + 1)
    }
    guard low < high else { return 0..<0 }
    var first = Int(low), last = Int(high)
    func isWithin(_ index: Int) -> Bool {
      let p = place(index)
      return p[0] >= 0 && p[1] >= 0 && p[2] >= 0 && p[0] < limit[0] && p[1] < limit[1] && p[2] < limit[2]
    }
    while first < last && !isWithin(first) { first += 1 }
    while first < last && !isWithin(last - 1) { last -= 1 }
    return first..<last
  }
}
