import CKernels
import Imaging
import Networks
import Tensors

/// Brings a scan to the grid and the values a model was trained on, as nnU-Net 2.8.1 or TotalSegmentator 2.18.0 do.
///
/// nnU-Net: crop to the box that is not zero, normalise, resample by splines. TotalSegmentator: linear zoom to the
/// plan's spacing, values cut to whole numbers, then crop and normalise. (The box is that of nnU-Net's mask with its
/// holes filled: a hole is enclosed by the mask, so it lies inside the mask's box.)
///
/// The scan is read through strides and never copied. Values are the same bits for any number of threads and for all
/// ways to store the same canonical scan.
/// Cost: 512x512x138 to 3 mm takes some 0.1 s on two threads; memory is `GridResampler`'s.
public struct ScanPreparation {
  let plan: Plan
  let pool: ThreadPool
  let kernels: ck_volume_kernels
  let intensities: ck_intensities

  /// A preparation for a plan. Throws `TensorError.instructions`.
  public init(
    plan: Plan, pool: ThreadPool, instructions: InstructionSet = .best
  ) throws(TensorError) {
    guard let kernels = ck_volume_kernels_for(instructions.isa) else {
      throw .instructions(instructions.rawValue)
    }
    self.plan = plan
    self.pool = pool
    self.kernels = kernels.pointee
    intensities = ck_intensities(
      low: Float(plan.intensities.low), high: Float(plan.intensities.high),
      mean: Float(plan.intensities.mean), deviation: Float(max(plan.intensities.deviation, 1e-8)))
  }

  /// Prepares a whole scan; `file` is its name for errors.
  ///
  /// `progress` gets 0...1 and `isCancelled` is asked, both on the calling thread, some dozens of times.
  /// Throws `PreparationError`, or `CancellationError`. Nothing is allocated before it is known to fit.
  public func prepare(
    _ volume: Volume, file: String, progress: (Double) -> Void = { _ in }, isCancelled: () -> Bool = { false }
  ) throws -> PreparedScan {
    let axes = try checkedAxes(of: volume, file: file)
    return try withoutActuallyEscaping(progress) { progress in
      try withoutActuallyEscaping(isCancelled) { isCancelled in
        let loop = CancellableLoop(pool: pool, progress: progress, isCancelled: isCancelled)
        let facts = try facts(of: volume, file: file, loop)
        let work = Work(volume: volume, axes: axes, facts: facts, file: file, loop: loop)
        return plan.pipeline == .totalSegmentator && axes.spacing != plan.spacing
          ? try zoomed(work) : try splined(work)
      }
    }
  }

  /// A scan under way.
  struct Work {
    let volume: Volume
    let axes: ScanAxes
    let facts: ScanFacts
    let file: String
    let loop: CancellableLoop

    func error(_ problem: PreparationError.Problem) -> PreparationError {
      PreparationError(file: file, problem: problem)
    }
  }

  /// What looking at the voxels takes of the progress.
  static let lookShare = 0.2

  private func checkedAxes(of volume: Volume, file: String) throws(PreparationError) -> ScanAxes {
    func fail(_ problem: PreparationError.Problem) -> PreparationError {
      PreparationError(file: file, problem: problem)
    }
    guard plan.spacing.count == 3, plan.spacing.allSatisfy({ $0.isFinite && $0 > 0 }) else {
      throw fail(.plan(field: "spacing"))
    }
    guard let axes = ScanAxes(volume, plan: plan) else { throw fail(.plan(field: "transpose")) }
    guard axes.shape.allSatisfy({ $0 <= Self.largestExtent }) else {
      throw fail(.tooLarge(extents: axes.shape.map { Double($0) }))
    }
    guard axes.spacing.allSatisfy({ $0.isFinite && $0 > 0 }) else { throw fail(.spacing(axes.spacing)) }
    let missing = volume.voxels.count - volume.voxels.loadedCount
    guard missing == 0 else { throw fail(.incomplete(missing: missing)) }
    return axes
  }

  private func facts(of volume: Volume, file: String, _ loop: CancellableLoop) throws -> ScanFacts {
    let shape = volume.storedGeometry.shape
    let facts = try withExtendedLifetime(volume.voxels) {
      try ScanFacts(
        volume.voxels.base, scalar: volume.voxels.scalar.code, width: shape.x, height: shape.y,
        depth: shape.z, kernels: kernels, loop: loop, share: 0...Self.lookShare)
    }
    guard facts.notFinite == 0 else {
      throw PreparationError(file: file, problem: .notFinite(voxels: facts.notFinite))
    }
    guard facts.box != nil else { throw PreparationError(file: file, problem: .blank) }
    return facts
  }

  /// Voxels along each axis at a target spacing: halves are rounded to even numbers, as Python does.
  func resampledShape(_ work: Work, from shape: [Int], target: [Double], spacing: [Double])
    throws(PreparationError) -> [Int]
  {
    var extents: [Double] = []
    for axis in 0..<3 {
      extents.append((spacing[axis] / target[axis] * Double(shape[axis])).rounded(.toNearestOrEven))
    }
    var result: [Int] = []
    for (axis, extent) in extents.enumerated() {
      guard let count = Int(exactly: extent), count <= Self.largestExtent else {
        throw work.error(.tooLarge(extents: extents))
      }
      guard count > 0 else {
        throw work.error(
          .tooThin(axis: axis, voxels: shape[axis], spacing: spacing[axis], target: target[axis]))
      }
      result.append(count)
    }
    return result
  }

  /// What a tensor can have along an axis.
  private static let largestExtent = 32_768

  /// Makes a grid of these voxels, which takes `bytes` in all. Throws `.memory` when the machine has not that much
  /// left, or does not give it.
  func making<Result>(
    _ grid: [Int], bytes: Int, _ work: Work, _ make: () throws -> Result
  ) throws -> Result {
    func lack(_ needed: Int, _ available: Int) -> PreparationError {
      work.error(.memory(needed: needed, available: available, grid: Axes(grid[0], grid[1], grid[2])))
    }
    let available = MachineMemory.available() ?? .max
    guard bytes <= available else { throw lack(bytes, available) }
    do {
      return try make()
    } catch TensorError.memory(let needed, let available) {
      throw lack(needed, available)
    }
  }
}

extension InstructionSet {
  /// The kernels' name for it.
  fileprivate var isa: ck_isa {
    switch self {
    case .portable: CK_PORTABLE
    case .avx2: CK_AVX2
    case .avx512: CK_AVX512
    }
  }
}
