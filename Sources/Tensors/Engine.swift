import CKernels

/// Instruction sets with kernels of their own.
public enum InstructionSet: String, CaseIterable, Sendable {
  /// Plain C; runs anywhere.
  case portable
  /// AVX2 with FMA.
  case avx2
  /// AVX-512 (F, VL, DQ, BW).
  case avx512

  var code: ck_isa {
    switch self {
    case .portable: CK_PORTABLE
    case .avx2: CK_AVX2
    case .avx512: CK_AVX512
    }
  }

  /// Whether this machine can run the kernels.
  public var isAvailable: Bool { ck_isa_available(code) }

  /// Those this machine can run, slowest first.
  public static var available: [InstructionSet] { allCases.filter(\.isAvailable) }

  /// The fastest this machine can run.
  public static var best: InstructionSet { available.last ?? .portable }
}

/// What operators run on: kernels of one instruction set, threads, scratch memory and, if wanted, an arena.
///
/// Values do not depend on `threads`; they do depend, in the last bits, on the instruction set.
/// An engine serves one caller at a time.
public final class Engine {
  /// The instruction set of the kernels.
  public let instructions: InstructionSet
  /// The threads.
  public let pool: ThreadPool
  /// Where results are placed; nil gives each memory of its own.
  public var arena: Arena?

  let kernels: ck_kernels
  private var scratchMemory: UnsafeMutableRawPointer?
  private var scratchBytes = 0

  /// An engine on the best (or the given) instruction set.
  public init(
    _ instructions: InstructionSet = .best, pool: ThreadPool, arena: Arena? = nil
  ) throws(TensorError) {
    guard let kernels = ck_kernels_for(instructions.code) else {
      throw .instructions(instructions.rawValue)
    }
    self.instructions = instructions
    self.pool = pool
    self.arena = arena
    self.kernels = kernels.pointee
  }

  deinit { ck_release(scratchMemory, scratchBytes) }

  /// A tensor of `shape` in the arena, values not set.
  public func tensor(_ shape: Shape) throws(TensorError) -> Tensor { try Tensor(shape, in: arena) }

  /// Scratch of `floats` floats, its contents left over from before. The next call may move it.
  func scratch(_ floats: Int) throws(TensorError) -> UnsafeMutablePointer<Float> {
    let bytes = max(floats, 16) * MemoryLayout<Float>.stride
    if bytes > scratchBytes {
      ck_release(scratchMemory, scratchBytes)
      scratchMemory = nil
      scratchBytes = 0
      guard let memory = ck_allocate(bytes) else {
        throw .memory(needed: bytes, available: MachineMemory.available() ?? 0)
      }
      scratchMemory = memory
      scratchBytes = bytes
    }
    guard let scratchMemory else { throw .memory(needed: bytes, available: 0) }
    return scratchMemory.assumingMemoryBound(to: Float.self)
  }

  /// Bytes of scratch held.
  public var heldScratch: Int { scratchBytes }

  /// Gives scratch back to the system, for instance between a training and a segmentation.
  public func releaseScratch() {
    ck_release(scratchMemory, scratchBytes)
    scratchMemory = nil
    scratchBytes = 0
  }

  /// Runs `body` over z-slabs of every channel block of every sample of a tensor of `shape`, in parallel.
  /// Slabs depend on the shape alone. `body` gets the sample, the block, the slab's number and the slab.
  func forEachSlab(
    of tensor: Tensor, _ body: (_ sample: Int, _ block: Int, _ index: Int, _ slab: inout ck_slab) -> Void
  ) {
    let slabs = Self.slabs(tensor.shape.extent.depth)
    let map = tensor.map
    pool.run(tensor.shape.batch * tensor.blocks * slabs.count) { item, _ in
      let (whole, index) = item.quotientAndRemainder(dividingBy: slabs.count)
      let (sample, block) = whole.quotientAndRemainder(dividingBy: tensor.blocks)
      let range = slabs[index]
      var slab = ck_slab(map: map, z0: Int32(range.lowerBound), z1: Int32(range.upperBound))
      body(sample, block, index, &slab)
    }
  }

  /// At most 16 slabs of equal thickness.
  static func slabs(_ depth: Int) -> [Range<Int>] {
    let thickness = max(1, (depth + 15) / 16)
    return stride(from: 0, to: depth, by: thickness).map { $0..<min(depth, $0 + thickness) }
  }
}
