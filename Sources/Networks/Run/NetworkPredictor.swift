import Tensors

/// An encoder and the decoders that read its skips, ready for patches of one size: patches in, logits out.
///
/// The encoder runs once a patch whatever the number of decoders. The tensors of a run lie in the engine's arena,
/// which the first run reserves and every predictor on the same engine uses again, grown to the largest.
/// Not for several threads at once; it computes on the engine's threads.
public final class NetworkPredictor {
  /// Logits per voxel of each decoder that is asked, the background's among them.
  public let classes: [Int]
  /// Voxels of a patch along network axes z, y, x.
  public let patch: Axes
  /// Bytes of a run with streamed logits: arena, prepared weights and scratch. Counted before anything is taken.
  public let plannedBytes: Int

  private let encoder: EncoderRun
  private let decoders: [DecoderRun]
  private let chain: Links
  private let engine: Engine
  private let memory: NetworkMemory

  /// Which decoder reads which, and whose logits are asked for.
  private struct Links {
    let supports: [[Int]]
    let lastReaders: [Int?]
    let asked: [Int]
  }

  /// Prepares a network of decoders that read the encoder alone, all of them asked; throws as the other.
  public convenience init(
    _ encoder: Encoder, _ decoders: [Decoder], patch: Axes, on engine: Engine
  ) throws(NetworkError) {
    try self.init(encoder, DecoderChain(decoders), patch: patch, on: engine)
  }

  /// Prepares a network. Throws `NetworkError.patch`, `.stages`, or `.tensors(.memory)` when less than
  /// `plannedBytes` is available, before it is taken.
  public init(
    _ encoder: Encoder, _ chain: DecoderChain, patch: Axes, on engine: Engine
  ) throws(NetworkError) {
    let decoders = chain.decoders
    for decoder in decoders where decoder.architecture.skips != encoder.architecture.skips {
      throw .stages(encoder: encoder.architecture.stages, decoder: decoder.architecture.stages)
    }
    memory = try NetworkMemory(
      encoder.architecture, decoders.map(\.architecture), supports: chain.supports, patch: patch,
      threads: engine.pool.threads)
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
    self.chain = Links(
      supports: chain.supports, lastReaders: DecoderChain.lastReaders(chain.supports), asked: chain.asked)
    classes = chain.asked.map { runs[$0].classes }
  }

  /// Threads that compute, the numbers `worker` stays below.
  public var threads: Int { engine.pool.threads }

  /// Hands out the logits of a dense patch (x fastest) some rows at a time, every voxel once for each decoder asked.
  ///
  /// `each` is called on the engine's threads, several at once, over disjoint rows; decoder 0's rows come before
  /// decoder 1's. Throws `.notFinite` of the patch before the first call, `.notFinite` of logits after the last of
  /// that decoder: then what was made of the rows is worth nothing.
  public func logits(
    of patch: [Float], each: (_ decoder: Int, _ rows: LogitRows, _ worker: Int) -> Void
  ) throws(TensorError) {
    try forEachAsked(patch) { index, decoder, finest throws(TensorError) in
      try decoder.forEachRows(of: finest, on: engine) { rows, worker in each(index, rows, worker) }
    }
  }

  /// The logits of a dense patch (x fastest): a tensor of 1 x classes x patch for each decoder asked, in memory of its own.
  public func logits(of patch: [Float]) throws(TensorError) -> [Tensor] {
    var result: [Tensor] = []
    try forEachAsked(patch) { _, decoder, finest throws(TensorError) in
      let arena = engine.arena
      engine.arena = nil
      defer { engine.arena = arena }
      result.append(try decoder.logits(of: finest, on: engine))
    }
    return result
  }

  /// Encodes once and calls `body` with the finest features of every decoder that is asked in turn.
  private func forEachAsked(
    _ patch: [Float], _ body: (Int, DecoderRun, Operand) throws(TensorError) -> Void
  ) throws(TensorError) {
    if engine.arena.map({ $0.bytes < memory.arenaBytes }) ?? true {
      engine.arena = nil
      engine.arena = try memory.plan.arena()
    }
    let features = try encoder.features(of: patch, on: engine)
    var held = [Tensor?](repeating: nil, count: decoders.count)
    for place in decoders.indices {
      let decoder = decoders[place], finest = try finest(place, features, &held)
      if chain.lastReaders[place] != nil { held[place] = try decoder.logits(of: finest, on: engine) }
      if let index = chain.asked.firstIndex(of: place) { try body(index, decoder, finest) }
      for earlier in held.indices where chain.lastReaders[earlier] == place { held[earlier] = nil }
    }
  }

  /// The finest features of a decoder. `held` are the logits of earlier ones that some decoder still reads; none are left
  /// after the last decoder.
  private func finest(
    _ place: Int, _ features: Features, _ held: inout [Tensor?]
  ) throws(TensorError) -> Operand {
    var support = chain.supports[place].compactMap { held[$0] }
    guard place + 1 == decoders.count else {
      return try decoders[place].finest(reading: features, support: support, on: engine)
    }
    for earlier in held.indices { held[earlier] = nil }
    return try decoders[place].finest(spending: features, support: &support, on: engine)
  }
}

extension UNetArchitecture {
  /// What a decoder sees of an encoder: channels and strides of the stages. Blocks and kernels may differ.
  fileprivate var skips: [[Int]] { stages.map { [$0.features] + $0.stride.values } }
}
