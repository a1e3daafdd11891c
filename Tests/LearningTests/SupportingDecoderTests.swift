import Networks
import Tensors
import Testing

@testable import Learning

/// A decoder that reads an earlier one's logits: exact gradients, the same answers in training and use, and it learns what
/// the other knows.
@Suite struct SupportingDecoderTests {
  private let engine: Engine

  init() throws { engine = try TrimmingFixtures.engine() }

  /// The earlier decoder of three classes.
  private func earlier() throws -> Decoder {
    try Decoder(TrimmingFixtures.architecture, weights: TrimmingFixtures.weights(seed: 11))
  }

  private func network(supported: Bool = true) throws -> TrainingNetwork {
    var architecture = TrimmingFixtures.architecture
    if supported { architecture.support = DecoderSupport(classes: [3]) }
    var weights = InitialWeights(seed: 6).weights(architecture)
    weights.replace(with: TrimmingFixtures.weights(seed: 11).part("encoder."))
    var network = try TrainingNetwork(architecture, weights: weights)
    network.learnsEncoder = false
    if supported { network.supports = DecoderChain([try earlier()]) }
    return network
  }

  @Test func theGateBeginsAtAHalf() throws {
    let weights = try network().weights
    #expect(weights["decoder.support.norm.weight"]?.values == [Float](repeating: 0.5, count: 16))
    #expect(weights["decoder.support.conv.weight"]?.shape == [16, 16 + 3, 3, 3, 3])
    #expect(try network().architecture.mismatch(weights) == nil)
  }

  /// Along a direction in all parameters of the decoder, the loss changes as its gradient says.
  @Test func gradientsAreTheSlopeOfTheLoss() throws {
    var network = try network()
    let batch = TrimmingFixtures.batch(), gradients = try network.step(batch, on: engine).gradients
    #expect(
      gradients.encoder.allSatisfy { $0 == nil } && gradients.decoder.count == network.decoderWalk.steps.count
    )
    let place = network.decoderWalk.steps.count - 2
    #expect(network.decoderWalk.steps[place].name == DecoderSupport.name)
    for step in [place, place - 1] {
      let own = try #require(gradients.decoder[step]), start = try #require(network.parameters.decoder[step])
      for array in [\LayerParameters.weights, \.gamma, \.beta] {
        let slope = own[keyPath: array], length = slope.reduce(0) { $0 + $1 * $1 }.squareRoot()
        try #require(length > 1e-4, "step \(step)")
        func loss(_ way: Float) throws -> Double {
          for (index, value) in slope.enumerated() {
            network.parameters.decoder[step]?[keyPath: array][index] =
              start[keyPath: array][index] + way * value / length
          }
          return try network.step(batch, on: engine).loss
        }
        let width: Float = 0.02
        let measured = (try loss(width) - loss(-width)) / Double(2 * width)
        #expect(abs(measured / Double(length) - 1) < 0.03, "step \(step)")
        network.parameters.decoder[step] = start
      }
    }
  }

  @Test func usedAsItWasTrained() throws {
    let network = try network(), sample = TrimmingFixtures.batch()
    let voxels = TrimmingFixtures.patch.product
    let image = Array(sample.image[..<voxels])
    let predictor = try NetworkPredictor(
      Encoder(network.architecture, weights: network.weights),
      DecoderChain(
        [try earlier(), try Decoder(network.architecture, weights: network.weights)], supports: [[], [0]],
        asked: [1]), patch: TrimmingFixtures.patch, on: TrimmingFixtures.engine())
    let used = try #require(try predictor.logits(of: image).first).values
    let inputs = try network.inputs(sample, on: engine)
    let trained = try #require(try network.outputs(behind: inputs, on: engine).logits.last).values
    for (a, b) in zip(used, trained.prefix(used.count)) { #expect(abs(a - b) < 1e-3 * max(1, abs(b))) }
  }

  /// The labels are the earlier decoder's own answers, which the encoder's features tell less plainly than its logits.
  @Test func itLearnsFromWhatTheOtherKnows() throws {
    let source = try TrainingNetwork(
      TrimmingFixtures.architecture, weights: TrimmingFixtures.weights(seed: 11))
    func loss(supported: Bool) throws -> Double {
      var network = try network(supported: supported)
      let settings = TrainingSettings(steps: 80, optimiser: .adamW(AdamW()), rate: 0.01, averaging: nil)
      var state = TrainingState(of: network.parameters, settings), last = 0.0
      for number in 0..<settings.steps {
        let noise = TrimmingFixtures.batch(number)
        let batch = TrainingBatch(
          image: noise.image, labels: try source.classes(noise, on: engine), shape: noise.shape)
        network.parameters = state.parameters
        let outcome = try network.step(batch, on: engine)
        var norm = 0.0
        state.advance(by: outcome.gradients, norm: &norm, settings)
        last = outcome.finestLoss
      }
      return last
    }
    let alone = try loss(supported: false), helped = try loss(supported: true)
    #expect(helped < 0.8 * alone, "alone \(alone), helped \(helped)")
  }

  @Test func whatIsKeptCountsAsMemory() throws {
    func bytes(_ support: [Int]) throws -> TrainingMemory {
      var architecture = TrimmingFixtures.architecture
      architecture.support = support.isEmpty ? nil : DecoderSupport(classes: support)
      return try TrainingMemory(architecture, patch: Axes(32), batch: 2, learnsEncoder: false)
    }
    let plain = try bytes([]), one = try bytes([3]), two = try bytes([3, 40])
    let logits = try Tensor.bytes(of: Shape(batch: 2, channels: 40, Axes(32)))
    #expect(one.activations > plain.activations && two.activations == one.activations + logits)
    #expect(one.weights > plain.weights && two.weights > one.weights)
  }
}
