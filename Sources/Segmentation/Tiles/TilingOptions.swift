import Networks
import Tensors

/// What may be left out to be faster; `exact` leaves out nothing and gives nnU-Net's answer.
public struct TilingOptions: Hashable, Sendable {
  /// The step between tiles as a part of the patch, at most; nil takes the plan's.
  ///
  /// Above 0.5 a voxel is seen by fewer tiles and more of it near their edges, where networks know less of the
  /// surroundings: organs that cross tile borders may get steps there.
  public var step: Double?
  /// Which tiles need no network; nil runs it on all.
  public var air: AirRule?

  /// Options; see the properties.
  public init(step: Double? = nil, air: AirRule? = nil) {
    self.step = step
    self.air = air
  }

  /// Everything computed as nnU-Net does.
  public static let exact = TilingOptions()
  /// Tiles in the body's box only, as far apart as the plan has them.
  public static let fast = TilingOptions(air: AirRule())
}

/// What counts as air around the body: it gets the label of background without being shown to the network.
///
/// Approximate in two ways: an organ predicted in air (a network's mistake, or skin beyond the margin) is lost, and
/// instance normalisation sees other patches than without the rule, because tiles are laid over the body's box
/// instead of the whole grid.
public struct AirRule: Hashable, Sendable {
  /// HU up to which a voxel is air. Where the plan clips intensities higher, its lower clip counts: everything below
  /// looks the same to the network.
  public var threshold: Double
  /// Millimetres kept around the box of all voxels above the threshold.
  public var margin: Double
  /// A tile is skipped when at most this part of its voxels is above the threshold.
  public var share: Double

  /// A rule; see the properties.
  public init(threshold: Double = -500, margin: Double = 10, share: Double = 0) {
    self.threshold = threshold
    self.margin = margin
    self.share = share
  }

  /// The threshold as a prepared value.
  func prepared(_ intensities: Plan.Intensities) -> Float {
    let value = min(max(threshold, intensities.low), intensities.high)
    return Float((value - intensities.mean) / max(intensities.deviation, 1e-8))
  }

  /// The box of what is not air and its margin, at least a patch where the grid has that much; nil when all is air.
  func box(of grid: FloatGrid, plan: Plan) -> GridBox? {
    let threshold = prepared(plan.intensities)
    var low = [Int.max, Int.max, Int.max], high = [-1, -1, -1]
    func include(_ axis: Int, _ place: Int) {
      low[axis] = min(low[axis], place)
      high[axis] = max(high[axis], place)
    }
    for z in 0..<grid.shape.depth {
      for y in 0..<grid.shape.height {
        let row = UnsafeBufferPointer(start: grid.base + grid.offset(z, y, 0), count: grid.shape.width)
        guard let first = row.firstIndex(where: { $0 > threshold }),
          let last = row.lastIndex(where: { $0 > threshold })
        else { continue }
        include(0, z)
        include(1, y)
        include(2, first)
        include(2, last)
      }
    }
    guard high[0] >= 0 else { return nil }
    let margins = plan.spacing.map { Int((margin / max($0, 1e-3)).rounded(.up)) }
    return GridBox(
      origin: Axes(low[0], low[1], low[2]),
      shape: Axes(high[0] - low[0] + 1, high[1] - low[1] + 1, high[2] - low[2] + 1)
    ).grown(by: Axes(margins[0], margins[1], margins[2]), least: plan.patch, within: grid.shape)
  }
}
