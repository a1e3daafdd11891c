/// Finding a name from a few of its letters, as palettes do: `lw` finds "Lung window".
///
/// Letters must come in order but not side by side. Beginnings of words, letters in a row and few gaps rank higher.
/// A query of several words finds candidates that match each of them, in any order. Cost: query times candidate.
public struct FuzzyMatch: Sendable, Hashable {
  /// Higher is better; comparable between candidates of one query.
  public let score: Int
  /// Which characters of the candidate matched, ascending.
  public let positions: [Int]

  private static let matched = 16
  private static let inARow = 9
  private static let atStart = 12
  private static let atWord = 10
  private static let gapOpened = 3
  private static let gapWidened = 1

  /// How well a candidate matches; nil when it does not. Case is ignored; an empty query matches everything alike.
  public static func score(_ query: String, _ candidate: String) -> FuzzyMatch? {
    let letters = Array(candidate)
    let folded = letters.map { $0.lowercased() }
    var score = 0
    var positions: Set<Int> = []
    for word in query.split(whereSeparator: \.isWhitespace) {
      guard let match = align(word.map { $0.lowercased() }, folded, letters) else { return nil }
      score += match.score
      positions.formUnion(match.positions)
    }
    if !folded.isEmpty, query.lowercased() == candidate.lowercased() { score += 20 }
    return FuzzyMatch(score: score, positions: positions.sorted())
  }

  /// The candidates that match, best first; of equals the shorter, then the earlier.
  public static func rank<T>(_ candidates: [T], query: String, text: (T) -> String) -> [(T, FuzzyMatch)] {
    let found = candidates.enumerated().compactMap { index, candidate in
      score(query, text(candidate)).map { (index, candidate, $0, text(candidate).count) }
    }
    guard !query.allSatisfy(\.isWhitespace) else { return found.map { ($0.1, $0.2) } }
    return found.sorted { ($1.2.score, $0.3, $0.0) < ($0.2.score, $1.3, $1.0) }.map { ($0.1, $0.2) }
  }

  /// The best way to find `word` in `candidate`: row by row over the letters of the word, keeping for every position
  /// the best score that ends there (Smith and Waterman's scheme without mismatches).
  private static func align(
    _ word: [String], _ candidate: [String], _ letters: [Character]
  ) -> FuzzyMatch? {
    guard word.count <= candidate.count, !word.isEmpty else { return nil }
    let bonuses = candidate.indices.map { bonus(letters, $0) }
    var row: [Int?] = Array(repeating: nil, count: candidate.count)
    var origins: [[Int]] = []
    for (depth, letter) in word.enumerated() {
      var next: [Int?] = Array(repeating: nil, count: candidate.count)
      var origin = Array(repeating: -1, count: candidate.count)
      var gap: (score: Int, from: Int)?
      for index in candidate.indices {
        // Best predecessor that is not the neighbour, its gap growing by one a column.
        gap?.score -= gapWidened
        if index >= 2, let before = row[index - 2], before - gapOpened > gap?.score ?? Int.min {
          gap = (before - gapOpened, index - 2)
        }
        guard candidate[index] == letter else { continue }
        if depth == 0 {
          next[index] = matched + bonuses[index] - min(index, 6)
          continue
        }
        let neighbour = index >= 1 ? row[index - 1].map { $0 + inARow } : nil
        if let neighbour, neighbour >= gap?.score ?? Int.min {
          next[index] = neighbour + matched + bonuses[index] / 2
          origin[index] = index - 1
        } else if let gap {
          next[index] = gap.score + matched + bonuses[index]
          origin[index] = gap.from
        }
      }
      row = next
      origins.append(origin)
    }
    let ends = row.indices.filter { row[$0] != nil }
    guard let end = ends.max(by: { (row[$0] ?? 0, $1) < (row[$1] ?? 0, $0) }) else { return nil }
    var positions = [end]
    for depth in stride(from: word.count - 1, to: 0, by: -1) {
      positions.append(origins[depth][positions[positions.count - 1]])
    }
    return FuzzyMatch(score: row[end] ?? 0, positions: positions.reversed())
  }

  private static func bonus(_ letters: [Character], _ index: Int) -> Int {
    guard index > 0 else { return atStart }
    let before = letters[index - 1]
    let letter = letters[index]
    if !(before.isLetter || before.isNumber) { return letter.isLetter || letter.isNumber ? atWord : 0 }
    if before.isLowercase && letter.isUppercase { return atWord - 2 }
    return before.isNumber != letter.isNumber ? atWord - 4 : 0
  }
}
