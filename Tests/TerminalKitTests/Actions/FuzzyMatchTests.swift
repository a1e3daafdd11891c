import Testing

@testable import TerminalKit

@Suite struct FuzzyMatchTests {
  @Test(arguments: [
    ("lw", "Lung window", [0, 5]), ("LUNG", "lung window", [0, 1, 2, 3]),
    ("window lung", "Lung window", [0, 1, 2, 3, 5, 6, 7, 8, 9, 10]),
    ("", "anything", []), ("nw", "Next window", [0, 5]),
  ])
  func positions(query: String, candidate: String, positions: [Int]) {
    #expect(FuzzyMatch.score(query, candidate)?.positions == positions)
  }

  @Test(arguments: [("lwx", "Lung window"), ("gnul", "lung"), ("a", ""), ("ab", "a")])
  func noMatch(query: String, candidate: String) {
    #expect(FuzzyMatch.score(query, candidate) == nil)
  }

  @Test(arguments: [
    ("liv", ["Liver window", "Show this organ only: liver", "Level interval view"]),
    ("ns", ["Next slice", "Neural scan", "Lens"]),
    ("all", ["All keys", "Show all organs", "Axial label"]),
    ("quit", ["Quit", "Quit quietly", "Quite a bit"]),
    ("sl", ["Slice", "Next slice", "Spleen label"]), ("cmp", ["Compare", "Cinema mode: play"]),
  ])
  func order(query: String, best: [String]) {
    let ranked = FuzzyMatch.rank(best.reversed(), query: query) { $0 }.map(\.0)
    #expect(ranked.first == best.first)
    #expect(ranked.count == best.filter { FuzzyMatch.score(query, $0) != nil }.count)
  }

  @Test func emptyQueryKeepsTheOrder() {
    #expect(FuzzyMatch.rank(["b", "aaa", "c"], query: "  ") { $0 }.map(\.0) == ["b", "aaa", "c"])
  }

  /// The alignment found is the best of all, by trying every one.
  @Test func alignmentIsOptimal() throws {
    let candidate = "a-ab bAab_ab"
    let found = try #require(FuzzyMatch.score("ab", candidate))
    let pairs = Array(candidate).enumerated().flatMap { first in
      Array(candidate).enumerated().filter { $0.offset > first.offset }.map { (first, $0) }
    }
    #expect(pairs.contains { found.positions == [$0.0.offset, $0.1.offset] })
    #expect(FuzzyMatch.score("ab", "ab")?.score ?? 0 > found.score)
    let letters = Array(candidate.lowercased())
    #expect(found.positions.map { letters[$0] } == ["a", "b"])
  }
}
