import Foundation
import Networks
import Tensors
import Testing

@testable import Learning

/// From a bright ball to a dark one: who only fine-tunes forgets the first, the others less.
@Suite struct ForgettingTests {
  private static let steps = 60

  private static func train(
    _ network: TrainingNetwork, classes: [UInt16], _ objective: any TrainingObjective = LabelObjective(),
    penalty: FisherPenalty? = nil
  ) throws -> TrainingNetwork {
    try TrainerTests.withFolder { folder in
      var settings = TrainingSettings(steps: steps, rate: 0.02, averaging: nil)
      settings.checkpointInterval = steps
      var trainer = try Trainer(network, settings, samples: TwoBalls(classes: classes), in: folder)
      trainer.objective = objective
      trainer.penalty = penalty
      return try trainer.run(threads: 2)
    }
  }

  /// Dice of both balls.
  private static func dice(_ network: TrainingNetwork) throws -> [Double] {
    let samples = (500..<504).map { TwoBalls(classes: [1, 2]).sample($0) }
    return try network.dice(on: samples, Engine(pool: ThreadPool(threads: 2))).map { $0 ?? 0 }
  }

  private static let first: Result<TrainingNetwork, any Error> = Result {
    try train(RivalScene.network(classes: 2, seed: 5), classes: [1, 0])
  }

  @Test func fineTuningForgets() throws {
    let known = try Self.first.get(), start = try known.grown(to: 3, rows: .initial(seed: 1))
    #expect(try Self.dice(start)[0] > 0.8)
    let dice = try Self.dice(Self.train(start, classes: [0, 2]))
    #expect(dice[0] < 0.3 && dice[1] > 0.8, "\(dice)")
  }

  @Test(arguments: ["LwF", "MiB", "PLOP", "EWC"]) func rivalsForgetLess(_ name: String) throws {
    let known = try Self.first.get(), engine = try Engine(pool: ThreadPool(threads: 2))
    let start = try known.grown(to: 3, rows: name == "LwF" ? .initial(seed: 1) : .background)
    let trained: TrainingNetwork
    switch name {
    case "LwF":
      trained = try Self.train(
        start, classes: [0, 2], LwFObjective(teacher: known, classes: 3, weight: 5))
    case "MiB":
      trained = try Self.train(
        start, classes: [0, 2], MiBObjective(teacher: known, classes: 3, labelled: [2]))
    case "PLOP":
      let thresholds = try EntropyThresholds(
        of: known, samples: TwoBalls(classes: [0, 2]), count: 4, on: engine)
      trained = try Self.train(
        start, classes: [0, 2],
        PLOPObjective(teacher: known, classes: 3, labelled: [2], thresholds: thresholds))
    default:
      let penalty = try FisherPenalty(
        of: known, samples: TwoBalls(classes: [1, 0]), count: 8, strength: 100_000, on: engine)
      trained = try Self.train(start, classes: [0, 2], penalty: penalty.grown(to: 3))
    }
    let dice = try Self.dice(trained)
    #expect(dice[0] > 0.5 && dice[1] > 0.6, "\(dice)")
  }
}
