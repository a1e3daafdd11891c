import CKernels
import Tensors

/// Half-precision values of a few successive planes of a box: plane `z` lies in slot `z` modulo the slots.
///
/// Safe across threads by protocol: rows are written by one thread each, and read after all are written.
final class HalfRing: @unchecked Sendable {
  /// Voxels of a plane along y and x.
  let height: Int, width: Int
  /// Values of a voxel.
  let lanes: Int
  /// Planes held at once.
  let slots: Int
  private let memory: UnsafeMutablePointer<UInt16>
  private let bytes: Int

  /// A ring of zeros; throws `TensorError.memory`.
  init(slots: Int, height: Int, width: Int, lanes: Int) throws(TensorError) {
    bytes = Self.bytes(slots: slots, height: height, width: width, lanes: lanes)
    guard let memory = ck_allocate(bytes) else {
      throw .memory(needed: bytes, available: MachineMemory.available() ?? 0)
    }
    self.memory = memory.assumingMemoryBound(to: UInt16.self)
    self.slots = slots
    self.height = height
    self.width = width
    self.lanes = lanes
  }

  deinit { ck_release(memory, bytes) }

  /// Bytes of a ring; `Int.max` when they do not fit an integer.
  static func bytes(slots: Int, height: Int, width: Int, lanes: Int) -> Int {
    var total = MemoryLayout<UInt16>.stride
    for factor in [slots, height, width, lanes] {
      let (product, overflow) = total.multipliedReportingOverflow(by: factor)
      guard !overflow else { return .max }
      total = product
    }
    return max(total, 1)
  }

  /// The first value of row `y` of plane `z`.
  func row(_ z: Int, _ y: Int) -> UnsafeMutablePointer<UInt16> {
    memory + ((z % slots) * height + y) * width * lanes
  }

  /// Zeros in a plane that takes the slot of an old one.
  func clear(_ z: Int) { row(z, 0).update(repeating: 0, count: height * width * lanes) }
}
