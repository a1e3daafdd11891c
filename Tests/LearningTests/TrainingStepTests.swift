import Networks
import Tensors
import Testing

@testable import Learning

/// A step of training is the step PyTorch takes: loss, gradients of every parameter, optimiser, schedule.
@Suite struct TrainingStepTests {
  static func engine(_ threads: Int = 2) throws -> Engine { try Engine(pool: ThreadPool(threads: threads)) }

  @Test(arguments: GoldenTraining.all) func tenStepsAreThoseOfPyTorch(_ name: String) throws {
    let golden = try GoldenTraining(name), engine = try Self.engine()
    let decay = PolynomialDecay(rate: golden.rate, steps: GoldenTraining.steps)
    let clipping = GradientClipping(limit: golden.limit), optimiser = Optimiser.sgd(SGD())
    var network = try golden.network()
    var moments = [network.parameters.zeroed]
    for step in 0..<GoldenTraining.steps {
      let (image, shape) = try golden.image(step)
      let outcome = try network.step(
        TrainingBatch(image: image, labels: golden.labels(step), shape: shape), on: engine)
      #expect(abs(outcome.loss - Double(try golden.losses()[step])) < 2e-5, "step \(step)")
      let expected = try golden.parameters("step\(step).gradient.")
      #expect(distance(outcome.gradients, expected) < 2e-4, "step \(step)")
      let (norm, factor) = clipping.factor(for: outcome.gradients)
      #expect(abs(norm / Double(try golden.norms()[step]) - 1) < 2e-4, "step \(step)")
      optimiser.step(
        &network.parameters, outcome.gradients, factor: Float(factor), moments: &moments,
        rate: decay.rate(at: step), number: step)
    }
    #expect(distance(network.parameters, try golden.parameters("after.")) < 1e-5)
    #expect(distance(network.parameters, try golden.parameters("before.")) > 1e-3)
  }

  /// Not only all of them together: each array by itself.
  @Test(arguments: GoldenTraining.all) func everyArrayHasItsGradient(_ name: String) throws {
    let golden = try GoldenTraining(name)
    let (image, shape) = try golden.image(0)
    let outcome = try golden.network().step(
      TrainingBatch(image: image, labels: golden.labels(0), shape: shape), on: Self.engine())
    var own: [[Float]] = [], expected: [[Float]] = []
    outcome.gradients.forEachArray { own.append($0) }
    try golden.parameters("step0.gradient.").forEachArray { expected.append($0) }
    #expect(own.count == expected.count)
    for (index, (a, b)) in zip(own, expected).enumerated() {
      let largest = b.map(abs).max() ?? 0
      let off = zip(a, b).map { abs($0 - $1) }.max() ?? 0
      #expect(off <= 1e-6 + 5e-4 * largest, "array \(index): off by \(off) of \(largest)")
    }
  }

  @Test(arguments: GoldenTraining.all) func threadsChangeNoBit(_ name: String) throws {
    let golden = try GoldenTraining(name)
    let (image, shape) = try golden.image(0), labels = try golden.labels(0)
    let network = try golden.network()
    let one = try network.step(TrainingBatch(image: image, labels: labels, shape: shape), on: Self.engine(1))
    let three = try network.step(
      TrainingBatch(image: image, labels: labels, shape: shape), on: Self.engine(3))
    #expect(one.loss == three.loss && one.gradients == three.gradients)
  }

  @Test(arguments: GoldenTraining.all) func aFrozenEncoderChangesNoGradientOfTheDecoder(_ name: String) throws
  {
    let golden = try GoldenTraining(name), engine = try Self.engine()
    let (image, shape) = try golden.image(0), labels = try golden.labels(0)
    var network = try golden.network()
    let whole = try network.step(TrainingBatch(image: image, labels: labels, shape: shape), on: engine)
    network.learnsEncoder = false
    let frozen = try network.step(TrainingBatch(image: image, labels: labels, shape: shape), on: engine)
    #expect(frozen.loss == whole.loss)
    #expect(frozen.gradients.heads == whole.gradients.heads)
    #expect(distance(frozen.gradients, whole.gradients) > 0.1)
    var decoders = (frozen.gradients, whole.gradients)
    decoders.0.encoder = []
    decoders.1.encoder = []
    // Behind frozen features a product has fewer columns, which may change the last bits.
    #expect(distance(decoders.0, decoders.1) < 1e-6)
    #expect(frozen.gradients.encoder.allSatisfy { $0 == nil })
    frozen.gradients.encoder.forEach { layer in #expect(layer?.arrays.joined().allSatisfy { $0 == 0 } ?? true)
    }
  }

  @Test func badBatchesAreRefused() throws {
    let golden = try GoldenTraining("plain"), engine = try Self.engine()
    let network = try golden.network()
    var (image, shape) = try golden.image(0)
    var labels = try golden.labels(0)
    labels[5] = 3
    #expect(throws: TensorError.self) {
      try network.step(TrainingBatch(image: image, labels: labels, shape: shape), on: engine)
    }
    labels[5] = 0
    #expect(throws: TensorError.self) {
      try network.step(
        TrainingBatch(image: image, labels: Array(labels.dropLast()), shape: shape), on: engine)
    }
    image[77] = .nan
    #expect(throws: TensorError.self) {
      try network.step(TrainingBatch(image: image, labels: labels, shape: shape), on: engine)
    }
  }
}

@Suite struct DeepSupervisionTests {
  @Test func weightsHalveAndTheCoarsestCountsNothing() {
    #expect(DeepSupervision(heads: 1).weights == [1])
    #expect(DeepSupervision(heads: 2).weights == [0, 1])
    let five = DeepSupervision(heads: 5).weights
    #expect(five[0] == 0 && five.reduce(0, +) == 1)
    for index in 2..<5 { #expect(five[index] == 2 * five[index - 1]) }
  }

  @Test func coarseLabelsAreThoseOfTheNearestVoxel() {
    let labels = (0..<32).map { UInt16($0) }
    let coarse = DeepSupervision.downsampled(labels, batch: 2, extent: Axes(1, 4, 4), by: Axes(1, 2, 2))
    #expect(coarse == [5, 7, 13, 15, 21, 23, 29, 31])
    #expect(DeepSupervision.downsampled(labels, batch: 2, extent: Axes(1, 4, 4), by: Axes(1)) == labels)
  }
}

@Suite struct OptimiserTests {
  @Test func theRateFallsToZero() {
    let decay = PolynomialDecay(rate: 0.01, steps: 1000)
    #expect(decay.rate(at: 0) == 0.01)
    #expect(abs(decay.rate(at: 500) - 0.0053588673) < 1e-9)
    #expect(decay.rate(at: 1000) == 0 && decay.rate(at: 1500) == 0)
    for step in 1...1000 { #expect(decay.rate(at: step) < decay.rate(at: step - 1)) }
  }

  @Test func onlyLongGradientsAreScaled() {
    func gradients(_ value: Float) -> NetworkParameters {
      let layer = LayerParameters(weights: [value, 0, value], bias: [], gamma: [value], beta: [value])
      return NetworkParameters(encoder: [layer, nil], decoder: [], heads: [])
    }
    let clipping = GradientClipping(limit: 12)
    #expect(clipping.factor(for: gradients(6)).norm == 12)
    #expect(clipping.factor(for: gradients(5)).factor == 1)
    #expect(abs(clipping.factor(for: gradients(60)).factor - 0.1) < 1e-7)
  }
}
