import Networks
import Testing

@testable import Learning

/// A case stays on its side whatever other cases come or go.
@Suite struct DataSplitTests {
  private let names = (0..<500).map { "case_\($0)" }

  @Test func addingCasesMovesNone() throws {
    let few = try DataSplit(Array(names.prefix(60))), many = try DataSplit(names)
    #expect(few.validation == many.validation.filter(few.validation.contains))
    #expect(Set(few.train).isSubset(of: many.train) && Set(few.validation).isSubset(of: many.validation))
    #expect(
      Set(many.train).isDisjoint(with: many.validation) && many.train.count + many.validation.count == 500)
    // 20 % of 500 within three standard deviations.
    #expect((73...127).contains(many.validation.count))
    #expect(try DataSplit(names.reversed()) == many)
  }

  @Test func foldsShareNoCaseAndCoverAll() throws {
    let folds = try (0..<5).map { try DataSplit(names, fold: $0).validation }
    #expect(Set(folds.joined()).count == 500 && folds.reduce(0) { $0 + $1.count } == 500)
  }

  @Test func noSideIsEmptyAndAnEarlierChoiceStays() throws {
    let some = Array(names.prefix(60))
    for start in 0..<50 {
      let split = try DataSplit([some[start], some[start + 1]])
      #expect(split.train.count == 1 && split.validation.count == 1)
      let more = try DataSplit(some, keeping: split)
      #expect(
        Set(split.train).isSubset(of: more.train) && Set(split.validation).isSubset(of: more.validation))
    }
  }

  /// The first digits of SHA-256 of "abc" are ba7816bf: 0.728, so only fold 3 validates with it.
  @Test func theSideFollowsFromSHA256() throws {
    for fold in 0..<5 {
      #expect(try DataSplit(names + ["abc"], fold: fold).validation.contains("abc") == (fold == 3))
    }
  }

  @Test func splitsOfTheFolderAreFollowed() throws {
    let folder = try DataFolder()
    for name in ["a", "b", "c"] { try folder.add(name) }
    let dataset = try TrainingDataset(folder.path)
    #expect(try dataset.split() == DataSplit(["a", "b", "c"]))
    try folder.write(
      "splits_final.json", #"[{"train": ["a"], "val": ["b", "c"]}, {"train": ["c", "b"], "val": ["a"]}]"#)
    #expect(try dataset.split().validation == ["b", "c"])
    #expect(try dataset.split(fold: 1).train == ["b", "c"])
    #expect(throws: TrainingDataError(file: folder.path + "/splits_final.json", .noFold(2, of: 2))) {
      try dataset.split(fold: 2)
    }
    try folder.write("splits_final.json", #"[{"train": ["a", "x"], "val": ["b"]}]"#)
    #expect(throws: TrainingDataError(case: "x", file: folder.path + "/splits_final.json", .unknownCase)) {
      try dataset.split()
    }
    for text in [#"[{"train": ["a"], "val": ["a"]}]"#, #"[{"train": [], "val": ["a"]}]"#, "[]", "{"] {
      try folder.write("splits_final.json", text)
      #expect(throws: TrainingDataError.self, "\(text)") { try dataset.split() }
    }
  }
}
