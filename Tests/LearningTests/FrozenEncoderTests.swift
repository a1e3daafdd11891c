import Networks
import Tensors
import Testing

@testable import Learning

/// Behind a frozen encoder a step holds its skips alone, and nothing that is kept from step to step changes a bit.
@Suite struct FrozenEncoderTests {
  private static func batch(_ golden: GoldenTraining, _ step: Int) throws -> TrainingBatch {
    let (image, shape) = try golden.image(step)
    return TrainingBatch(image: image, labels: try golden.labels(step), shape: shape)
  }

  @Test(arguments: GoldenTraining.all) func itsSkipsAreThoseOfATrace(_ name: String) throws {
    let golden = try GoldenTraining(name), network = try golden.network(),
      engine = try TrainingStepTests.engine()
    let frozen = FrozenEncoder(network.encoderWalk, network.parameters.encoder)
    for step in [0, 3, 0] {
      let batch = try Self.batch(golden, step)
      let input = Operand(plain: try Tensor(batch.shape, batch.image))
      let trace = try WalkTrace(network.encoderWalk, network.parameters.encoder, inputs: [input], on: engine)
      let skips = try frozen.inputs(of: batch, on: engine)
      #expect(skips.count == network.encoderWalk.outputs.count)
      for (skip, value) in zip(skips, network.encoderWalk.outputs) {
        let expected = try #require(trace[value])
        #expect(try skip.materialised(on: engine).values == expected.materialised(on: engine).values)
      }
    }
  }

  /// Prepared weights serve one extent; another one is prepared for, not misread.
  @Test func patchesMayChangeTheirExtent() throws {
    let golden = try GoldenTraining("plain"), network = try golden.network(),
      engine = try TrainingStepTests.engine()
    let kept = FrozenEncoder(network.encoderWalk, network.parameters.encoder)
    for edges in [Axes(16), Axes(8, 16, 32), Axes(16)] {
      let shape = Shape(batch: 1, channels: 1, edges)
      let batch = TrainingBatch(
        image: (0..<shape.count).map { Float($0 % 7) - 3 },
        labels: [UInt16](repeating: 0, count: edges.product),
        shape: shape)
      let fresh = FrozenEncoder(network.encoderWalk, network.parameters.encoder)
      let own = try kept.inputs(of: batch, on: engine), other = try fresh.inputs(of: batch, on: engine)
      for (own, other) in zip(own, other) {
        #expect(try own.materialised(on: engine).values == other.materialised(on: engine).values)
      }
    }
  }

  @Test(arguments: GoldenTraining.all) func whatIsKeptFromStepToStepChangesNoBit(_ name: String) throws {
    let golden = try GoldenTraining(name)
    var network = try golden.network()
    network.learnsEncoder = false
    let frozen = try #require(network.frozenEncoder), engine = try Engine(forSteps: ThreadPool(threads: 2))
    for step in 0..<3 {
      let batch = try Self.batch(golden, step)
      let kept = try network.step(batch, LabelObjective(), behind: frozen, on: engine)
      let fresh = try network.step(batch, on: TrainingStepTests.engine())
      #expect(kept.loss == fresh.loss && kept.gradients == fresh.gradients, "step \(step)")
    }
  }

  /// Memory that held other tensors before is as good as new one.
  @Test(arguments: GoldenTraining.all) func anArenaChangesNoBit(_ name: String) throws {
    let golden = try GoldenTraining(name), network = try golden.network()
    let engine = try Engine(forSteps: ThreadPool(threads: 2))
    #expect(engine.arena != nil)
    for step in 0..<4 {
      let batch = try Self.batch(golden, step)
      let own = try network.step(batch, on: engine),
        fresh = try network.step(batch, on: TrainingStepTests.engine())
      #expect(own.loss == fresh.loss && own.gradients == fresh.gradients, "step \(step)")
    }
  }

  /// Of three convolutions a stage one is held, and the estimate that plans follow knows it.
  @Test func aStepHoldsLess() throws {
    let architecture = UNetArchitecture(
      family: .plain, inputChannels: 1,
      stages: [
        .init(features: 16, kernel: Axes(3), stride: Axes(1), blocks: 3),
        .init(features: 16, kernel: Axes(3), stride: Axes(2), blocks: 3),
      ], decoderConvolutions: [1], classes: 2)
    func peak(_ learns: Bool) throws -> Int {
      var network = try TrainingNetwork(architecture, weights: InitialWeights(seed: 1).weights(architecture))
      network.learnsEncoder = learns
      let engine = try Engine(forSteps: ThreadPool(threads: 1)),
        shape = Shape(batch: 1, channels: 1, Axes(48))
      let labels = (0..<shape.count).map { UInt16($0 % 2) }
      _ = try network.step(
        TrainingBatch(image: labels.map { Float($0) }, labels: labels, shape: shape), on: engine)
      return try #require(engine.arena).peak
    }
    let whole = try peak(true), frozen = try peak(false)
    #expect(Double(frozen) < 0.8 * Double(whole), "\(frozen) of \(whole) bytes")
    for (learns, bytes) in [(true, whole), (false, frozen)] {
      let planned = try TrainingMemory(architecture, patch: Axes(48), batch: 1, learnsEncoder: learns)
      let held = planned.activations + planned.gradients
      // An arena has gaps, and on so small a patch halos weigh.
      #expect((0.8...1.3).contains(Double(bytes) / Double(held)), "\(bytes) of \(held) bytes")
    }
  }
}
