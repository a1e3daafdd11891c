import Tensors

/// A box of voxels of a grid in network axes.
public struct GridBox: Hashable, Sendable {
  /// Its first voxel.
  public var origin: Axes
  /// Its voxels along each axis.
  public var shape: Axes

  /// A box; see the properties.
  public init(origin: Axes, shape: Axes) {
    self.origin = origin
    self.shape = shape
  }

  /// All voxels of a grid.
  public init(whole shape: Axes) { self.init(origin: Axes(0), shape: shape) }

  /// The box with `margin` voxels more on each side and at least `least` voxels, as far as a grid of `shape` has them.
  public func grown(by margin: Axes, least: Axes, within shape: Axes) -> GridBox {
    var first: [Int] = [], extent: [Int] = []
    for axis in 0..<3 {
      let (all, minimum) = (shape.values[axis], min(least.values[axis], shape.values[axis]))
      var low = max(0, origin.values[axis] - margin.values[axis])
      var high = min(all, origin.values[axis] + self.shape.values[axis] + margin.values[axis])
      let missing = max(0, minimum - (high - low))
      low = max(0, low - missing / 2)
      high = min(all, max(high, low + minimum))
      low = min(low, high - minimum)
      first.append(low)
      extent.append(high - low)
    }
    return GridBox(
      origin: Axes(first[0], first[1], first[2]), shape: Axes(extent[0], extent[1], extent[2]))
  }
}
