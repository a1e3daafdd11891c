import Networks
import Tensors
import Testing

/// What no network can be made from or run on is refused with a fact.
@Suite struct NetworkRefusalTests {
  private func golden() throws -> GoldenNetwork { try GoldenNetwork.named("plain, isotropic") }

  private func encoder(_ golden: GoldenNetwork) throws(NetworkError) -> Encoder {
    try Encoder(golden.architecture, weights: golden.weights)
  }

  @Test func aMissingTensorIsNamed() throws {
    var golden = try golden()
    golden.weights["encoder.stages.1.0.convs.0.norm.bias"] = nil
    #expect(throws: NetworkError.missing("encoder.stages.1.0.convs.0.norm.bias")) { try encoder(golden) }
    golden.weights["decoder.transpconvs.1.bias"] = nil
    #expect(throws: NetworkError.missing("decoder.transpconvs.1.bias")) {
      try Decoder(golden.architecture, weights: golden.weights)
    }
  }

  @Test func aTensorOfOtherExtentsIsNamed() throws {
    var golden = try golden()
    let name = "decoder.seg_layers.1.weight"
    golden.weights[name] = WeightTensor(shape: [3, 5, 1, 1, 1], values: [Float](repeating: 0, count: 15))
    #expect(throws: NetworkError.shape(name, given: [3, 5, 1, 1, 1], expected: [3, 4, 1, 1, 1])) {
      try Decoder(golden.architecture, weights: golden.weights)
    }
  }

  @Test("weights that are not finite are named", arguments: [Float.nan, .infinity, -.infinity])
  func weightsMustBeFinite(_ value: Float) throws {
    var golden = try golden()
    let name = "encoder.stages.2.0.convs.1.conv.weight"
    golden.weights[name]?.values[7] = value
    golden.weights[name]?.values[10_799] = value
    #expect(throws: NetworkError.notFinite(name, values: 2)) { try encoder(golden) }
  }

  struct Damage: CustomTestStringConvertible, Sendable {
    var problem: NetworkError.Problem
    var stage: Int?
    var damage: @Sendable (inout UNetArchitecture) -> Void
    var testDescription: String { "\(problem) \(stage.map(String.init) ?? "")" }
  }

  @Test(
    "an architecture that no network has is refused",
    arguments: [
      Damage(problem: .stages) { $0.stages = [$0.stages[0]] },
      Damage(problem: .decoderConvolutions) { $0.decoderConvolutions = [1] },
      Damage(problem: .decoderConvolutions) { $0.decoderConvolutions = [1, 0] },
      Damage(problem: .features) { $0.inputChannels = 0 },
      Damage(problem: .features, stage: 1) { $0.stages[1].features = 0 },
      Damage(problem: .kernel, stage: 2) { $0.stages[2].kernel.height = 5 },
      Damage(problem: .stride, stage: 1) { $0.stages[1].stride.depth = 3 },
      Damage(problem: .stride, stage: 0) { $0.stages[0].stride.width = 2 },
      Damage(problem: .blocks, stage: 0) { $0.stages[0].blocks = 0 },
      Damage(problem: .classes) { $0.classes = 1025 },
      Damage(problem: .normalisation) { $0.epsilon = 0 },
      Damage(problem: .normalisation) { $0.slope = .nan },
    ])
  func badArchitectures(_ damage: Damage) throws {
    var golden = try golden()
    damage.damage(&golden.architecture)
    let expected = NetworkError.architecture(damage.problem, stage: damage.stage)
    #expect(throws: expected) { try encoder(golden) }
    #expect(throws: expected) { try Decoder(golden.architecture, weights: golden.weights) }
    #expect(throws: expected) {
      try NetworkMemory(golden.architecture, [], patch: golden.patch, threads: 1)
    }
  }

  @Test func aPatchThatAStrideDoesNotDivideIsRefused() throws {
    let golden = try golden(), engine = try Engine(pool: ThreadPool(threads: 1))
    let patch = Axes(16, 18, 16)
    let expected = NetworkError.patch(patch, stage: 2, extent: Axes(8, 9, 8), stride: Axes(2))
    let encoder = try encoder(golden), decoder = try Decoder(golden.architecture, weights: golden.weights)
    #expect(throws: expected) { try EncoderRun(encoder, patch: patch, on: engine) }
    #expect(throws: expected) { try DecoderRun(decoder, patch: patch, on: engine) }
    #expect(throws: expected) { try NetworkPredictor(encoder, [decoder], patch: patch, on: engine) }
    #expect(throws: NetworkError.self) { try EncoderRun(encoder, patch: Axes(0), on: engine) }
    #expect(throws: NetworkError.self) { try EncoderRun(encoder, patch: Axes(-16), on: engine) }
  }

  @Test func aDecoderOfOtherStagesIsRefused() throws {
    let golden = try golden(), other = try GoldenNetwork.named("residual, anisotropic")
    let encoder = try encoder(golden), decoder = try Decoder(other.architecture, weights: other.weights)
    #expect(
      throws: NetworkError.stages(encoder: golden.architecture.stages, decoder: other.architecture.stages)
    ) {
      try NetworkPredictor(
        encoder, [decoder], patch: Axes(16), on: Engine(pool: ThreadPool(threads: 1)))
    }
  }

  @Test("a patch that is not finite gives no logits", arguments: [Float.nan, .infinity], [0, 4095])
  func patchMustBeFinite(_ value: Float, _ place: Int) throws {
    var golden = try golden()
    let predictor = try golden.predictor()
    golden.image[place] = value
    let expected = TensorError.notFinite(
      operator: "encoder", shape: Shape(channels: 1, golden.patch), values: 1)
    #expect(throws: expected) { try predictor.logits(of: golden.image) }
    #expect(throws: expected) {
      try predictor.logits(of: golden.image) { _, _, _ in Issue.record("rows of a patch that is not finite") }
    }
    golden.image[place] = 0
    #expect(throws: Never.self) { try predictor.logits(of: golden.image) }
  }

  @Test func logitsThatOverflowAreAnError() throws {
    var golden = try golden()
    golden.weights["decoder.seg_layers.1.bias"]?.values[1] = .greatestFiniteMagnitude
    golden.weights["decoder.seg_layers.1.weight"]?.values = [Float](repeating: 3e38, count: 12)
    let predictor = try golden.predictor()
    #expect(throws: TensorError.self) { try predictor.logits(of: golden.image) { _, _, _ in } }
  }

  @Test func aPatchOfOtherLengthIsRefused() throws {
    let golden = try golden(), predictor = try golden.predictor()
    #expect(
      throws: TensorError.parameters(operator: "encoder", name: "patch", given: 4095, expected: 4096)
    ) {
      try predictor.logits(of: [Float](golden.image.dropLast()))
    }
  }

  @Test func refusalsReadAsSentences() {
    #expect(
      NetworkError.shape("a.weight", given: [1, 2], expected: [2, 1]).description
        == "weights a.weight: the extents are 1x2, expected 2x1")
    #expect(
      NetworkError.patch(Axes(16, 18, 16), stage: 2, extent: Axes(8, 9, 8), stride: Axes(2)).description
        == "patch 16x18x16: 8x9x8 voxels reach stage 2, whose stride 2x2x2 does not divide them")
    #expect(
      NetworkError.architecture(.kernel, stage: 3).description
        == "the architecture's kernel is not 1 or 3 along each axis, stage 3")
  }
}
