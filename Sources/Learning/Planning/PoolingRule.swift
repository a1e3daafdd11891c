import Tensors

/// nnU-Net's rule for strides and kernels: `get_pool_and_conv_props` of nnunetv2 2.8.1.
///
/// An axis is halved while its edge stays at 4 or more, and never when its voxels are already twice as long as the
/// shortest ones; a kernel spans an axis once its voxels are less than twice as long as the shortest ones.
struct PoolingRule: Hashable {
  /// The shortest edge of the coarsest stage.
  static let leastEdge = 4

  /// Strides, stage by stage from the finest.
  let strides: [Axes]
  /// Kernels of the same stages.
  let kernels: [Axes]
  /// The patch, its edges raised to multiples of all strides together.
  let patch: Axes

  /// All strides together.
  var divisor: Axes { strides.reduce(Axes(1)) { $0.zip($1, *) } }

  /// The rule for voxels of `spacing` mm and a patch, both along z, y, x.
  init(spacing: [Double], patch: Axes) {
    var spacing = spacing, size = patch.values, kernel = [1, 1, 1]
    var strides = [Axes(1)], kernels: [Axes] = []
    while true {
      let large = (0..<3).filter { size[$0] >= 2 * Self.leastEdge }
      let shortest = large.map { spacing[$0] }.min() ?? 0
      let halved = large.filter { spacing[$0] / shortest < 2 }
      if halved.isEmpty || (halved.count == 1 && size[halved[0]] < 3 * Self.leastEdge) { break }
      let least = spacing.min() ?? 0
      for axis in 0..<3 where spacing[axis] / least < 2 { kernel[axis] = 3 }
      kernels.append(Axes(kernel[0], kernel[1], kernel[2]))
      for axis in halved {
        spacing[axis] *= 2
        size[axis] = (size[axis] + 1) / 2
      }
      let stride = (0..<3).map { halved.contains($0) ? 2 : 1 }
      strides.append(Axes(stride[0], stride[1], stride[2]))
    }
    kernels.append(Axes(3))
    self.strides = strides
    self.kernels = kernels
    let divisor = strides.reduce(Axes(1)) { $0.zip($1, *) }
    self.patch = patch.zip(divisor) { ($0 + $1 - 1) / $1 * $1 }
  }
}
