import Imaging
import Testing

@testable import Workstation

@Suite struct CompareCommandTests {
  @Test func aMapAgreesWithItself() throws {
    let files = try CommandFixture()
    let map = try files.writeSlabs(["liver", "spleen"], to: "a.nii.gz")
    let report = try CompareCommand.report(reference: map, candidate: map)
    #expect(report.organs.map(\.name) == ["liver", "spleen"])
    #expect(report.organs.allSatisfy { $0.dice == 1 && $0.nsd == 1 && $0.hd95 == 0 && $0.asd == 0 })
    #expect(report.means.dice == 1 && report.means.organs == 2 && report.means.missing == 0)
  }

  @Test func organsAreMatchedByNameNeverById() throws {
    let files = try CommandFixture()
    let shape = GridShape(x: 8, y: 6, z: 5)
    let a = try files.writeSlabs(["liver", "spleen"], to: "a.nii.gz", shape: shape)
    let b = try files.writeSlabs(["spleen", "liver"], to: "b.nii.gz", shape: shape)
    let report = try CompareCommand.report(reference: a, candidate: b)
    #expect(report.organs.count == 2)
    #expect(report.organs.allSatisfy { $0.dice == 0 && $0.referenceMillilitres == $0.candidateMillilitres })
  }

  @Test func missingAndExtraOrgansAreCounted() throws {
    let files = try CommandFixture()
    let shape = GridShape(x: 8, y: 6, z: 5)
    let a = try files.writeSlabs(["liver", "spleen"], to: "a.nii.gz", shape: shape)
    let b = try files.writeSlabs(["liver", "pancreas"], to: "b.nii.gz", shape: shape)
    let report = try CompareCommand.report(reference: a, candidate: b)
    let means = report.means
    #expect(means.organs == 2 && means.missing == 1 && means.extra == 1)
    #expect(means.dice == 0.5, "the missing organ counts as 0, the extra one not at all")
    #expect(means.hd95 == 0, "a distance to nothing is no distance")
    #expect(report.organs.first { $0.name == "spleen" }?.hd95 == nil)
    #expect(report.text.contains("1 of them not in the candidate; 1 only in the candidate"))
    #expect(report.csv.split(separator: "\n").count == 4)
  }

  @Test(arguments: [-1.0, .nan, .infinity]) func aToleranceIsADistance(_ tolerance: Double) throws {
    #expect(throws: CommandError.self) {
      try CompareCommand.report(reference: "a", candidate: "b", tolerance: tolerance)
    }
  }
}
