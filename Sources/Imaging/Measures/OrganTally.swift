/// The running sums of one organ while its voxels are met in runs along one axis.
///
/// Owns memory that `deallocate` frees. Axes are named by how the pass walks them, `inner` being that of the runs.
struct OrganTally {
  /// Place and extent along one axis.
  struct Axis {
    private(set) var coordinateSum = 0
    private(set) var low = Int.max
    private(set) var high = -1
    let counts: UnsafeMutablePointer<Int>

    @inline(__always)
    fileprivate mutating func extend(low: Int, high: Int, coordinateSum: Int) {
      self.coordinateSum &+= coordinateSum
      if low < self.low { self.low = low }
      if high > self.high { self.high = high }
    }
  }

  /// Sums of the scan's values over the organ.
  struct Values {
    var count = 0
    /// Exact, for whole-numbered scans.
    var sum = 0
    /// Exact, for whole-numbered scans.
    var sumOfSquares = 0
    /// For other scans sums are of the difference from the first value, so that rounding costs little.
    var shift = 0.0
    var shiftedSum = 0.0
    var shiftedSumOfSquares = 0.0
  }

  private(set) var voxels = 0
  private(set) var inner: Axis
  private(set) var middle: Axis
  private(set) var outer: Axis
  var values = Values()
  private let memory: UnsafeMutablePointer<Int>

  init(extents: (inner: Int, middle: Int, outer: Int)) {
    let count = extents.inner + 1 + extents.middle + extents.outer
    memory = .allocate(capacity: count)
    memory.initialize(repeating: 0, count: count)
    inner = Axis(counts: memory)
    middle = Axis(counts: memory + extents.inner + 1)
    outer = Axis(counts: memory + extents.inner + 1 + extents.middle)
  }

  func deallocate() { memory.deallocate() }

  /// Adds the voxels `first..<end` of a line.
  @inline(__always)
  mutating func addRun(first: Int, end: Int, middle place: Int, outer slice: Int) {
    let length = end - first
    voxels += length
    // Along the runs' own axis only the ends are noted; `finish` adds them up.
    inner.counts[first] += 1
    inner.counts[end] -= 1
    middle.counts[place] += length
    outer.counts[slice] += length
    inner.extend(low: first, high: end - 1, coordinateSum: (first + end - 1) * length / 2)
    middle.extend(low: place, high: place, coordinateSum: place * length)
    outer.extend(low: slice, high: slice, coordinateSum: slice * length)
  }

  /// Makes `inner.counts` voxels in each slice; once, after the last run.
  func finish(innerExtent: Int) {
    for place in 1..<max(1, innerExtent) { inner.counts[place] += inner.counts[place - 1] }
  }
}

extension OrganTally.Values {
  /// Adds the values of a run.
  @inline(__always)
  mutating func add<T: StoredScalar>(_ run: UnsafePointer<T>, stride: Int, count length: Int) {
    if T.isWhole {
      var sum = 0
      var squares = 0
      for i in 0..<length {
        let value = run[i &* stride].asInt
        sum &+= value
        squares &+= value &* value
      }
      self.sum &+= sum
      sumOfSquares &+= squares
      count &+= length
    } else {
      for i in 0..<length {
        let value = Double(run[i &* stride].asFloat)
        guard value.isFinite else { continue }
        if count == 0 { shift = value }
        count += 1
        shiftedSum += value - shift
        shiftedSumOfSquares += (value - shift) * (value - shift)
      }
    }
  }

  /// Mean and standard deviation over n; nil without values.
  var meanAndDeviation: (mean: Double, deviation: Double)? {
    guard count > 0 else { return nil }
    let n = Double(count)
    let offset = (Double(sum) + shiftedSum) / n
    let square = (Double(sumOfSquares) + shiftedSumOfSquares) / n
    return (shift + offset, max(0, square - offset * offset).squareRoot())
  }
}
