import CKernels

/// One axis of a separable resampling as the kernels take it: which old positions make a new one, and how.
struct AxisPass {
  /// Voxels of the old axis.
  let oldCount: Int
  /// Voxels of the new axis.
  let newCount: Int
  private let taps: ck_taps_of_axis
  private let first: [Int32]
  private let second: [Int32]
  private let weights: [Float]

  /// Resamples with faces aligned, as nnU-Net does. `order` is 0, 1 or 3; others are nil.
  init?(from old: Int, to new: Int, order: Int) {
    switch order {
    case 0: self.init(.nearest(from: old, to: new, .faces))
    case 1: self.init(.linear(from: old, to: new, .faces))
    case 3: self.init(cubicFrom: old, to: new)
    default: return nil
    }
  }

  /// Keeps every voxel; for what must be clipped only.
  init(keeping count: Int) { self.init(.nearest(from: count, to: count, .faces)) }

  private init(_ sampling: AxisSampling) {
    oldCount = sampling.oldCount
    newCount = sampling.newCount
    taps = CK_PAIR
    first = sampling.lower
    second = sampling.upper
    weights = zip(sampling.lowerWeight, sampling.upperWeight).flatMap { [Float($0), Float($1)] }
  }

  /// The cubic B-spline through the old voxels (scipy.ndimage's order 3). Beyond its ends the old axis goes on with
  /// the values of its ends; scipy continues it by 12 voxels, which differs by less than 2e-7 of a step.
  private init(cubicFrom old: Int, to new: Int) {
    oldCount = old
    newCount = new
    taps = CK_CUBIC
    second = []
    let positions = AxisSampling.Alignment.faces.positions(from: old, to: new)
    first = positions.map { Int32(clamping: Int($0.rounded(.down)) - 1) }
    weights = positions.flatMap { position -> [Float] in
      let y = position - position.rounded(.down)
      let z = 1 - y
      // Times 6, see ck_axis_pass.
      return [z * z * z, y * y * (y - 2) * 3 + 4, z * z * (z - 2) * 3 + 4, y * y * y].map { Float($0) }
    }
  }

  /// Resamples a tile of old positions, which is spoilt, and clips to `range`.
  func run(
    _ kernels: ck_volume_kernels, tile: UnsafeMutablePointer<Float>, result: UnsafeMutablePointer<Float>,
    range: ClosedRange<Float>
  ) {
    first.withUnsafeBufferPointer { first in
      second.withUnsafeBufferPointer { second in
        weights.withUnsafeBufferPointer { weights in
          var pass = ck_axis_pass(
            taps: taps, old_count: Int32(oldCount), new_count: Int32(newCount), first: first.baseAddress,
            second: second.baseAddress, weights: weights.baseAddress, low: range.lowerBound,
            high: range.upperBound)
          kernels.resample(&pass, tile, result)
        }
      }
    }
  }
}
