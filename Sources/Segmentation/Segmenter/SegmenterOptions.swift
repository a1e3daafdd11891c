import Tensors

/// How scans are segmented.
public struct SegmenterOptions: Hashable, Sendable {
  /// Threads that compute.
  public var threads: Int
  /// Kernels to use.
  public var instructions: InstructionSet
  /// What may be left out to be faster.
  public var tiling: TilingOptions
  /// Organs wanted, by the catalogue's ids or the model's own names; nil for all. Decoders that have none of them do
  /// not run.
  public var organs: [String]?
  /// Decoders that answer, as `member/decoder`; nil for all. Those that support them run with them, unheard.
  public var decoders: [String]?

  /// Options; see the properties.
  public init(
    threads: Int = SegmenterOptions.defaultThreads, instructions: InstructionSet = .best,
    tiling: TilingOptions = .exact, organs: [String]? = nil, decoders: [String]? = nil
  ) {
    self.threads = threads
    self.instructions = instructions
    self.tiling = tiling
    self.organs = organs
    self.decoders = decoders
  }
}
