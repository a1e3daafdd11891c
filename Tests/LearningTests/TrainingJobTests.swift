import Foundation
import Networks
import Phantoms
import Tensors
import Testing

@testable import Learning

/// From an nnU-Net folder to a model: checked before it begins, resumed with the same bits, refused to another run.
@Suite struct TrainingJobTests {
  static let data: Result<String, any Error> = Result {
    let folder = NSTemporaryDirectory() + "fabrica-training-data-\(UUID().uuidString)"
    return try DatasetMaker(.esophagus, training: 3, spacing: 12, threads: 2).make(in: folder)
  }

  static func recipe(_ steps: Int? = 4, rate: Double = 0.01) -> TrainingRecipe {
    TrainingRecipe(
      steps: steps, budget: 2, spacing: [12, 12, 12], size: NetworkSize(features: 4, most: 8), rate: rate)
  }

  static func training(
    _ folder: String, to path: String, _ recipe: TrainingRecipe = recipe()
  ) throws -> TrainingJob {
    try .encoder(data.get(), recipe, to: path, in: folder + "/run", program: "fabrica 0")
  }

  @Test func aDataSetBecomesAModel() throws {
    try TrainerTests.withFolder { folder in
      let path = folder + "/model.fabrica"
      var stages: Set<String> = []
      let report = try Self.training(folder, to: path).run(
        threads: 2,
        progress: { share, stage in
          #expect((0...1).contains(share))
          stages.insert("\(stage)".prefix { $0 != "(" }.description)
        })
      #expect(stages == ["checking", "preparing", "measuring", "training", "validating"])
      #expect(report.steps == 4 && report.cases == [2, 1] && report.dice.keys.sorted() == ["esophagus"])
      let bundle = try ModelBundle.open(path)
      let member = try #require(bundle.manifest.members.first), decoder = try #require(member.decoders.first)
      #expect(decoder.labels.map(\.organ) == ["esophagus"] && decoder.provenance.seed == 1)
      #expect(decoder.provenance.dataHashes.count == 3)
      #expect(member.plan.spacing == [12, 12, 12] && member.plan.orientation == .canonical)
      #expect(report.parameters > 1000)
      #expect(throws: ModelError.self) { try Self.training(folder, to: path).run(threads: 1) }
    }
  }

  @Test func aRunThatWasStoppedGivesTheSameModel() throws {
    try TrainerTests.withFolder { folder in
      let whole = folder + "/whole.fabrica", resumed = folder + "/resumed.fabrica"
      _ = try Self.training(folder + "/a", to: whole).run(threads: 2)
      var steps = 0
      #expect(throws: TrainingError.cancelled(step: 2, of: 4)) {
        try Self.training(folder + "/b", to: resumed).run(
          threads: 1,
          progress: { _, stage in if case .training = stage { steps += 1 } }, isCancelled: { steps == 2 })
      }
      #expect(!FileManager.default.fileExists(atPath: resumed))
      _ = try Self.training(folder + "/b", to: resumed).run(threads: 3)
      let (a, b) = (try ModelBundle.open(whole).manifest, try ModelBundle.open(resumed).manifest)
      // Blobs are named by the digest of their arrays.
      #expect(a.members.first?.encoders == b.members.first?.encoders)
      #expect(a.members.first?.decoders.first?.blobs == b.members.first?.decoders.first?.blobs)
    }
  }

  @Test func anotherRecipeIsRefusedInTheSameFolder() throws {
    try TrainerTests.withFolder { folder in
      _ = try Self.training(folder, to: folder + "/a.fabrica").run(threads: 2)
      #expect(throws: TrainingError.otherRun(file: folder + "/run/run.json", field: "recipe")) {
        try Self.training(folder, to: folder + "/b.fabrica", Self.recipe(rate: 0.02)).run(threads: 2)
      }
    }
  }

  /// The budget decides once; a run that goes on keeps what was decided.
  @Test func aBudgetBecomesSteps() throws {
    try TrainerTests.withFolder { folder in
      var entries = 0
      _ = try? Self.training(folder, to: folder + "/a.fabrica", Self.recipe(nil)).run(
        threads: 2,
        progress: { _, stage in if case .training = stage { entries += 1 } }, isCancelled: { entries == 1 })
      let content = try Data(contentsOf: URL(filePath: folder + "/run/run.json"))
      let record = try JSONDecoder().decode(TrainingRunRecord.self, from: content)
      #expect(record.steps >= 20 && record.memoryLimit > 0)
      _ = try? Self.training(folder, to: folder + "/a.fabrica", Self.recipe(nil)).run(
        threads: 2,
        progress: { _, stage in if case .training = stage { entries += 1 } }, isCancelled: { entries == 3 })
      let again = try Data(contentsOf: URL(filePath: folder + "/run/run.json"))
      #expect(again == content)
    }
  }

  @Test func dataThatWouldWasteTheRunIsRefusedBeforeItBegins() throws {
    try TrainerTests.withFolder { folder in
      let bad = folder + "/Dataset001_Bad"
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try FileManager.default.copyItem(atPath: Self.data.get(), toPath: bad)
      try FileManager.default.removeItem(atPath: bad + "/labelsTr/esophagus_0002.nii.gz")
      let training = try TrainingJob.encoder(
        bad, Self.recipe(), to: folder + "/model.fabrica", in: folder + "/run", program: "fabrica 0")
      #expect {
        try training.run(threads: 1)
      } throws: { error in
        guard let error = error as? TrainingDataError else { return false }
        return "\(error)".contains("esophagus_0002")
      }
      #expect(!FileManager.default.fileExists(atPath: folder + "/run/checkpoint.safetensors"))
    }
  }
}
