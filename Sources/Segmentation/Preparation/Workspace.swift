import CKernels

/// Memory of one thread that resamples: two tiles of 16 lines, and a plane.
struct Workspace {
  /// Old positions of 16 lines, with room for two positions before and after.
  let tile: UnsafeMutablePointer<Float>
  /// New positions of 16 lines.
  let result: UnsafeMutablePointer<Float>
  /// A plane whose rows are resampled.
  let plane: UnsafeMutablePointer<Float>
}

/// The workspaces of all threads.
final class Workspaces {
  private let memory: UnsafeMutableRawPointer
  private let bytes: Int
  private let size: Size

  /// Floats of the parts of a workspace.
  private struct Size {
    let tile: Int
    let result: Int
    let plane: Int

    init(_ plan: ResamplingPlan) {
      tile = ((plan.old.max() ?? 1) + 4) * 16
      result = (plan.new.max() ?? 1) * 16
      plane = (plan.old[plan.down] * plan.new[plan.along] + 15) / 16 * 16
    }

    var total: Int { tile + result + plane }
  }

  /// Bytes that `threads` workspaces take.
  static func bytes(_ plan: ResamplingPlan, threads: Int) -> Int { Size(plan).total * 4 * threads }

  /// Workspaces for the passes of a plan; nil when there is no memory.
  init?(_ plan: ResamplingPlan, threads: Int) {
    size = Size(plan)
    bytes = Self.bytes(plan, threads: threads)
    guard let memory = ck_allocate(bytes) else { return nil }
    self.memory = memory
  }

  deinit { ck_release(memory, bytes) }

  /// The workspace of a thread.
  subscript(worker: Int) -> Workspace {
    let base = memory.assumingMemoryBound(to: Float.self) + worker * size.total
    return Workspace(
      tile: base + 32, result: base + size.tile, plane: base + size.tile + size.result)
  }
}
