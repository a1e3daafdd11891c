import Tensors

/// Losses at several resolutions of a decoder, weighted.
///
/// As nnU-Net v2 does it: weights halve from the finest resolution on, the coarsest counts nothing, and they sum to one
/// (a single resolution counts wholly). Labels of coarser resolutions are every n-th voxel's.
public struct DeepSupervision: Hashable, Sendable {
  /// Weights by head, coarsest first.
  public let weights: [Double]

  /// Weights for so many heads.
  public init(heads: Int) {
    guard heads > 1 else {
      weights = [Double](repeating: 1, count: heads)
      return
    }
    var finestFirst = [Double](repeating: 0, count: heads)
    for index in 0..<(heads - 1) { finestFirst[index] = 1 / Double(1 << min(index, 60)) }
    let sum = finestFirst.reduce(0, +)
    weights = finestFirst.reversed().map { $0 / sum }
  }

  /// Labels (batch x depth x height x width) on a grid coarser by `stride` along each axis.
  ///
  /// Voxel i of the coarse grid takes the label of the fine voxel nearest to its centre in the sense of PyTorch's
  /// `interpolate(mode="nearest-exact")`: floor((i + 0.5) * stride), the one nnU-Net's transform takes.
  public static func downsampled(_ labels: [UInt16], batch: Int, extent: Axes, by stride: Axes) -> [UInt16] {
    guard stride != Axes(1) else { return labels }
    let coarse = extent.zip(stride, /)
    var result: [UInt16] = []
    result.reserveCapacity(batch * coarse.product)
    for n in 0..<batch {
      for z in 0..<coarse.depth {
        for y in 0..<coarse.height {
          let fine =
            ((n * extent.depth + z * stride.depth + stride.depth / 2) * extent.height + y * stride.height
              + stride.height / 2) * extent.width
          for x in 0..<coarse.width { result.append(labels[fine + x * stride.width + stride.width / 2]) }
        }
      }
    }
    return result
  }
}
