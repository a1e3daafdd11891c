import CKernels
import Tensors

/// Float values on a grid in network axes, x fastest, in one mapping whose pages are touched when written.
///
/// Safe across threads by protocol: written by whoever made it, read by many afterwards.
public final class FloatGrid: @unchecked Sendable {
  /// Voxels along z, y, x.
  public private(set) var shape: Axes
  /// The first value; zeros until written.
  public let base: UnsafeMutablePointer<Float>
  private var bytes: Int

  /// A grid of zeros; throws `TensorError.memory`.
  public init(_ shape: Axes) throws(TensorError) {
    let bytes = max(shape.product, 1) * MemoryLayout<Float>.stride
    guard let memory = ck_allocate(bytes) else {
      throw .memory(needed: bytes, available: MachineMemory.available() ?? 0)
    }
    self.shape = shape
    self.bytes = bytes
    base = memory.assumingMemoryBound(to: Float.self)
  }

  /// Keeps the first `depth` planes and gives the memory of the others back; for whoever makes the grid.
  func keepPlanes(_ depth: Int) {
    precondition(depth > 0 && depth <= shape.depth)
    shape.depth = depth
    let kept = shape.product * MemoryLayout<Float>.stride
    // Memory is given back in whole pages of 2 MiB, as it was taken.
    let page = 2 << 20
    let boundary = (kept + page - 1) / page * page
    if boundary < bytes { ck_release(base + boundary / MemoryLayout<Float>.stride, bytes - boundary) }
    bytes = kept
  }

  deinit { ck_release(base, bytes) }

  /// The offset of a voxel.
  public func offset(_ z: Int, _ y: Int, _ x: Int) -> Int { (z * shape.height + y) * shape.width + x }
}
