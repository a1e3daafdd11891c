import CKernels

/// Activations of a network in the one layout every operator reads and writes: channel blocks of 16 lanes with a
/// halo of zeros, as CKernels.h describes. Channels that are no multiple of 16 are padded with zeros.
///
/// A tensor is memory with a shape and nothing else; it is not meant for several threads at once.
/// Cost: 4 bytes a value, plus halo and padding; creation touches the halo only.
public final class Tensor {
  /// The true extents.
  public let shape: Shape

  let map: ck_map
  /// Channel blocks of one sample.
  let blocks: Int
  private let memory: UnsafeMutablePointer<Float>
  private let bytes: Int
  private let arena: Arena?

  /// A tensor whose values are not set yet (zero outside the true extents), in `arena` or in memory of its own.
  public init(_ shape: Shape, in arena: Arena? = nil) throws(TensorError) {
    let bytes = try Self.bytes(of: shape)
    self.shape = shape
    self.bytes = bytes
    self.arena = arena
    blocks = (shape.channels + Int(CK_LANES) - 1) / Int(CK_LANES)
    map = Self.map(shape.extent)
    if let arena {
      memory = try arena.take(max(bytes, 1)).assumingMemoryBound(to: Float.self)
    } else {
      guard let fresh = ck_allocate(max(bytes, 1)) else {
        throw .memory(needed: bytes, available: MachineMemory.available() ?? 0)
      }
      memory = fresh.assumingMemoryBound(to: Float.self)
    }
    // Memory of an arena may hold the tensor that lay there before.
    if arena != nil, let kernels = ck_kernels_for(ck_isa_best()) {
      for index in 0..<(shape.batch * blocks) { kernels.pointee.clear_halo(map, memory + index * map.block) }
    }
  }

  /// A tensor of dense values in the order of `Shape`.
  public convenience init(_ shape: Shape, _ values: [Float], in arena: Arena? = nil) throws(TensorError) {
    try self.init(shape, in: arena)
    guard values.count == shape.count else {
      throw .parameters(operator: "tensor", name: "values", given: values.count, expected: shape.count)
    }
    if arena != nil { clearPaddedLanes() }
    let sample = shape.channels * shape.voxels
    values.withUnsafeBufferPointer { dense in
      guard let base = dense.baseAddress else { return }
      for n in 0..<shape.batch {
        ck_activation_from_dense(map, Int32(shape.channels), base + n * sample, block(n, 0))
      }
    }
  }

  deinit {
    if let arena {
      arena.give(back: UnsafeMutableRawPointer(memory), max(bytes, 1))
    } else {
      ck_release(memory, max(bytes, 1))
    }
  }

  /// The values as a dense array in the order of `Shape`.
  public var values: [Float] {
    let sample = shape.channels * shape.voxels
    return [Float](unsafeUninitializedCapacity: shape.count) { dense, count in
      if let base = dense.baseAddress {
        for n in 0..<shape.batch {
          ck_activation_to_dense(map, Int32(shape.channels), block(n, 0), base + n * sample)
        }
      }
      count = shape.count
    }
  }

  /// Bytes a tensor of `shape` takes, or why there cannot be one.
  public static func bytes(of shape: Shape) throws(TensorError) -> Int {
    let extent = shape.extent
    guard shape.batch >= 0, shape.channels > 0, extent.values.allSatisfy({ $0 > 0 }) else {
      throw .unusable(operator: "tensor", shape: shape, reason: .empty)
    }
    guard shape.channels <= 16_384, extent.values.allSatisfy({ $0 <= 32_768 }) else {
      throw .unusable(operator: "tensor", shape: shape, reason: .tooLarge)
    }
    let blocks = (shape.channels + Int(CK_LANES) - 1) / Int(CK_LANES)
    let (samples, overflow) = (map(extent).block * 4 * blocks).multipliedReportingOverflow(by: shape.batch)
    guard !overflow, samples < Int.max / 4 else {
      throw .unusable(operator: "tensor", shape: shape, reason: .tooLarge)
    }
    return samples
  }

  static func map(_ extent: Axes) -> ck_map {
    ck_map_make(Int32(extent.depth), Int32(extent.height), Int32(extent.width))
  }

  /// The first float of channel block `index` of sample `n`, in the halo.
  func block(_ n: Int, _ index: Int) -> UnsafeMutablePointer<Float> {
    memory + (n * blocks + index) * map.block
  }

  /// Dense values fill the true channels only; what lay in an arena before must not stay in the others.
  private func clearPaddedLanes() {
    guard shape.channels % Int(CK_LANES) != 0 else { return }
    for n in 0..<shape.batch { block(n, blocks - 1).update(repeating: 0, count: map.block) }
  }
}
