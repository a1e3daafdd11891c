import Tensors
import Testing

@testable import Networks

/// Decoders that read the logits of others run in one pass behind one encoder.
@Suite struct DecoderChainTests {
  private let golden: GoldenNetwork
  private let engine: Engine

  init() throws {
    golden = try GoldenNetwork.named("residual, anisotropic")
    engine = try Engine(pool: ThreadPool(threads: 3))
  }

  /// A decoder of the golden encoder with random weights that reads decoders of so many logits.
  private func decoder(_ seed: UInt64, classes: Int, reading supports: [Int] = []) throws -> Decoder {
    var architecture = golden.architecture
    architecture.classes = classes
    architecture.support = supports.isEmpty ? nil : DecoderSupport(classes: supports)
    return try Decoder(architecture, weights: RandomWeights(seed: seed).weights(architecture))
  }

  /// The second reads the first, the third both, the second's logits first.
  private func chain(asked: [Int]) throws -> DecoderChain {
    DecoderChain(
      [
        try decoder(1, classes: 3), try decoder(2, classes: 2, reading: [3]),
        try decoder(3, classes: 5, reading: [2, 3]),
      ], supports: [[], [0], [1, 0]], asked: asked)
  }

  private func predictor(asked: [Int]) throws -> NetworkPredictor {
    try NetworkPredictor(
      Encoder(golden.architecture, weights: golden.weights), chain(asked: asked), patch: golden.patch,
      on: engine)
  }

  @Test func whoIsHeardChangesNoBit() throws {
    let all = try golden.streamed(predictor(asked: [0, 1, 2]))
    #expect(all.map { $0.count / golden.patch.product } == [3, 2, 5])
    for asked in [[2], [1], [0, 2]] {
      let predictor = try predictor(asked: asked)
      #expect(predictor.classes == asked.map { [3, 2, 5][$0] })
      #expect(try golden.streamed(predictor) == asked.map { all[$0] })
      #expect(try predictor.logits(of: golden.image).map(\.values) == asked.map { all[$0] })
    }
  }

  /// The first decoder is the one it is alone; the others are not what they are without the logits they read.
  @Test func whatIsReadCounts() throws {
    let all = try golden.streamed(predictor(asked: [0, 1, 2]))
    let encoder = try Encoder(golden.architecture, weights: golden.weights)
    let alone = try golden.streamed(
      NetworkPredictor(encoder, [decoder(1, classes: 3)], patch: golden.patch, on: engine))
    #expect(alone[0] == all[0])
    let links = try chain(asked: [1])
    let other = DecoderChain(
      [try decoder(7, classes: 3)] + links.decoders[1...], supports: links.supports, asked: [1])
    let changed = try golden.streamed(NetworkPredictor(encoder, other, patch: golden.patch, on: engine))
    #expect(changed[0] != all[1])
  }

  @Test("a run needs exactly the planned tensors", arguments: [[0, 1, 2], [2], [1]])
  func planIsHonest(_ asked: [Int]) throws {
    let predictor = try predictor(asked: asked), links = try chain(asked: asked)
    let memory = try NetworkMemory(
      golden.architecture, links.decoders.map(\.architecture), supports: links.supports, patch: golden.patch,
      threads: 3)
    for _ in 0..<3 { _ = try golden.streamed(predictor) }
    #expect(engine.arena?.peak == memory.arenaBytes)
    #expect(engine.heldScratch == memory.scratchBytes)
    #expect(predictor.plannedBytes == memory.bytes)
  }

  /// With a closed gate the features that the head reads pass the activation once more, and nothing else happens.
  @Test func aClosedGateLetsNothingThrough() throws {
    var supported = golden.architecture
    supported.support = DecoderSupport(classes: [3])
    var weights = try RandomWeights(seed: 2).weights(supported)
    let features = supported.finestFeatures
    weights["decoder.support.norm.weight"] = WeightTensor(
      shape: [features], values: [Float](repeating: 0, count: features))
    let decoder = try Decoder(supported, weights: weights)
    let encoder = try Encoder(golden.architecture, weights: golden.weights)
    func answer(_ first: UInt64) throws -> [Float] {
      let chain = DecoderChain(
        [try self.decoder(first, classes: 3), decoder], supports: [[], [0]], asked: [1])
      return try golden.streamed(NetworkPredictor(encoder, chain, patch: golden.patch, on: engine))[0]
    }
    #expect(try answer(1) == answer(4))
  }

  @Test func inputsThatAreNotThereAreRefused() throws {
    let encoder = try Encoder(golden.architecture, weights: golden.weights)
    let alone = DecoderChain([try chain(asked: [2]).decoders[1]])
    #expect(throws: NetworkError.self) {
      try NetworkPredictor(encoder, alone, patch: golden.patch, on: engine)
    }
    var nothing = golden.architecture
    nothing.support = DecoderSupport(classes: [])
    #expect(throws: NetworkError.architecture(.classes, stage: nil)) {
      try Decoder(nothing, weights: golden.weights)
    }
  }
}
