import Foundation
import Networks
import Tensors
import Testing

@testable import Learning

/// What mattered is held where it was, and nothing else is.
@Suite struct FisherPenaltyTests {
  private static func penalty(_ network: TrainingNetwork, count: Int = 3, threads: Int = 2) throws
    -> FisherPenalty
  {
    try FisherPenalty(
      of: network, samples: TwoBalls(classes: [1, 2]), first: 10, count: count, strength: 100,
      on: Engine(pool: ThreadPool(threads: threads)))
  }

  private static func direction(_ parameters: NetworkParameters) -> NetworkParameters {
    var random = SampleRandom(seed: 3, index: 0, purpose: "direction")
    var result = parameters.zeroed, none: [NetworkParameters] = []
    result.update(with: parameters, &none) { values, _, _, _ in
      for place in values.indices { values[place] = Float(random.normal()) }
    }
    return result
  }

  @Test func itIsZeroAtTheAnchorAndGrowsWithTheSquareOfTheDistance() throws {
    let network = try RivalScene.teacher(), penalty = try Self.penalty(network)
    var gradients = network.parameters.zeroed
    #expect(penalty.add(to: &gradients, at: network.parameters) == 0)
    #expect(gradients == network.parameters.zeroed)
    let way = Self.direction(network.parameters)
    func value(_ distance: Float) -> Double {
      var unused = network.parameters.zeroed
      return penalty.add(to: &unused, at: network.parameters.moved(by: way, times: distance))
    }
    let near = value(0.25), far = value(0.5)
    #expect(near > 0 && abs(far / near - 4) < 1e-3)
    // The gradient is the slope, added to what was there.
    let place = network.parameters.moved(by: way, times: 0.25)
    gradients = way
    _ = penalty.add(to: &gradients, at: place)
    let own = gradients.moved(by: way, times: -1)
    var product = 0.0, arrays: [[Float]] = [], index = 0
    way.forEachArray { arrays.append($0) }
    own.forEachArray { array in
      for (a, b) in zip(array, arrays[index]) { product += Double(a) * Double(b) }
      index += 1
    }
    #expect(abs(product / ((value(0.26) - value(0.24)) / 0.02) - 1) < 1e-2)
  }

  /// Of one sample it is the squared gradient; of several the mean of those.
  @Test func informationIsTheMeanSquareOfGradients() throws {
    let network = try RivalScene.teacher(), engine = try Engine(pool: ThreadPool(threads: 2))
    let penalty = try Self.penalty(network, count: 2)
    var expected = network.parameters.zeroed, none: [NetworkParameters] = []
    for index in 10..<12 {
      let batch = TrainingBatch([TwoBalls(classes: [1, 2]).sample(index)])
      let gradients = try network.step(batch, on: engine).gradients
      expected.update(with: gradients, &none) { sum, gradient, _, _ in
        for place in sum.indices { sum[place] += gradient[place] * gradient[place] / 2 }
      }
    }
    #expect(expected.squares > 0)
    #expect(penalty.information.moved(by: expected, times: -1).squares < 1e-10 * expected.squares)
    #expect(penalty.anchor == network.parameters)
    #expect(try Self.penalty(network, count: 2, threads: 1).information == penalty.information)
  }

  @Test func aFrozenEncoderHasNoInformationAndGetsNoGradient() throws {
    var network = try RivalScene.teacher()
    network.learnsEncoder = false
    let penalty = try Self.penalty(network)
    #expect(penalty.information.encoder == network.parameters.zeroed.encoder)
    #expect(penalty.information.decoder != network.parameters.zeroed.decoder)
    var gradients = network.parameters.zeroed
    gradients.encoder = gradients.encoder.map { _ in nil }
    _ = penalty.add(
      to: &gradients, at: network.parameters.moved(by: Self.direction(network.parameters), times: 1))
    #expect(gradients.encoder.allSatisfy { $0 == nil })
  }

  @Test func tasksAddUpAndNewRowsAreFree() throws {
    let old = try RivalScene.teacher(), first = try Self.penalty(old)
    let network = try old.grown(to: RivalScene.classes, rows: .initial(seed: 2))
    let grown = first.grown(to: RivalScene.classes)
    var moved = network.parameters, gradients = moved.zeroed
    for head in moved.heads.indices {
      let known = old.parameters.heads[head].weights.count
      for place in known..<moved.heads[head].weights.count { moved.heads[head].weights[place] += 5 }
    }
    #expect(grown.add(to: &gradients, at: moved) == 0)
    #expect(gradients == moved.zeroed)
    let second = try FisherPenalty(
      of: network, samples: TwoBalls(classes: [3, 4]), count: 2, strength: 7,
      on: Engine(pool: ThreadPool(threads: 2)))
    let both = first.followed(by: second, keeping: 0.5)
    #expect(both.anchor == network.parameters && both.strength == 7)
    let expected = second.information.moved(by: grown.information, times: 0.5)
    #expect(both.information == expected)
  }

  @Test func aFileKeepsIt() throws {
    let network = try RivalScene.teacher(), penalty = try Self.penalty(network)
    try TrainerTests.withFolder { folder in
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      let path = folder + "/fisher.safetensors"
      try penalty.write(to: path, of: network)
      let again = try FisherPenalty(path, of: network)
      #expect(again.anchor == penalty.anchor && again.information == penalty.information)
      #expect(again.strength == penalty.strength)
      #expect(throws: (any Error).self) { try FisherPenalty(path, of: RivalScene.student()) }
    }
  }
}
