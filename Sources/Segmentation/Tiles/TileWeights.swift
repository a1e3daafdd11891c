import CKernels
import Glibc
import Tensors

/// How much each voxel of a tile counts where tiles overlap: a Gaussian around the centre, 10 at its top, in half
/// precision.
///
/// The numbers are those of nnU-Net's `compute_gaussian` (nnunetv2 2.8.1): standard deviation an eighth of the patch,
/// cut off at 4 deviations, zeros replaced by the smallest weight above zero. Cost: one pass over the patch.
public struct TileWeights: Sendable {
  /// Voxels along z, y, x.
  public let patch: Axes
  /// Half-precision bits, x fastest.
  public let bits: [UInt16]

  /// The weights of a patch.
  public init(_ patch: Axes) {
    self.patch = patch
    let axes = patch.values.map(Self.profile)
    let peak = (axes[0].max() ?? 1) * (axes[1].max() ?? 1) * (axes[2].max() ?? 1)
    let unit = peak / 10
    var values: [Float] = []
    values.reserveCapacity(patch.product)
    for z in axes[0] {
      for y in axes[1] {
        let row = z * y
        // Rounded to single and then to half, as PyTorch converts a double.
        for x in axes[2] { values.append(Float(row * x / unit)) }
      }
    }
    var bits = [UInt16](repeating: 0, count: values.count)
    ck_logit_kernels_for(CK_PORTABLE)?.pointee.narrow(values, Int64(values.count), &bits)
    // Positive halves are ordered as their bits are.
    let least = bits.lazy.filter { $0 > 0 }.min() ?? 0
    self.bits = bits.map { $0 == 0 ? least : $0 }
  }

  /// A unit impulse in the middle of an axis after scipy's `gaussian_filter` with zeros outside.
  private static func profile(_ extent: Int) -> [Double] {
    let deviation = Double(extent) / 8
    let radius = Int(4 * deviation + 0.5)
    let kernel = (-radius...radius).map { exp(-0.5 / (deviation * deviation) * Double($0 * $0)) }
    let sum = kernel.reduce(0, +)
    return (0..<extent).map { place in
      let from = place - extent / 2
      return abs(from) <= radius ? kernel[radius + from] / sum : 0
    }
  }
}
