import CKernels
import Tensors

/// Float values on a grid in network axes, x fastest, in one mapping whose pages are touched when written.
///
/// Safe across threads by protocol: written by whoever made it, read by many afterwards.
public final class FloatGrid: @unchecked Sendable {
  /// Voxels along z, y, x.
  public let shape: Axes
  /// The first value; zeros until written.
  public let base: UnsafeMutablePointer<Float>
  private let bytes: Int

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

  deinit { ck_release(base, bytes) }

  /// The offset of a voxel.
  public func offset(_ z: Int, _ y: Int, _ x: Int) -> Int { (z * shape.height + y) * shape.width + x }
}
