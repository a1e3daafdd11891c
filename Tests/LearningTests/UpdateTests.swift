import Anatomy
import Foundation
import Imaging
import Networks
import Phantoms
import Segmentation
import Tensors
import Testing

@testable import Learning

/// A whole network moves on to other data: its head grows, and what it is measured by are whole scans.
@Suite struct UpdateTests {
  static func labels(_ names: [String]) -> [ModelLabel] {
    names.enumerated().map { ModelLabel(channel: $0 + 1, name: $1, organ: nil) }
  }

  @Test func newOrgansComeAfterThoseThatAreKnown() {
    let grown = UnionClasses([Self.labels(["a", "b"]), Self.labels(["c", "b", "d"])]).labels
    #expect(grown.map(\.name) == ["a", "b", "c", "d"] && grown.map(\.channel) == [1, 2, 3, 4])
    let map = ClassMap(Self.labels(["c", "b", "d"]), in: grown)
    #expect(map.channels == [0, 3, 2, 4] && map.classes == 5)
    #expect(map.spread([0.1, nil, 0.3]) == [nil, nil, 0.1, 0.3])
  }

  @Test func casesTakeTheNetworksClasses() {
    let item = TrainingCase(
      name: "x", channels: 1, extent: Axes(1, 1, 5), image: [0, 1, 2, 3, 4],
      labels: [0, 1, 2, DiceCrossEntropy.ignored, 1], foreground: [[1, 4], [2]])
    let map = ClassMap(Self.labels(["c", "b"]), in: Self.labels(["a", "b", "c"]))
    let mapped = map.mapped(item)
    #expect(mapped.labels == [0, 3, 2, DiceCrossEntropy.ignored, 3])
    #expect(mapped.foreground == [[], [2], [1, 4]] && mapped.image == item.image)
    #expect(ClassMap(Self.labels(["a"]), in: Self.labels(["a"])).mapped(item) == item)
  }

  @Test func aTableTakesAnotherOverByNameAndKeepsBranchesApart() {
    var own = WeightTable(), other = WeightTable()
    own["kept"] = WeightTensor(shape: [2], values: [1, 2])
    own["same"] = WeightTensor(shape: [2], values: [3, 4])
    other["same"] = WeightTensor(shape: [1], values: [-1])
    other["new"] = WeightTensor(shape: [1], values: [5])
    own.replace(with: other)
    #expect(
      own.names == ["kept", "new", "same"] && own["same"]?.values == [-1] && own["kept"]?.values == [1, 2])
    var tree = WeightTable()
    tree.graft(own, as: "a")
    tree.graft(other, as: "ab")
    #expect(tree.branch("a") == own && tree.branch("ab") == other && tree.branch("b").names.isEmpty)
  }

  /// The oesophagus' data set once more, its organ under another name.
  static func renamed(in folder: String) throws -> String {
    let copy = folder + "/Dataset001_Gullet", file = copy + "/dataset.json"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: DecoderTests.data.get(), toPath: copy)
    let text = try String(contentsOfFile: file, encoding: .utf8)
    try text.replacingOccurrences(of: "\"esophagus\"", with: "\"gullet\"")
      .write(toFile: file, atomically: true, encoding: .utf8)
    return copy
  }

  @Test func aNetworkMovesOnAndTheModelItCameFromStays() throws {
    try TrainerTests.withFolder { folder in
      let path = try DecoderTests.model(folder), before = try ModelBundle.open(path)
      let next = folder + "/next.fabrica"
      let job = try TrainingJob.update(
        Self.renamed(in: folder), TrainingRecipe(steps: 2), of: path, to: next, in: folder + "/next.run",
        program: "fabrica 0")
      let report = try job.run(threads: 2)
      #expect(report.dice.keys.sorted() == ["gullet"])
      #expect(try ModelBundle.open(path).contentHash == before.contentHash)
      let after = try ModelBundle.open(next)
      let (old, new) = (try before.member("member-1"), try after.member("member-1"))
      #expect(new.decoders.map { $0.labels.map(\.name) } == [["esophagus", "gullet"]])
      #expect(new.encoders != old.encoders && new.plan.spacing == old.plan.spacing)
      #expect(throws: ModelError.self) { try job.run(threads: 1) }
    }
  }

  @Test func anotherModelIsAnotherRun() throws {
    try TrainerTests.withFolder { folder in
      let path = try DecoderTests.model(folder), data = try Self.renamed(in: folder)
      func job(of model: String, to next: String) throws -> TrainingJob {
        try .update(
          data, TrainingRecipe(steps: 1), of: model, to: next, in: folder + "/next.run", program: "fabrica 0")
      }
      _ = try job(of: path, to: folder + "/a.fabrica").run(threads: 2)
      #expect(throws: TrainingError.otherRun(file: folder + "/next.run/run.json", field: "encoder")) {
        _ = try job(of: folder + "/a.fabrica", to: folder + "/b.fabrica").run(threads: 2)
      }
    }
  }

  /// What the manifest says of whole scans is what a reader's segmentation gives.
  @Test func theDiceOfAModelIsThatOfItsSegmentations() throws {
    try TrainerTests.withFolder { folder in
      let path = folder + "/model.fabrica"
      var recipe = TrainingJobTests.recipe(40)
      recipe.optimiser = nil
      let report = try TrainingJobTests.training(folder, to: path, recipe).run(threads: 2)
      let bundle = try ModelBundle.open(path)
      let metrics = try bundle.member("member-1").decoders[0].metrics
      let stated = try #require(metrics.first { $0.name == "dice" && $0.split == "validation" })
      #expect(stated.label == "esophagus" && report.dice["esophagus"] == stated.value)
      #expect(metrics.contains { $0.name == "patch dice" })
      let dataset = try TrainingDataset(TrainingJobTests.data.get())
      let names = try dataset.split().validation
      let item = try #require(dataset.cases.first { $0.name == names[0] })
      let labels = try Segmenter(bundle).segment(Volume.read(item.image), file: item.image).labels
      let truth = try LabelMapReader.read(path: item.labels)
      let own = try LabelComparison.compute(
        reference: LabelMap(volume: truth.volume, table: .task(.esophagus)), candidate: labels, tolerance: 2)
      #expect(names.count == 1 && stated.value > 0)
      #expect(abs(try #require(own.first?.dice) - stated.value) < 1e-12)
      #expect(!FileManager.default.fileExists(atPath: folder + "/run/candidate.fabrica"))
    }
  }
}
