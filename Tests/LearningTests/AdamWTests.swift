import Foundation
import Networks
import Testing

@testable import Learning

/// AdamW moves as PyTorch's does, leaves alone what has no gradient, and goes on after a kill with the same bits.
@Suite struct AdamWTests {
  private static func network(_ values: [Float]) -> NetworkParameters {
    let layer = LayerParameters(weights: values, bias: [], gamma: [], beta: [])
    return NetworkParameters(encoder: [], decoder: [nil, layer], heads: [])
  }

  @Test func everyStepIsThatOfPyTorch() throws {
    let url = try #require(Bundle.module.url(forResource: "Fixtures/adamw", withExtension: "safetensors"))
    let table = try SafetensorsFile.read(path: url.path(percentEncoded: false)).weights
    let optimiser = Optimiser.adamW(AdamW(memory: 0.99, decay: 0.02))
    var own = Self.network(try #require(table["before"]).values)
    var moments = [own.zeroed, own.zeroed]
    for step in 0..<12 {
      let gradient = try #require(table["step\(step).gradient"]).values.map { $0 * 2 }
      optimiser.step(
        &own, Self.network(gradient), factor: 0.5, moments: &moments, rate: 0.003 * Double(step + 1),
        number: step)
      let expected = try #require(table["step\(step).after"]).values
      let values = try #require(own.decoder[1]).weights
      for (index, (value, expected)) in zip(values, expected).enumerated() {
        #expect(abs(value - expected) < 2e-6, "step \(step), value \(index)")
      }
    }
    let first = try #require(table["before"]).values, last = try #require(own.decoder[1]).weights
    #expect(zip(first, last).filter { abs($0 - $1) > 0.01 }.count > 20)
  }

  /// Two arrays of one form that share their memory at first are two after a step.
  @Test func momentsThatBeganAsOneArrayPart() throws {
    var own = Self.network([1, 2, 3])
    let before = own, zeros = own.zeroed
    var moments = [zeros, zeros]
    Optimiser.adamW(AdamW()).step(
      &own, Self.network([1, -2, 0]), factor: 1, moments: &moments, rate: 0.1, number: 0)
    #expect(before == Self.network([1, 2, 3]) && zeros == own.zeroed)
    let means = try #require(moments[0].decoder[1]).weights
    #expect(zip(means, [0.1, -0.2, 0]).allSatisfy { abs($0 - $1) < 1e-6 })
    #expect(moments[1].decoder[1]?.weights.map { $0 > 0 } == [true, true, false])
  }

  @Test func whatHasNoGradientIsNotMoved() throws {
    let layer = LayerParameters(weights: [1, 2], bias: [3], gamma: [], beta: [])
    var own = NetworkParameters(encoder: [layer], decoder: [layer], heads: [layer])
    let gradients = NetworkParameters(encoder: [nil], decoder: [layer], heads: [layer])
    var moments = [own.zeroed, own.zeroed]
    Optimiser.adamW(AdamW(decay: 0.5)).step(
      &own, gradients, factor: 1, moments: &moments, rate: 0.1, number: 0)
    #expect(own.encoder == [layer] && own.decoder != [layer] && own.heads != [layer])
    #expect(moments.allSatisfy { $0.encoder == [layer.zeroed] })
  }

  static func settings(_ optimiser: Optimiser) -> TrainingSettings {
    TrainingSettings(
      steps: 8, optimiser: optimiser, rate: 0.003, warmUp: 3, checkpointInterval: 3, validationInterval: 4)
  }

  @Test(arguments: [1, 5, 7, 13]) func whatIsKilledGoesOnWithTheSameBits(_ sample: Int) throws {
    let settings = Self.settings(.adamW(AdamW()))
    let whole = try TrainerTests.withFolder {
      try TrainerTests.trainer($0, settings).run(threads: 2).parameters
    }
    try TrainerTests.withFolder { folder in
      #expect(throws: BallSource.Broken.self) {
        try TrainerTests.trainer(folder, settings, source: BallSource(breaksAt: sample)).run(threads: 1)
      }
      let resumed = try TrainerTests.trainer(folder, settings).run(threads: 3).parameters
      #expect(resumed == whole)
    }
  }

  /// The arrays of one optimiser mean nothing to another.
  @Test func aRunOfAnotherOptimiserIsRefused() throws {
    try TrainerTests.withFolder { folder in
      _ = try TrainerTests.trainer(folder, Self.settings(.sgd(SGD()))).run(threads: 1)
      let path = folder + "/" + TrainingCheckpoint.name
      #expect(throws: TrainingError.otherRun(file: path, field: "settings")) {
        try TrainerTests.trainer(folder, Self.settings(.adamW(AdamW()))).run(threads: 1)
      }
    }
  }

  @Test func numbersThatNoOptimiserTakesAreRefused() {
    for optimiser in [
      Optimiser.adamW(AdamW(momentum: 1)), .adamW(AdamW(memory: -0.1)), .adamW(AdamW(decay: .nan)),
      .adamW(AdamW(epsilon: 0)), .sgd(SGD(momentum: 1)), .sgd(SGD(decay: -1)),
    ] {
      #expect(Self.settings(optimiser).flaw != nil)
    }
    #expect(Self.settings(.adamW(AdamW())).flaw == nil && Self.settings(.sgd(SGD())).flaw == nil)
    var settings = Self.settings(.sgd(SGD()))
    settings.decay = PolynomialDecay(steps: 8, warmUp: -1)
    #expect(settings.flaw != nil)
  }

  @Test func theRateRisesEvenlyThenFalls() {
    let plain = PolynomialDecay(rate: 0.01, steps: 100),
      warm = PolynomialDecay(rate: 0.01, steps: 100, warmUp: 4)
    for step in 0..<4 { #expect(warm.rate(at: step) == plain.rate(at: step) * Double(step + 1) / 5) }
    for step in 4...100 { #expect(warm.rate(at: step) == plain.rate(at: step)) }
  }
}
