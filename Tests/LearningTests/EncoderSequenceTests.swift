import Foundation
import Networks
import Phantoms
import Testing

@testable import Learning

/// An encoder learns tasks in turn and stays an average of all; decoders stand behind it when it stands still.
@Suite struct EncoderSequenceTests {
  private static let recipe = TrainingRecipe(
    steps: 6, spacing: [12, 12, 12], size: NetworkSize(features: 4, most: 8))

  private static func sequence(_ folder: String, to path: String, _ recipe: TrainingRecipe = recipe) throws
    -> EncoderSequence
  {
    EncoderSequence(
      [try TrainingJobTests.data.get(), try DecoderTests.data.get()], recipe, to: path, in: folder + "/run",
      program: "fabrica 0")
  }

  @Test func tasksInTurnGiveOneModel() throws {
    try TrainerTests.withFolder { folder in
      let path = folder + "/model.fabrica"
      let reports = try Self.sequence(folder, to: path).run(
        threads: 2, progress: { share, _ in #expect((0...1).contains(share)) })
      #expect(reports.map(\.steps) == [2, 2])
      let bundle = try ModelBundle.open(path), member = try bundle.member("member-1")
      #expect(member.encoders.count == 1 && member.decoders.map(\.id) == ["decoder-1", "decoder-2"])
      #expect(member.decoders.map { $0.labels.map(\.organ) } == [["esophagus"], ["esophagus"]])
      // What is kept is the encoder of the last task's average; the decoders moved on behind it.
      let general = try ModelBundle.open(folder + "/run/encoder-2.fabrica")
      #expect(try general.member("member-1").encoders == member.encoders)
      let first = try ModelBundle.open(folder + "/run/encoder-1.fabrica").member("member-1")
      #expect(first.encoders != member.encoders)
      #expect(first.decoders.first?.blobs != member.decoders.first?.blobs)
      #expect(throws: ModelError.self) { try Self.sequence(folder, to: path).run(threads: 1) }
    }
  }

  @Test func aSequenceThatWasStoppedGivesTheSameModel() throws {
    try TrainerTests.withFolder { folder in
      let whole = folder + "/whole.fabrica", resumed = folder + "/resumed.fabrica"
      _ = try Self.sequence(folder + "/a", to: whole).run(threads: 2)
      // Once in the second encoder's steps, once in a decoder's.
      for limit in [6, 5] {
        var steps = 0
        #expect(throws: TrainingError.self) {
          try Self.sequence(folder + "/b", to: resumed).run(
            threads: 1,
            progress: { _, stage in if case .training = stage { steps += 1 } },
            isCancelled: { steps == limit })
        }
        #expect(!FileManager.default.fileExists(atPath: resumed))
      }
      _ = try Self.sequence(folder + "/b", to: resumed).run(threads: 3)
      let (a, b) = (try ModelBundle.open(whole).manifest, try ModelBundle.open(resumed).manifest)
      #expect(a.members.first?.encoders == b.members.first?.encoders)
      #expect(a.members.first?.decoders.map(\.blobs) == b.members.first?.decoders.map(\.blobs))
    }
  }

  @Test func anotherRecipeOrOtherTasksAreRefused() throws {
    try TrainerTests.withFolder { folder in
      _ = try Self.sequence(folder, to: folder + "/a.fabrica").run(threads: 2)
      var other = Self.recipe
      other.rate = 0.5
      #expect(throws: TrainingError.otherRun(file: folder + "/run/encoder-1/run.json", field: "recipe")) {
        try Self.sequence(folder, to: folder + "/b.fabrica", other).run(threads: 1)
      }
    }
  }

  /// The encoder's average moves by its own share, the rest by the young average's.
  @Test func theEncoderIsAveragedOverAllTasks() {
    func layers(_ value: Float) -> NetworkParameters {
      let layer = LayerParameters(weights: [value], bias: [], gamma: [], beta: [])
      return NetworkParameters(encoder: [layer, nil], decoder: [layer], heads: [layer])
    }
    var settings = TrainingSettings(steps: 4, optimiser: .sgd(SGD(momentum: 0, decay: 0)), rate: 1)
    settings.decay = PolynomialDecay(rate: 1, steps: 4, exponent: 0)
    settings.encoderAveraging = 0.75
    var state = TrainingState(of: layers(1), settings), norm = 0.0
    // Rate 1 and a gradient of -1 take every parameter from 1 to 2.
    state.advance(by: layers(-1), norm: &norm, settings)
    #expect(state.parameters == layers(2))
    #expect(state.average?.encoder[0]?.weights == [1.25])
    let young = Float(0.1) * 1 + (1 - Float(0.1)) * 2
    #expect(state.average?.decoder[0]?.weights == [young] && state.average?.heads[0].weights == [young])
    settings.averaging = nil
    #expect(settings.flaw != nil)
  }
}
