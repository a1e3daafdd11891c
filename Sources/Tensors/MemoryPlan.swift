/// What a run will need, computed before it: the same placements as an `Arena` makes, without the memory.
///
/// Write the run's tensors down in the order it takes and releases them, then `arena()` refuses or reserves.
public struct MemoryPlan {
  /// A tensor of the plan.
  public struct Slot {
    fileprivate let offset: Int
    fileprivate let bytes: Int
  }

  private var allocator = OffsetAllocator()
  private var beside = 0

  /// An empty plan.
  public init() {}

  /// Bytes the run needs at its peak.
  public var bytes: Int { allocator.peak + beside }

  /// A tensor that starts to live.
  public mutating func take(_ shape: Shape) throws(TensorError) -> Slot {
    let bytes = try Tensor.bytes(of: shape)
    return Slot(offset: allocator.place(bytes), bytes: bytes)
  }

  /// A tensor that is not needed any more.
  public mutating func release(_ slot: Slot) {
    allocator.give(back: slot.offset, slot.bytes)
  }

  /// Memory outside of tensors: scratch, weights, the largest of what is passed.
  public mutating func set(beside bytes: Int) { beside = max(beside, bytes) }

  /// An arena of this plan's size, or `TensorError.memory` when less than that is available.
  public func arena(available: Int? = MachineMemory.available()) throws(TensorError) -> Arena {
    if let available, bytes > available { throw .memory(needed: bytes, available: available) }
    return try Arena(bytes: max(allocator.peak, OffsetAllocator.alignment))
  }
}
