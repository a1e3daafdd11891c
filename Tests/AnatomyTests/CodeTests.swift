import Testing

@testable import Anatomy

@Suite("SNOMED CT codes")
struct CodeTests {
  @Test("cover all but the two neck muscle groups no code could be verified for")
  func coverage() {
    let uncoded = OrganCatalogue.organs.filter { $0.snomed == nil }.map(\.id)
    #expect(uncoded == ["scalenus", "anterior_cervical_muscles"])
    #expect(OrganCatalogue.organs.count - uncoded.count == 152)
  }

  @Test("carry a right check digit and are concepts")
  func checkDigits() {
    for concept in OrganCatalogue.organs.compactMap(\.snomed).flatMap({
      [$0.category, $0.type] + [$0.modifier].compactMap { $0 }
    }) {
      #expect(Verhoeff.accepts(concept.value), "\(concept.value) \(concept.meaning)")
      // The two digits before the check digit say what an identifier names; 00 is a concept.
      #expect(concept.value.dropLast().hasSuffix("00"), "\(concept.value)")
      #expect(!concept.meaning.isEmpty)
    }
    #expect(!Verhoeff.accepts("10200005"))
    #expect(!Verhoeff.accepts("12000004"))
  }

  @Test("name one organ each, or a pair of twins")
  func unique() {
    var owners: [String: Set<String>] = [:]
    for organ in OrganCatalogue.organs {
      guard let code = organ.snomed else { continue }
      let stem = organ.id.replacing("_left", with: "").replacing("_right", with: "")
      owners[code.type.value, default: []].insert(stem)
    }
    for (code, stems) in owners { #expect(stems.count == 1, "\(code): \(stems)") }
  }

  @Test("a side is coded as the side it is")
  func sides() {
    for organ in OrganCatalogue.organs {
      guard let modifier = organ.snomed?.modifier else { continue }
      #expect(modifier.value == (organ.side == .left ? "7771000" : "24028007"), "\(organ.id)")
      #expect(organ.side != .midline)
    }
    for (left, right) in CatalogueTests.twins {
      #expect(left.snomed?.modifier?.meaning == "Left" && right.snomed?.modifier?.meaning == "Right")
    }
  }

  @Test("are anatomy, but for cysts")
  func categories() {
    for organ in OrganCatalogue.organs {
      guard let category = organ.snomed?.category else { continue }
      #expect(category.value == (organ.id.hasPrefix("kidney_cyst") ? "49755003" : "123037004"))
    }
  }
}

/// The check digit of every SNOMED CT identifier (Verhoeff 1969), which catches any single wrong digit and any
/// two swapped neighbours.
private enum Verhoeff {
  static func accepts(_ digits: String) -> Bool {
    var check = 0
    for (position, character) in digits.reversed().enumerated() {
      guard var digit = character.wholeNumberValue else { return false }
      for _ in 0..<(position % 8) { digit = permutation[digit] }
      check = product(check, digit)
    }
    return check == 0
  }

  private static let permutation = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]

  /// Multiplication in the symmetry group of the pentagon: 0...4 are turns, 5...9 reflections.
  private static func product(_ first: Int, _ second: Int) -> Int {
    let (turn, other) = (first % 5, second % 5)
    switch (first < 5, second < 5) {
    case (true, true): return (turn + other) % 5
    case (true, false): return (turn + other) % 5 + 5
    case (false, true): return (turn - other + 5) % 5 + 5
    case (false, false): return (turn - other + 5) % 5
    }
  }
}
