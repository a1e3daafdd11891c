import Networks
import Tensors
import Testing

@testable import Learning

/// The search: its gradients are those of what it minimises, and its parts are what they claim.
@Suite struct SearchTests {
  typealias Fixtures = TrimmingFixtures

  @Test func theSpaceHoldsTheTeacherAndNothingThatReachesFurther() throws {
    let space = try Fixtures.space()
    #expect(space.stages.map(\.widths) == [[8, 16, 24], [8, 16]])
    #expect(space.stages.allSatisfy { $0.own == .full && $0.slots.map(\.count) == [4, 5] })
    var flat = Fixtures.architecture
    flat.stages[0].kernel = Axes(1, 3, 3)
    let choices = try TrimmingSpace(flat).stages[1]
    #expect(choices.own == .planar && choices.slots[0] == [.planar, .pointwise])
    var trimmed = Fixtures.architecture
    trimmed.decoderForm = DecoderForm(stages: [
      .init(features: 8, operators: [.separable]), .init(features: 8, operators: [.full]),
    ])
    #expect(throws: TrimmingError.operators(stage: 0)) { try TrimmingSpace(trimmed) }
  }

  @Test func aPriceIsOneForTheTeacherAndItsGradientItsSlope() throws {
    let space = try Fixtures.space()
    let price = try SearchPrice.parameters(Fixtures.architecture, space).normalised(space)
    var teacher = SearchChoices(space).zeroed
    for (s, stage) in space.stages.enumerated() {
      teacher.widths[s][stage.widths.count - 1] = 1
      for j in stage.slots.indices { teacher.operators[s][j][0] = 1 }
    }
    #expect(abs(price(teacher).value - 1) < 1e-12)
    var choices = SearchChoices(space)
    let gradient = choices.gradient(ofShares: price(choices.shares).gradient)
    let step = 1e-5
    choices.operators[1][0][2] += step
    let right = price(choices.shares).value
    choices.operators[1][0][2] -= 2 * step
    let slope = (right - price(choices.shares).value) / (2 * step)
    #expect(abs(slope - gradient.operators[1][0][2]) < 1e-7 && abs(slope) > 1e-4)
    choices.operators[1][0][2] += step
    choices.widths[0][0] += step
    let wide = price(choices.shares).value
    choices.widths[0][0] -= 2 * step
    let other = (wide - price(choices.shares).value) / (2 * step)
    #expect(abs(other - gradient.widths[0][0]) < 1e-7 && abs(other) > 1e-4)
  }

  @Test func sortedChannelsComputeTheSame() throws {
    let plain = try Fixtures.teacher()
    let sorted = ChannelOrder.sorted(Fixtures.architecture, Fixtures.weights())
    let other = try TrainingNetwork(Fixtures.architecture, weights: sorted)
    #expect(other.parameters.decoder != plain.parameters.decoder)
    #expect(other.parameters.encoder == plain.parameters.encoder)
    for (a, b) in zip(try Fixtures.logits(plain), try Fixtures.logits(other)) { #expect(abs(a - b) < 1e-4) }
    // The first channel of a stage is the one that counts most.
    let scales = try #require(sorted["decoder.stages.1.convs.1.norm.weight"]?.values)
    let readers = try #require(sorted["decoder.seg_layers.1.weight"]?.norms(along: 1))
    let weights = zip(scales, readers).map { Double(abs($0)) * $1 }
    #expect(weights == weights.sorted(by: >))
  }

  @Test func gradientsOfLeaningsAreThoseOfTheLoss() throws {
    let search = try SearchNetwork(
      Fixtures.architecture, weights: Fixtures.weights(), space: Fixtures.space(), seed: 2)
    let engine = try Fixtures.engine(), batch = Fixtures.batch()
    var choices = SearchChoices(search.space)
    func loss(_ choices: SearchChoices) throws -> Double {
      try search.folded(choices.shares).step(batch, on: engine).loss
    }
    var gradients = try search.folded(choices.shares).step(batch, on: engine).gradients
    let own = choices.gradient(ofShares: search.unfold(&gradients, choices.shares))
    let step = 0.02
    for (s, j, k) in [(0, 0, 2), (1, 0, 0), (1, 1, 1), (1, 1, 4)] {
      choices.operators[s][j][k] += step
      let right = try loss(choices)
      choices.operators[s][j][k] -= 2 * step
      let slope = (right - (try loss(choices))) / (2 * step)
      choices.operators[s][j][k] += step
      let found = own.operators[s][j][k]
      #expect(abs(slope - found) < 1e-4 + 0.03 * abs(slope), "operator \(s) \(j) \(k): \(found), \(slope)")
    }
    for (s, w) in [(0, 0), (1, 1)] {
      choices.widths[s][w] += step
      let right = try loss(choices)
      choices.widths[s][w] -= 2 * step
      let slope = (right - (try loss(choices))) / (2 * step)
      choices.widths[s][w] += step
      let found = own.widths[s][w]
      #expect(abs(slope - found) < 1e-4 + 0.03 * abs(slope), "width \(s) \(w): \(found), \(slope)")
    }
  }

  @Test func gradientsOfItsWeightsAreThoseOfTheLoss() throws {
    let fixed = try SearchNetwork(
      Fixtures.architecture, weights: Fixtures.weights(), space: Fixtures.space(), seed: 2)
    let engine = try Fixtures.engine(), batch = Fixtures.batch(), shares = SearchChoices(fixed.space).shares
    var gradients = try fixed.folded(shares).step(batch, on: engine).gradients
    _ = fixed.unfold(&gradients, shares)
    for index in [0, 1, 3, 9] {
      guard let gradient = gradients.decoder[index], !gradient.weights.isEmpty else { continue }
      let place = gradient.weights.indices.max { abs(gradient.weights[$0]) < abs(gradient.weights[$1]) } ?? 0
      var moved: [Double] = []
      for sign: Float in [1, -1] {
        var other = fixed
        other.network.parameters.decoder[index]?.weights[place] += sign * 0.01
        moved.append(try other.folded(shares).step(batch, on: engine).loss)
      }
      let slope = (moved[0] - moved[1]) / 0.02
      #expect(abs(slope - Double(gradient.weights[place])) < 1e-4 + 0.05 * abs(slope), "step \(index)")
    }
  }

  @Test func thePriceDrivesAwayFromTheTeacher() throws {
    try TrainerTests.withFolder { folder in
      let found = try Self.search(folder, weight: 50)
      let space = try Fixtures.space()
      let form = found.choices.choices(space)
      let price = try SearchPrice.parameters(Fixtures.architecture, space).normalised(space)
      #expect(price(found.choices.shares).value < 0.6 * price(SearchChoices(space).shares).value)
      #expect(form != space.teacher)
    }
  }

  @Test func aSearchThatWasStoppedTakesTheSameSteps() throws {
    let whole = try TrainerTests.withFolder { try Self.search($0, weight: 1) }
    let resumed = try TrainerTests.withFolder { folder in
      var asked = 0
      #expect(throws: TrainingError.self) {
        try Self.search(folder, weight: 1) {
          asked += 1
          return asked > 7
        }
      }
      return try Self.search(folder, weight: 1)
    }
    #expect(whole.choices == resumed.choices)
    #expect(whole.network.network.parameters == resumed.network.network.parameters)
  }

  @discardableResult
  static func search(
    _ folder: String, weight: Double, isCancelled: () -> Bool = { false }
  ) throws -> (network: SearchNetwork, choices: SearchChoices) {
    let space = try Fixtures.space()
    return try ArchitectureSearch(
      network: SearchNetwork(
        Fixtures.architecture, weights: Fixtures.weights(), space: space, seed: 2),
      price: SearchPrice.parameters(Fixtures.architecture, space).normalised(space), priceWeight: weight,
      settings: TrainingSettings(steps: 24, batch: 1, checkpointInterval: 5), samples: BallSource(),
      objective: DistillationObjective(teacher: try Fixtures.teacher()), folder: folder
    ).run(threads: 2, progress: { _ in }, isCancelled: isCancelled)
  }
}
