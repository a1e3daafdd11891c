import Networks
import Tensors

/// The grid that classes are decided on, and how it lies between the voxels of the box that tiles cover.
///
/// For nnU-Net's pipeline it is the cropped scan: logits are interpolated there before the argmax (order 1 or 0 in
/// the plane and, where the anisotropy rule says so, another order along the coarse axis: `default_resampling.py` of
/// nnunetv2 2.8.1). For TotalSegmentator's it is the prepared grid itself.
struct AnswerGrid {
  let z: AnswerAxis, y: AnswerAxis, x: AnswerAxis
  /// Whether every output is a voxel of the prepared grid.
  let isIdentity: Bool

  /// The grid of a plan's pipeline over a box of the prepared grid. Throws `TilingError.order`.
  init(_ plan: Plan, _ placement: Placement, box: GridBox) throws(TilingError) {
    let old = placement.preparedShape.values
    let samplings: [AxisSampling]
    switch plan.pipeline {
    case .totalSegmentator:
      samplings = old.map { .nearest(from: $0, to: $0, .faces) }
    case .nnUNet:
      let order = plan.logitInterpolation
      let separate = AnisotropyRule.separateAxis(
        current: plan.spacing, target: placement.scanSpacing, forced: order.separateAcross)
      var found: [AxisSampling] = []
      for (axis, new) in placement.cropShape.values.enumerated() {
        switch axis == separate ? order.orderAcross : order.order {
        case 0: found.append(.nearest(from: old[axis], to: new, .faces))
        case 1: found.append(.linear(from: old[axis], to: new, .faces))
        case let other: throw .order(other)
        }
      }
      samplings = found
    }
    let axes = (0..<3).map {
      AnswerAxis(samplings[$0], origin: box.origin.values[$0], extent: box.shape.values[$0])
    }
    (z, y, x) = (axes[0], axes[1], axes[2])
    isIdentity = samplings.allSatisfy(\.isIdentity)
  }

  /// Output voxels.
  var shape: Axes { Axes(z.count, y.count, x.count) }
}
