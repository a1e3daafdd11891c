import Networks

/// The order of passes that brings a cropped scan to a new shape, in network axes.
///
/// Passes commute but for rounding, so their order is free; it depends on the network's axes alone, so that a scan
/// gives the same bits however it is stored. Within each plane columns are resampled first, then rows; both stay in
/// the cache. What lies between planes comes last, when the planes are small.
struct ResamplingPlan {
  /// What the results are clipped to, because a spline overshoots.
  enum Clip {
    /// Nothing overshoots.
    case none
    /// Each plane to its own values: it was resampled by itself.
    case plane
    /// To the values of the whole crop.
    case whole
  }

  /// Voxels before, along z, y, x.
  let old: [Int]
  /// Voxels after, along z, y, x.
  let new: [Int]
  /// The axis between planes.
  let between: Int
  /// The axis along which the rows of a plane follow each other.
  let down: Int
  /// The axis along a row of a plane.
  let along: Int
  /// The pass along rows; nil keeps them.
  let alongPass: AxisPass?
  /// The pass down the rows; nil keeps them.
  let downPass: AxisPass?
  /// The pass between planes; nil keeps them.
  let betweenPass: AxisPass?
  /// What results are clipped to.
  let clip: Clip

  /// The passes from `old` to `new` voxels; nil for an order other than 0, 1, 3.
  init?(from old: [Int], to new: [Int], interpolation: Plan.Interpolation, separate: Int?) {
    let between = separate ?? 0
    let inPlane = (0..<3).filter { $0 != between }
    func pass(_ axis: Int, _ order: Int) -> AxisPass?? {
      if old[axis] == new[axis] { return .some(nil) }
      return AxisPass(from: old[axis], to: new[axis], order: order).map { .some($0) }
    }
    guard let along = pass(inPlane[1], interpolation.order), let down = pass(inPlane[0], interpolation.order),
      let last = pass(between, separate == nil ? interpolation.order : interpolation.orderAcross)
    else { return nil }
    self.old = old
    self.new = new
    self.between = between
    self.down = inPlane[0]
    self.along = inPlane[1]
    betweenPass = last
    alongPass = along
    let resamplesPlanes = along != nil || down != nil
    if interpolation.order <= 1 || (!resamplesPlanes && (separate != nil || last == nil)) {
      clip = .none
      downPass = down
    } else {
      clip = separate == nil ? .whole : .plane
      // The clip belongs to the last pass before planes leave the cache, so there must be one.
      let clipsPlanes = separate != nil || last == nil
      downPass = down ?? (clipsPlanes ? AxisPass(keeping: old[inPlane[0]]) : nil)
    }
  }

  /// Voxels along each axis once planes are resampled.
  var middle: [Int] {
    var shape = new
    shape[between] = old[between]
    return shape
  }

  /// Whether planes and what lies between them share one grid: planes of the grid are whole there.
  var isInPlace: Bool { between == 0 }
}
