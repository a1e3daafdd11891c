import Foundation
import Imaging
import Networks
import Tensors
import Testing

@testable import Learning

/// Data that would waste a run is refused with the case and the file; what is only odd is told apart.
@Suite struct DataCheckTests {
  private func problems(_ folder: DataFolder) throws -> [TrainingDataError] {
    try TrainingDataset(folder.path).check().errors
  }

  @Test func soundDataHasFactsAndNoErrors() throws {
    let folder = try DataFolder()
    try folder.add("a")
    try folder.add("b", id: { _, _, z in z == 0 ? 1 : 0 })
    let dataset = try TrainingDataset(folder.path), review = try dataset.check()
    #expect(dataset.cases.map(\.name) == ["a", "b"] && dataset.classes == 3)
    #expect(review.isUsable && review.facts.count == 2)
    // x / 3 of 8 columns: 3 background, 3 liver, 2 spleen, each of 30 voxels.
    #expect(review.facts[0].classVoxels == [90, 90, 60])
    #expect(review.facts[1].classVoxels == [192, 48, 0])
    #expect(review.facts[0].spacing == [2, 2, 2])
    #expect(review.warnings.contains(.rareClass("spleen", cases: 1, of: 2)))
    #expect(review.classesAbsent(from: ["b"]) == [2] && review.classesAbsent(from: ["a", "b"]) == [])
  }

  @Test func listedCasesAreReadWhereverTheyLie() throws {
    let other = try DataFolder()
    try other.add("far")
    let list = #"{"b": {"images": ["\#(other.image("far"))"], "label": "\#(other.labels("far"))"}, "#
    let near = #""a": {"images": ["imagesTr/near_0000.nii.gz"], "label": "labelsTr/near.nii.gz"}}"#
    let folder = try DataFolder(more: #", "dataset": \#(list)\#(near)"#)
    try folder.add("near")
    try folder.add("unlisted")
    let dataset = try TrainingDataset(folder.path), review = try dataset.check()
    #expect(dataset.cases.map(\.name) == ["a", "b"] && dataset.cases[1].image == other.image("far"))
    #expect(review.isUsable && review.facts.map(\.classVoxels) == [[90, 90, 60], [90, 90, 60]])
    for (flaw, found) in [
      (#"{"a/b": {"images": ["x"], "label": "y"}}"#, "no file can have"),
      (#"{"a": {"images": ["x", "z"], "label": "y"}}"#, "images"), (#"{"a": {"images": ["x"]}}"#, "label"),
    ] {
      let bad = try DataFolder(more: #", "dataset": \#(flaw)"#)
      #expect { try TrainingDataset(bad.path) } throws: { "\($0)".contains(found) }
    }
    let absent = try DataFolder(more: #", "dataset": {"a": {"images": ["x.nii"], "label": "y.nii"}}"#)
    #expect(try TrainingDataset(absent.path).check().errors.first?.description.contains("a: ") == true)
  }

  @Test func everyFaultIsNamedWithItsCase() throws {
    let folder = try DataFolder()
    try folder.add("good")
    try folder.add("noimage")
    try FileManager.default.removeItem(atPath: folder.image("noimage"))
    try folder.add("nolabels")
    try FileManager.default.removeItem(atPath: folder.labels("nolabels"))
    try folder.add("unknown", id: { x, _, _ in x == 4 ? 7 : 1 })
    try folder.add("flat", value: { _, _, _ in 40 })
    try folder.add("nan", value: { x, y, z in x == 1 && y == 1 && z < 2 ? .nan : Float(x) })
    try folder.add("grid")
    try VolumeWriter.write(
      DataFolder.volume(GridShape(x: 8, y: 6, z: 4), 2, .uint16) { _, _, _ in 1 }, to: folder.labels("grid"))
    try folder.add("broken")
    try Data("no NIfTI".utf8).write(to: URL(filePath: folder.labels("broken")))
    try folder.add("two")
    try FileManager.default.copyItem(
      atPath: folder.image("two"), toPath: folder.path + "/imagesTr/two_0001.nii.gz")
    var found: [String: TrainingDataError] = [:]
    for error in try problems(folder) { found[error.name ?? "all"] = error }
    #expect(found["noimage"]?.problem == .missingImage && found["nolabels"]?.problem == .missingLabels)
    #expect(found["unknown"]?.problem == .unknownLabels([7]))
    #expect(found["unknown"]?.file == folder.labels("unknown"))
    #expect(found["flat"]?.problem == .constant(40) && found["nan"]?.problem == .notFinite(voxels: 2))
    #expect(found["two"]?.problem == .secondChannel)
    if case .offGrid = found["grid"]?.problem {
    } else {
      Issue.record("grid: \(String(describing: found["grid"]))")
    }
    if case .file = found["broken"]?.problem {} else { Issue.record("broken") }
    #expect(found["good"] == nil && found.count == 8)
    #expect(found["flat"]?.description.hasPrefix("case flat: \(folder.image("flat"))") == true)
  }

  @Test func tooFewCasesAndAbsentClassesAreErrors() throws {
    let folder = try DataFolder(labels: #""background": 0, "liver": 1, "spleen": 2, "kidney": 3"#)
    try folder.add("only")
    let errors = try problems(folder)
    #expect(errors.contains { $0.problem == .tooFewCases(1) })
    #expect(errors.contains { $0.problem == .absentClass("kidney") } && errors.count == 2)
    #expect(throws: TrainingDataError.self) { try TrainingDataset(folder.path).check().fingerprint() }
  }

  @Test func otherChannelsAndEndingsAreRefusedByName() throws {
    let folder = try DataFolder()
    try folder.write("dataset.json", #"{"channel_names": {"0": "T2"}, "labels": {"background": 0, "a": 1}}"#)
    #expect(throws: TrainingDataError(file: folder.path + "/dataset.json", .notCT(channel: "T2"))) {
      try TrainingDataset(folder.path)
    }
    let png = try DataFolder(more: #", "file_ending": ".png""#)
    #expect(throws: TrainingDataError(file: png.path + "/dataset.json", .fileEnding(".png"))) {
      try TrainingDataset(png.path)
    }
    let gap = try DataFolder(labels: #""background": 0, "a": 2"#)
    #expect(throws: TrainingDataError.self) { try TrainingDataset(gap.path) }
  }

  @Test func ignoredVoxelsAreNoClass() throws {
    let folder = try DataFolder(labels: #""background": 0, "liver": 1, "ignore": 2"#)
    try folder.add("a")
    try folder.add("b")
    let dataset = try TrainingDataset(folder.path)
    #expect(
      dataset.classes == 2 && dataset.label(of: 2) == DiceCrossEntropy.ignored && dataset.label(of: 3) == nil)
    let review = try dataset.check()
    #expect(review.isUsable && review.facts[0].classVoxels == [90, 90])
  }

  /// The second check reads no image: facts outlive what would now be unreadable, until the file changes.
  @Test func factsAreKeptUntilAFileChanges() throws {
    let folder = try DataFolder(), store = CaseStore(folder.path + "/store")
    try folder.add("a")
    try folder.add("b")
    let dataset = try TrainingDataset(folder.path)
    let first = try dataset.check(store: store)
    let path = folder.path + "/store/a.facts"
    let time = try FileManager.default.attributesOfItem(atPath: path)[.systemFileNumber] as? Int
    #expect(try dataset.check(store: store).facts == first.facts)
    #expect(try FileManager.default.attributesOfItem(atPath: path)[.systemFileNumber] as? Int == time)
    try folder.add("a", id: { x, _, _ in x < 4 ? 1 : 2 })
    #expect(try dataset.check(store: store).facts[0].classVoxels == [0, 120, 120])
  }
}
