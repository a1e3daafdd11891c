import Tensors

/// What a network needs on patches of one size: planned by the very walks that run, before anything is taken.
public struct NetworkMemory {
  /// Bytes of tensors at the fullest moment.
  public let arenaBytes: Int
  /// Bytes of prepared weights.
  public let preparedBytes: Int
  /// Bytes of scratch of the hungriest step, rows of logits among them.
  public let scratchBytes: Int
  /// The tensors of a run.
  let plan: MemoryPlan

  /// All of it: a run with streamed logits.
  public var bytes: Int { arenaBytes + preparedBytes + scratchBytes }

  /// Of an encoder and the decoders that read its skips one after the other. Throws `NetworkError.architecture` or
  /// `.patch`.
  public init(
    _ encoder: UNetArchitecture, _ decoders: [UNetArchitecture], patch: Axes, threads: Int
  ) throws(NetworkError) {
    let down = try NetworkWalk.encoder(encoder)
    try encoder.check(patch: patch)
    var up: [NetworkWalk] = []
    for decoder in decoders { up.append(try NetworkWalk.decoder(decoder)) }
    let walks = up, input = Shape(channels: encoder.inputChannels, patch)
    let skips = encoder.skipShapes(patch)
    (arenaBytes, preparedBytes, scratchBytes, plan) = try NetworkError.adopting { () throws(TensorError) in
      let plan = try Self.plan(down, walks, input: input)
      var prepared = try down.preparedBytes([input])
      var scratch = try down.scratchBytes([input], threads: threads)
      for (walk, decoder) in zip(walks, decoders) {
        let head = try ClassHead(decoder.finestFeatures, classes: decoder.classes)
        prepared += try walk.preparedBytes(skips) + head.convolution.preparedBytes(patch)
        scratch = max(
          scratch, try walk.scratchBytes(skips, threads: threads),
          head.rowScratchBytes(patch, threads: threads))
      }
      return (plan.bytes, prepared, scratch, plan)
    }
  }

  /// An arena that a run may use as it is: not one that is too small.
  func fitting(_ arena: Arena?) -> Arena? { arena.flatMap { $0.bytes >= arenaBytes ? $0 : nil } }

  /// The tensors of a run in the order it takes and releases them.
  private static func plan(
    _ encoder: NetworkWalk, _ decoders: [NetworkWalk], input: Shape
  ) throws(TensorError) -> MemoryPlan {
    let carrier = PlanCarrier()
    let skips = try encoder.carryEncoder(input, on: carrier)
    for (index, decoder) in decoders.enumerated() {
      var values: [PlanCarrier.Value?] = skips
      let fate: NetworkWalk.Fate = index + 1 == decoders.count ? .spent : .kept
      if let finest = try decoder.carryDecoder(&values, inputs: fate, on: carrier) {
        carrier.release(finest)
      }
    }
    return carrier.plan
  }
}
