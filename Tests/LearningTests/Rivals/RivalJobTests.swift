import Foundation
import Networks
import Phantoms
import Testing

@testable import Learning

/// Rivals as runs: from a model and a data set to the next model, and from all data sets to one.
@Suite struct RivalJobTests {
  static let chest: Result<String, any Error> = Result {
    let folder = NSTemporaryDirectory() + "fabrica-rival-data-\(UUID().uuidString)"
    return try DatasetMaker(.chest, training: 2, seed: 9, spacing: 12, threads: 2).make(in: folder)
  }

  static func recipe(_ steps: Int = 2) -> TrainingRecipe { TrainingJobTests.recipe(steps) }

  @Test func everyRivalMovesOnAndKeepsItsClasses() throws {
    try TrainerTests.withFolder { folder in
      let path = try DecoderTests.model(folder), chest = try Self.chest.get(),
        before = try DecoderTests.data.get()
      let rivals: [(String, Rival)] = [
        ("lwf", .lwf), ("mib", .mib), ("plop", .plop), ("ewc", .ewc(before: before, earlier: nil)),
      ]
      var parameters: [WeightTable] = []
      for (name, rival) in rivals {
        let next = "\(folder)/\(name).fabrica"
        _ = try TrainingJob.update(
          chest, Self.recipe(), of: path, by: rival, to: next, in: "\(folder)/\(name).run",
          program: "fabrica 0"
        ).run(threads: 2)
        let bundle = try ModelBundle.open(next), member = try bundle.member("member-1")
        // The oesophagus is class 1 still, and the chest's own oesophagus is no second one.
        #expect(member.decoders[0].labels.first?.name == "esophagus")
        #expect(member.decoders[0].labels.count == 31)
        parameters.append(try bundle.encoderWeights(member: "member-1", fold: 0))
      }
      for (place, table) in parameters.enumerated() {
        for other in parameters[(place + 1)...] { #expect(table != other) }
      }
      // The next step of EWC adds to what the file has.
      let file = folder + "/ewc.run/" + Rival.penaltyFile
      _ = try TrainingJob.update(
        before, Self.recipe(), of: folder + "/ewc.fabrica", by: .ewc(before: chest, earlier: file),
        to: folder + "/ewc2.fabrica", in: folder + "/ewc2.run", program: "fabrica 0"
      ).run(threads: 2)
      #expect(FileManager.default.fileExists(atPath: folder + "/ewc2.run/" + Rival.penaltyFile))
    }
  }

  @Test func oneNetworkLearnsAllDataSetsAtOnce() throws {
    try TrainerTests.withFolder { folder in
      let path = folder + "/joint.fabrica"
      let report = try TrainingJob.joint(
        [Self.chest.get(), DecoderTests.data.get()], Self.recipe(4), to: path, in: folder + "/joint.run",
        program: "fabrica 0"
      ).run(threads: 2)
      let labels = try ModelBundle.open(path).member("member-1").decoders[0].labels
      #expect(report.steps == 4 && labels.count == 31 && labels.contains { $0.name == "esophagus" })
    }
  }
}
