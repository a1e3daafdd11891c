import Networks
import Tensors
import Testing

/// Networks compute what PyTorch computes with the same weights, whatever the threads.
@Suite struct NetworkRunTests {
  @Test("logits are PyTorch's", arguments: GoldenNetwork.all)
  func logitsAreTheReference(_ golden: GoldenNetwork) throws {
    let logits = try #require(try golden.predictor().logits(of: golden.image).first).values
    try #require(logits.count == golden.logits.count)
    var difference = 0.0, norm = 0.0
    for (a, b) in zip(logits, golden.logits) {
      difference += Double(a - b) * Double(a - b)
      norm += Double(b) * Double(b)
    }
    #expect((difference / norm).squareRoot() <= 1e-5)
  }

  @Test("classes are PyTorch's where they are clear", arguments: GoldenNetwork.all)
  func classesAreTheReference(_ golden: GoldenNetwork) throws {
    let logits = try #require(try golden.predictor().logits(of: golden.image).first).values
    let voxels = golden.patch.product, classes = golden.architecture.classes
    var clear = 0, wrong = 0
    for voxel in 0..<voxels {
      let own = (0..<classes).map { logits[$0 * voxels + voxel] }
      let expected = (0..<classes).map { golden.logits[$0 * voxels + voxel] }
      let order = expected.indices.sorted { expected[$0] > expected[$1] }
      guard expected[order[0]] - expected[order[1]] > 1e-4 else { continue }
      clear += 1
      if own.indices.max(by: { own[$0] < own[$1] }) != order[0] { wrong += 1 }
    }
    #expect(wrong == 0)
    #expect(clear > voxels * 9 / 10)
  }

  @Test(
    "streamed rows are the materialised logits, the same bits on 1, 2 and 5 threads",
    arguments: GoldenNetwork.all)
  func rowsAreTheSameBits(_ golden: GoldenNetwork) throws {
    let expected = try #require(try golden.predictor(threads: 1).logits(of: golden.image).first).values
    for threads in [1, 2, 5] {
      #expect(try golden.streamed(golden.predictor(threads: threads)) == [expected])
    }
  }

  @Test("several decoders read one encoder", arguments: GoldenNetwork.all)
  func decodersShareAnEncoder(_ golden: GoldenNetwork) throws {
    let one = try golden.streamed(golden.predictor())
    #expect(try golden.streamed(golden.predictor(decoders: 3)) == one + one + one)
  }

  @Test("a run needs exactly the planned tensors, again and again", arguments: GoldenNetwork.all, [1, 3])
  func planIsHonest(_ golden: GoldenNetwork, _ decoders: Int) throws {
    let engine = try Engine(pool: ThreadPool(threads: 3))
    let decoder = try Decoder(golden.architecture, weights: golden.weights)
    let memory = try NetworkMemory(
      golden.architecture, [UNetArchitecture](repeating: golden.architecture, count: decoders),
      patch: golden.patch, threads: 3)
    let encoder = try Encoder(golden.architecture, weights: golden.weights)
    let predictor = try NetworkPredictor(
      encoder, [Decoder](repeating: decoder, count: decoders), patch: golden.patch, on: engine)
    for _ in 0..<3 { _ = try golden.streamed(predictor) }
    let arena = try #require(engine.arena)
    #expect(arena.peak == memory.arenaBytes)
    #expect(engine.heldScratch == memory.scratchBytes)
    #expect(predictor.plannedBytes == memory.bytes)
    let runs =
      try EncoderRun(encoder, patch: golden.patch, on: engine).preparedBytes
      + decoders * DecoderRun(decoder, patch: golden.patch, on: engine).preparedBytes
    #expect(runs == memory.preparedBytes)
  }

  @Test func predictorsOnOneEngineShareItsArena() throws {
    let small = try GoldenNetwork.named("residual, anisotropic")
    let large = try GoldenNetwork.named("plain, isotropic")
    let engine = try Engine(pool: ThreadPool(threads: 2))
    let predictors = try [small, large].map {
      try NetworkPredictor(
        Encoder($0.architecture, weights: $0.weights), [Decoder($0.architecture, weights: $0.weights)],
        patch: $0.patch, on: engine)
    }
    for _ in 0..<2 {
      for (golden, predictor) in zip([small, large], predictors) {
        #expect(try golden.streamed(predictor) == golden.streamed(golden.predictor()))
      }
    }
    let arena = try #require(engine.arena)
    _ = try small.streamed(predictors[0])
    #expect(engine.arena === arena)
  }

  /// A bias before a normalisation changes nothing, so a network must not depend on it.
  @Test func biasesBeforeNormalisationDoNotCount() throws {
    var golden = try GoldenNetwork.named("plain, isotropic")
    let before = try golden.streamed(golden.predictor())
    golden.weights["encoder.stages.0.0.convs.0.conv.bias"] = nil
    #expect(try golden.streamed(golden.predictor()) == before)
  }
}
