import Foundation
import Networks
import Phantoms
import Segmentation
import Tensors
import Testing

@testable import Learning

/// A decoder for new organs joins a model: nothing that was there changes, and that is proved.
@Suite struct DecoderTests {
  static let data: Result<String, any Error> = Result {
    let folder = NSTemporaryDirectory() + "fabrica-decoder-data-\(UUID().uuidString)"
    return try DatasetMaker(.esophagus, training: 3, seed: 9, spacing: 12, threads: 2).make(in: folder)
  }

  static func decoder(_ folder: String, _ path: String, threshold: Double = 0, id: String = "head") throws
    -> TrainingJob
  {
    try .decoder(
      data.get(), TrainingRecipe(steps: 3), of: path, id: id, threshold: threshold, in: folder + "/\(id).run",
      program: "fabrica 0")
  }

  /// A model of the oesophagus.
  static func model(_ folder: String) throws -> String {
    let path = folder + "/model.fabrica"
    _ = try TrainingJobTests.training(folder, to: path).run(threads: 2)
    return path
  }

  @Test func whatWasThereStaysToTheLastBit() throws {
    try TrainerTests.withFolder { folder in
      let path = try Self.model(folder), before = try ModelBundle.open(path)
      let proof = try before.certificates(member: "member-1")
      let report = try Self.decoder(folder, path).run(threads: 2)
      #expect(report.model == path && report.dice.count == 1)
      let after = try ModelBundle.open(path), member = try after.member("member-1")
      #expect(after.manifest.revision == 2 && after.manifest.parent == before.contentHash.description)
      #expect(member.encoders == before.manifest.members.first?.encoders)
      #expect(member.decoders.map(\.id) == ["decoder-1", "head"])
      #expect(member.decoders.first == before.manifest.members.first?.decoders.first)
      #expect(member.decoders.last?.certificates == proof)
      #expect(try after.certificates(member: "member-1").first == proof.first)
      #expect(try after.certificateFacts().map(\.holds) == [true])
      // What was learned is the decoder alone.
      let own = try after.decoderWeights(member: "member-1", decoder: "head", fold: 0)
      #expect(own.names.allSatisfy { $0.hasPrefix("decoder.") })
      #expect(try after.select(revision: 1).manifest == before.manifest)
    }
  }

  @Test func aCopyHasTheCurrentRevisionAlone() throws {
    try TrainerTests.withFolder { folder in
      let path = try Self.model(folder)
      _ = try Self.decoder(folder, path).run(threads: 2)
      let grown = try ModelBundle.open(path), first = try grown.select(revision: 1)
      let copy = try first.copy(to: folder + "/copy.fabrica", named: "copied")
      #expect(copy.manifest.revision == 1 && copy.manifest.name == "copied")
      #expect(copy.manifest.members == first.manifest.members)
      let blobs = try FileManager.default.contentsOfDirectory(atPath: folder + "/copy.fabrica/blobs")
      #expect(blobs.count == 2)
      let whole = try first.select(revision: 2).copy(to: folder + "/whole.fabrica")
      #expect(try whole.certificateFacts().map(\.holds) == [true])
      #expect(throws: ModelError.self) { try grown.copy(to: path) }
    }
  }

  @Test func aCertificateOfOtherLogitsIsFoundOut() throws {
    try TrainerTests.withFolder { folder in
      let path = try Self.model(folder)
      let bundle = try ModelBundle.open(path)
      var entry = try #require(bundle.manifest.members.first?.decoders.first)
      let weights = try bundle.decoderWeights(member: "member-1", decoder: "decoder-1", fold: 0)
      var proof = try #require(try bundle.certificates(member: "member-1").first)
      proof.logits = String(proof.logits.reversed())
      entry.id = "forged"
      entry.certificates = [proof]
      let forged = try bundle.append(entry, toMember: "member-1", weights: [weights], program: "fabrica 0")
      #expect(try forged.certificateFacts().map(\.holds) == [false])
    }
  }

  @Test func aDecoderMayReadAnother() throws {
    try TrainerTests.withFolder { folder in
      let path = try Self.model(folder)
      func job(_ supports: [String], id: String = "reader") throws -> TrainingJob {
        try .decoder(
          Self.data.get(), TrainingRecipe(steps: 3), of: path, id: id, threshold: 0, supports: supports,
          in: folder + "/reader.run", program: "fabrica 0")
      }
      #expect(throws: ModelError(path, .noDecoder("nobody"))) { try job(["nobody"]) }
      #expect(try job(["decoder-1"]).run(threads: 2).steps == 3)
      let bundle = try ModelBundle.open(path), member = try bundle.member("member-1")
      #expect(member.decoders.map(\.supports) == [[], ["decoder-1"]])
      #expect(try bundle.certificateFacts().map(\.holds) == [true])
      let weights = try bundle.decoderWeights(member: "member-1", decoder: "reader", fold: 0)
      #expect(weights["decoder.support.conv.weight"] != nil)
      // Both run, one is heard.
      let segmenter = try Segmenter(bundle, SegmenterOptions(threads: 2, decoders: ["member-1/reader"]))
      let dataset = try TrainingDataset(Self.data.get())
      let image = try dataset.read(dataset.cases[0]).image
      let heard = try segmenter.segment(image, file: "image").labels
      #expect(heard.table.entries.count == 1 && segmenter.decoders == ["member-1/reader"])
      // A run goes on with what it was begun with, and neither of the two is trimmed.
      #expect(throws: TrainingError.otherRun(file: folder + "/reader.run/run.json", field: "plan")) {
        try job([], id: "other").run(threads: 2)
      }
      let refusals: [(String, any Error)] = [
        ("reader", TrimmingError.supported(model: path, id: "reader", by: ["decoder-1"])),
        ("decoder-1", ModelError(path, .supports(decoder: "decoder-1", readers: ["reader"]))),
      ]
      for (id, expected) in refusals {
        #expect {
          try TrimmingJob(
            Self.data.get(), TrainingRecipe(steps: 3), TrimmingOptions(), of: path, id: id,
            in: folder + "/trim", program: "fabrica 0")
        } throws: {
          "\($0)" == "\(expected)"
        }
      }
      #expect(throws: ExportError.supported(model: path, decoder: "reader", by: ["decoder-1"])) {
        var choice = ModelExport.Choice()
        choice.decoder = "reader"
        _ = try ModelExport(bundle, choice, program: "fabrica 0")
      }
    }
  }

  @Test func aDecoderBelowTheThresholdStaysOutside() throws {
    try TrainerTests.withFolder { folder in
      let path = try Self.model(folder), before = try ModelBundle.open(path).contentHash
      #expect {
        try Self.decoder(folder, path, threshold: 0.9).run(threads: 2)
      } throws: { error in
        guard case TrainingError.belowThreshold(_, 0.9) = error else { return false }
        return true
      }
      #expect(try ModelBundle.open(path).contentHash == before)
      // The run is whole: with another threshold it joins at once.
      #expect(try Self.decoder(folder, path).run(threads: 2).steps == 3)
    }
  }

  @Test func aNameThatIsTakenIsRefusedBeforeTraining() throws {
    try TrainerTests.withFolder { folder in
      let path = try Self.model(folder)
      #expect(throws: TrainingError.decoderExists(model: path, id: "decoder-1")) {
        try Self.decoder(folder, path, id: "decoder-1").run(threads: 2)
      }
      #expect(!FileManager.default.fileExists(atPath: folder + "/decoder-1.run"))
    }
  }
}

/// A new decoder's labels are laid over the others': what they would take is told before they are taken in.
@Suite struct PromotionTests {
  @Test func anOrganThatWouldBeCoveredIsNamed() throws {
    try TrainerTests.withFolder { folder in
      let (path, weights) = try Self.everywhere(folder), before = try ModelBundle.open(path)
      var entry = try #require(before.manifest.members.first?.decoders.first)
      entry.id = "second"
      entry.labels = [ModelLabel(channel: 1, name: "flood", organ: nil)]
      let after = try before.append(entry, toMember: "member-1", weights: [weights], program: "fabrica 0")
      let dataset = try TrainingDataset(DecoderTests.data.get())
      let map = ClassMap(dataset.description.labels, in: dataset.description.labels)
      func losses(
        _ mayCover: Set<String>, learned: [ModelLabel] = [ModelLabel(channel: 1, name: "flood", organ: nil)]
      ) throws -> [CoveredOrgan] {
        let scans = ScanValidation(dataset, names: [dataset.cases[0].name], map, threads: 2)
        return try PromotionGate(scans: scans, mayCover: mayCover)
          .losses(from: before, to: after, learned: learned, isCancelled: { false })
      }
      #expect(try losses([]) == [CoveredOrgan(name: "everything", share: 1)])
      #expect(try losses(["everything"]).isEmpty)
      #expect(try losses([], learned: [ModelLabel(channel: 1, name: "everything", organ: nil)]).isEmpty)
      let error = TrainingError.covers(model: path, organs: try losses([]))
      #expect("\(error)".contains("everything 100 %") && "\(error)".contains("--may-cover"))
    }
  }

  /// An aorta whose arch is learned by itself loses the arch, and nothing is wrong with that.
  @Test func partsMayCoverTheirWhole() throws {
    try TrainerTests.withFolder { folder in
      let (path, weights) = try Self.everywhere(folder, organ: "aorta"), before = try ModelBundle.open(path)
      let dataset = try TrainingDataset(DecoderTests.data.get())
      let map = ClassMap(dataset.description.labels, in: dataset.description.labels)
      func losses(_ label: ModelLabel) throws -> [CoveredOrgan] {
        var entry = try #require(before.manifest.members.first?.decoders.first)
        entry.id = label.name
        entry.labels = [label]
        let after = try ModelBundle.open(path).append(
          entry, toMember: "member-1", weights: [weights], program: "fabrica 0")
        _ = try after.select(revision: 1)
        let scans = ScanValidation(dataset, names: [dataset.cases[0].name], map, threads: 2)
        return try PromotionGate(scans: scans, mayCover: [])
          .losses(from: before, to: after, learned: [label], isCancelled: { false })
      }
      #expect(try losses(ModelLabel(channel: 1, name: "arch", organ: "aortic_arch")).isEmpty)
      #expect(
        try losses(ModelLabel(channel: 1, name: "liver", organ: "liver")) == [
          CoveredOrgan(name: "aorta", share: 1)
        ])
    }
  }

  @Test func aNarrowDecoderIsNarrowInTheModelToo() throws {
    try TrainerTests.withFolder { folder in
      let path = try DecoderTests.model(folder)
      var recipe = TrainingRecipe(steps: 2)
      recipe.decoderWidth = 0.25
      _ = try TrainingJob.decoder(
        DecoderTests.data.get(), recipe, of: path, id: "thin", threshold: 0, mayCover: .anything,
        in: folder + "/thin.run", program: "fabrica 0"
      ).run(threads: 2)
      let thin = try #require(try ModelBundle.open(path).member("member-1").decoders.last)
      let features = try #require(thin.form?.stages.map(\.features))
      #expect(features.allSatisfy { $0 <= 8 })
    }
  }

  /// A model whose decoder gives every voxel the same organ, and that decoder's weights.
  static func everywhere(
    _ folder: String, organ: String = "everything"
  ) throws -> (path: String, weights: WeightTable) {
    let trained = try ModelBundle.open(try DecoderTests.model(folder)), path = folder + "/everywhere.fabrica"
    let member = try trained.member("member-1")
    let draft = try ModelBundle.create(at: path)
    var weights = try trained.decoderWeights(member: "member-1", decoder: "decoder-1", fold: 0)
    for name in weights.names where name.hasPrefix("decoder.seg_layers.") {
      guard let old = weights[name] else { continue }
      let isBias = name.hasSuffix(".bias")
      weights[name] = WeightTensor(
        shape: old.shape, values: old.values.indices.map { isBias && $0 == 1 ? 9 : 0 })
    }
    var decoder = member.decoders[0]
    decoder.labels = [ModelLabel(channel: 1, name: organ, organ: nil)]
    decoder.metrics = []
    decoder.blobs = [try draft.addDecoder(weights)]
    let encoder = try draft.addEncoder(trained.encoderWeights(member: "member-1", fold: 0))
    _ = try draft.finish(
      ModelManifest(
        name: "everywhere", program: "fabrica 0",
        members: [.init(id: "member-1", plan: member.plan, encoders: [encoder], decoders: [decoder])]))
    return (path, weights)
  }
}
