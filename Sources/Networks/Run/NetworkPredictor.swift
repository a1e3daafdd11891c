import Tensors

/// An encoder and the decoders that read its skips, ready for patches of one size: patches in, logits out.
///
/// The encoder runs once a patch whatever the number of decoders. The tensors of a run lie in the engine's arena,
/// which the first run reserves and every predictor on the same engine uses again, grown to the largest.
/// Not for several threads at once; it computes on the engine's threads.
public final class NetworkPredictor {
  /// Logits per voxel of each decoder, the background's among them.
  public let classes: [Int]
  /// Voxels of a patch along network axes z, y, x.
  public let patch: Axes
  /// Bytes of a run with streamed logits: arena, prepared weights and scratch. Counted before anything is taken.
  public let plannedBytes: Int

  private let encoder: EncoderRun
  private let decoders: [DecoderRun]
  private let engine: Engine
  private let memory: NetworkMemory

  /// Prepares a network. Throws `NetworkError.patch`, `.stages`, or `.tensors(.memory)` when less than
  /// `plannedBytes` is available, before it is taken.
  public init(
    _ encoder: Encoder, _ decoders: [Decoder], patch: Axes, on engine: Engine
  ) throws(NetworkError) {
    for decoder in decoders where decoder.architecture.skips != encoder.architecture.skips {
      throw .stages(encoder: encoder.architecture.stages, decoder: decoder.architecture.stages)
    }
    memory = try NetworkMemory(
      encoder.architecture, decoders.map(\.architecture), patch: patch, threads: engine.pool.threads)
    engine.arena = memory.fitting(engine.arena)
    // What the engine holds already needs no room any more.
    let held =
      (engine.arena == nil ? 0 : memory.arenaBytes) + min(engine.heldScratch, memory.scratchBytes)
    if let available = MachineMemory.available(), memory.bytes - held > available {
      throw .tensors(.memory(needed: memory.bytes - held, available: available))
    }
    plannedBytes = memory.bytes
    self.patch = patch
    self.engine = engine
    self.encoder = try EncoderRun(encoder, patch: patch, on: engine)
    var runs: [DecoderRun] = []
    for decoder in decoders { runs.append(try DecoderRun(decoder, patch: patch, on: engine)) }
    self.decoders = runs
    classes = runs.map(\.classes)
  }

  /// Threads that compute, the numbers `worker` stays below.
  public var threads: Int { engine.pool.threads }

  /// Hands out the logits of a dense patch (x fastest) some rows at a time, every voxel once for each decoder.
  ///
  /// `each` is called on the engine's threads, several at once, over disjoint rows; decoder 0's rows come before
  /// decoder 1's. Throws `.notFinite` of the patch before the first call, `.notFinite` of logits after the last of
  /// that decoder: then what was made of the rows is worth nothing.
  public func logits(
    of patch: [Float], each: (_ decoder: Int, _ rows: LogitRows, _ worker: Int) -> Void
  ) throws(TensorError) {
    try forEachDecoder(patch) { index, decoder, finest throws(TensorError) in
      try decoder.forEachRows(of: finest, on: engine) { rows, worker in each(index, rows, worker) }
    }
  }

  /// The logits of a dense patch (x fastest): a tensor of 1 x classes x patch for each decoder, in memory of its own.
  public func logits(of patch: [Float]) throws(TensorError) -> [Tensor] {
    var result: [Tensor] = []
    try forEachDecoder(patch) { _, decoder, finest throws(TensorError) in
      let arena = engine.arena
      engine.arena = nil
      defer { engine.arena = arena }
      result.append(try decoder.logits(of: finest, on: engine))
    }
    return result
  }

  /// Encodes once and calls `body` with the finest features of every decoder in turn.
  private func forEachDecoder(
    _ patch: [Float], _ body: (Int, DecoderRun, Operand) throws(TensorError) -> Void
  ) throws(TensorError) {
    if engine.arena.map({ $0.bytes < memory.arenaBytes }) ?? true {
      engine.arena = nil
      engine.arena = try memory.plan.arena()
    }
    let features = try encoder.features(of: patch, on: engine)
    for index in decoders.indices {
      let decoder = decoders[index]
      let finest =
        index + 1 == decoders.count
        ? try decoder.finest(spending: features, on: engine)
        : try decoder.finest(reading: features, on: engine)
      try body(index, decoder, finest)
    }
  }
}

extension UNetArchitecture {
  /// What a decoder sees of an encoder: channels and strides of the stages. Blocks and kernels may differ.
  fileprivate var skips: [[Int]] { stages.map { [$0.features] + $0.stride.values } }
}
