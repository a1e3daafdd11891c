import Anatomy
import Foundation
import Testing

@testable import Workstation

@Suite struct ReportTextTests {
  @Test func columnsAreAligned() {
    var table = TextTable([.words("organ"), .figures("mL"), .words("border")])
    table.rows = [["liver", "1125.7", "cut off"], ["é", "−3", ""], ["脾", "12", ""]]
    let lines = table.text.split(separator: "\n").map(String.init)
    #expect(lines == ["organ      mL  border", "liver  1125.7  cut off", "é          −3", "脾         12"])
  }

  @Test func factsStandInOneColumn() {
    var facts = FactList()
    facts.add("a", "one")
    facts.add("long", lines: ["two", "three"])
    facts.add("none", lines: [])
    #expect(facts.text() == "  a     one\n  long  two\n        three")
  }

  @Test func jsonIsASCIIAndSaysTheSame() throws {
    struct Report: Codable, Equatable { let name: String }
    let report = Report(name: "rein, µ 脾 \u{1F600} \u{9B}31m \u{1B}[0m \u{202E}")
    let json = try JSONDocument.encode(report)
    #expect(json.utf8.allSatisfy { $0 == 0x0A || (0x20..<0x7F).contains($0) })
    #expect(try JSONDecoder().decode(Report.self, from: Data(json.utf8)) == report)
  }

  @Test func signsHaveAnASCIIForm() {
    #expect(Console.ascii("3 × 2 mm – 5 ± 1\nnext …") == "3 x 2 mm - 5 ~ 1\nnext ~")
  }

  @Test func numbersAreCutToWhatMeansSomething() {
    #expect(Rounded.to(6, 0.699999988) == 0.7 && Rounded.to(6, -0.0000001) == 0)
    #expect(Rounded.to(3, 1e300) == 1e300 && Rounded.ifAny(2, .nan) == nil && Rounded.ifAny(2, nil) == nil)
  }
}

@Suite struct OrganNamesTests {
  private let entries = CommandFixture.table([
    "liver", "kidney_left", "kidney_right", "rib_left_1", "My Thing",
  ]).entries

  @Test(arguments: [
    ("liver", [1]), ("LIVER", [1]), ("left kidney", [2]), ("kidney-right", [3]), ("my thing", [5]),
    ("4", [4]),
    ("ribs", [4]), ("urinary", [2, 3]), ("kidney", [2, 3]), ("Thing", [5]),
  ])
  func anOrganHasManyNames(_ name: String, _ ids: [Int]) throws {
    #expect(try OrganNames.find(name, in: entries, file: "l.nii").map(\.id) == ids)
  }

  @Test func aSlipOfThePenGetsAHint() {
    #expect(
      throws: CommandError.noSuchOrgan(name: "livre", file: "l.nii", similar: ["liver"])
    ) { try OrganNames.find("livre", in: entries, file: "l.nii") }
    #expect(throws: CommandError.noSuchOrgan(name: "xxxxxxxxx", file: "l.nii", similar: [])) {
      try OrganNames.find("xxxxxxxxx", in: entries, file: "l.nii")
    }
  }
}
