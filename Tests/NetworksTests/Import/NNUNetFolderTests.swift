import Foundation
import Networks
import Testing

@Suite struct NNUNetFolderTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func add(_ place: String, folds: [String] = ["0"], checkpoint: String = "final") throws {
    try scratch.write("{}", to: "\(place)/plans.json")
    for fold in folds { try scratch.write("", to: "\(place)/fold_\(fold)/checkpoint_\(checkpoint).pth") }
  }

  private func search(_ place: String = "") throws -> [NNUNetFolder] {
    try NNUNetFolder.search("\(scratch.path)/\(place)")
  }

  private func problem(_ body: () throws -> Void) throws -> ImportError.Problem {
    try #require(throws: ImportError.self) { try body() }.problem
  }

  @Test func aTrainersFolderSaysWhatItIs() throws {
    try add("Dataset003_Liver/nnUNetTrainerX__nnUNetPlans__3d_lowres")
    let folder = try #require(try search("Dataset003_Liver/nnUNetTrainerX__nnUNetPlans__3d_lowres/").first)
    #expect(folder.dataset == "Dataset003_Liver")
    #expect(folder.trainer == "nnUNetTrainerX")
    #expect(folder.configuration == "3d_lowres")
    #expect(try search("Dataset003_Liver") == search())
  }

  @Test func aFolderOfAnyNameIsAModelWithoutThatKnowledge() throws {
    try add("mine")
    let folder = try #require(try search("mine").first)
    #expect(folder.dataset == nil && folder.trainer == nil && folder.configuration == nil)
  }

  @Test func fullResolutionComesFirst() throws {
    try add("Dataset003_Liver/T__P__2d")
    try add("Dataset003_Liver/T__P__3d_fullres")
    try add("Dataset003_Liver/T__P__3d_lowres")
    #expect(try search().map(\.configuration) == ["3d_fullres"])
  }

  @Test func whatIsAmbiguousIsRefusedWithTheChoices() throws {
    try add("Dataset003_Liver/A__P__3d_fullres")
    try add("Dataset003_Liver/B__P__3d_fullres")
    #expect(
      try problem { _ = try search() } == .severalModels(["A__P__3d_fullres", "B__P__3d_fullres"]))
    try add("Dataset004_Spleen/A__P__3d_fullres")
    #expect(try problem { _ = try search() } == .severalModels(["Dataset003_Liver", "Dataset004_Spleen"]))
  }

  @Test func partsOfTotalSegmentatorBelongTogether() throws {
    let place = "home/.totalsegmentator/nnunet/results"
    for part in [("292", "part2_vertebrae"), ("291", "part1_organs"), ("293", "part3_cardiac")] {
      try add("\(place)/Dataset\(part.0)_TotalSegmentator_\(part.1)_1559subj/T__P__3d_fullres")
    }
    for start in ["home", "home/.totalsegmentator", place] {
      #expect(
        try search(start).map { $0.dataset?.prefix(10) } == ["Dataset291", "Dataset292", "Dataset293"],
        "\(start)")
    }
    try add("\(place)/Dataset297_TotalSegmentator_total_3mm_1559subj/T__P__3d_fullres")
    guard case .severalModels(let choices) = try problem({ _ = try search(place) }) else {
      Issue.record("not refused as ambiguous")
      return
    }
    #expect(choices.count == 4)
  }

  @Test func nothingThereIsSaid() throws {
    try scratch.write("x", to: "empty/readme.txt")
    #expect(try problem { _ = try search("empty") } == .noModel)
    #expect(try problem { _ = try search("absent") } == .noFolder)
  }

  @Test func foldsAreTheNumberedOnesInOrder() throws {
    try add("m", folds: ["10", "2", "0", "all", "old"])
    let folder = try #require(try search("m").first)
    #expect(try folder.folds(nil, .final).map(\.name) == ["0", "2", "10"])
    #expect(try folder.folds(["all"], .final).map(\.name) == ["all"])
    #expect(try folder.folds(["10", "0"], .final).map(\.name) == ["10", "0"])
    #expect(
      try problem { _ = try folder.folds(["0", "5"], .final) }
        == .noFold("5", available: ["0", "2", "10", "all", "old"]))
  }

  @Test func aTrainingOnEverythingIsTakenWhereThereIsNoOther() throws {
    try add("m", folds: ["all"])
    #expect(try search("m")[0].folds(nil, .final).map(\.name) == ["all"])
  }

  @Test func theOtherCheckpointIsNamedWhereOneIsMissing() throws {
    try add("m", folds: ["0", "1"], checkpoint: "best")
    let folder = try #require(try search("m").first)
    #expect(
      try problem { _ = try folder.folds(nil, .final) }
        == .noCheckpoint(name: "checkpoint_final.pth", other: "checkpoint_best.pth"))
    #expect(
      try problem { _ = try folder.folds(["1"], .final) }
        == .noCheckpoint(name: "checkpoint_final.pth", other: "checkpoint_best.pth"))
    #expect(try folder.folds(nil, .best).count == 2)
  }
}
