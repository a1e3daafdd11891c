import CKernels

/// One reserved range of memory that the tensors of a run share, each returning its part when it dies.
///
/// Pages are touched only where tensors lie, and stay: the second run through an arena meets no page faults.
/// Not to be used by two threads at once.
public final class Arena {
  /// Bytes reserved.
  public let bytes: Int

  private let base: UnsafeMutableRawPointer
  private var allocator = OffsetAllocator()

  /// Reserves `bytes`.
  public init(bytes: Int) throws(TensorError) {
    guard bytes > 0, let base = ck_allocate(bytes) else {
      throw .memory(needed: bytes, available: MachineMemory.available() ?? 0)
    }
    self.bytes = bytes
    self.base = base
  }

  deinit { ck_release(base, bytes) }

  /// Bytes in use at the fullest moment so far.
  public var peak: Int { allocator.peak }

  func take(_ size: Int) throws(TensorError) -> UnsafeMutableRawPointer {
    var trial = allocator
    let offset = trial.place(size)
    guard offset + size <= bytes else { throw .memory(needed: offset + size, available: bytes) }
    allocator = trial
    return base + offset
  }

  func give(back memory: UnsafeMutableRawPointer, _ size: Int) {
    allocator.give(back: base.distance(to: memory), size)
  }
}
