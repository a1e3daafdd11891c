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
  /// - Parameter supports: the earlier decoders whose logits each one reads, as `DecoderChain.supports`.
  public init(
    _ encoder: UNetArchitecture, _ decoders: [UNetArchitecture], supports: [[Int]]? = nil, patch: Axes,
    threads: Int
  ) throws(NetworkError) {
    let supports = supports ?? decoders.map { _ in [] }, isRead = DecoderChain.lastReaders(supports)
    let down = try NetworkWalk.encoder(encoder)
    try encoder.check(patch: patch)
    var up: [NetworkWalk] = []
    for decoder in decoders { up.append(try NetworkWalk.decoder(decoder)) }
    let input = Shape(channels: encoder.inputChannels, patch)
    let parts = decoders.indices.map { place in
      Part(
        walk: up[place], inputs: decoders[place].decoderInputShapes(patch),
        logits: Shape(channels: decoders[place].classes, patch), supports: supports[place],
        lastReader: isRead[place])
    }
    (arenaBytes, preparedBytes, scratchBytes, plan) = try NetworkError.adopting { () throws(TensorError) in
      let plan = try Self.plan(down, parts, input: input)
      var prepared = try down.preparedBytes([input])
      var scratch = try down.scratchBytes([input], threads: threads)
      for (part, decoder) in zip(parts, decoders) {
        let head = try ClassHead(decoder.finestFeatures, classes: decoder.classes)
        prepared += try part.walk.preparedBytes(part.inputs) + head.convolution.preparedBytes(patch)
        scratch = max(
          scratch, try part.walk.scratchBytes(part.inputs, threads: threads),
          head.rowScratchBytes(patch, threads: threads),
          part.lastReader == nil ? 0 : head.convolution.scratchBytes(patch, threads: threads))
      }
      return (plan.bytes, prepared, scratch, plan)
    }
  }

  /// An arena that a run may use as it is: not one that is too small.
  func fitting(_ arena: Arena?) -> Arena? { arena.flatMap { $0.bytes >= arenaBytes ? $0 : nil } }

  /// A decoder in its place.
  private struct Part {
    let walk: NetworkWalk
    let inputs: [Shape]
    let logits: Shape
    let supports: [Int]
    let lastReader: Int?
  }

  /// The tensors of a run in the order it takes and releases them.
  private static func plan(
    _ encoder: NetworkWalk, _ decoders: [Part], input: Shape
  ) throws(TensorError) -> MemoryPlan {
    let carrier = PlanCarrier()
    let skips = try encoder.carryEncoder(input, on: carrier)
    var held = [PlanCarrier.Value?](repeating: nil, count: decoders.count)
    for (place, decoder) in decoders.enumerated() {
      var values: [PlanCarrier.Value?] = skips + decoder.supports.map { held[$0] }
      let isLast = place + 1 == decoders.count
      let finest = try decoder.walk.carryDecoder(&values, inputs: isLast ? .spent : .kept, on: carrier)
      if decoder.lastReader != nil { held[place] = try carrier.room(decoder.logits) }
      if let finest { carrier.release(finest) }
      guard !isLast else { break }
      for (earlier, part) in decoders.enumerated() where part.lastReader == place {
        if let logits = held[earlier] { carrier.release(logits) }
      }
    }
    return carrier.plan
  }
}
