import Foundation
import Imaging
import Phantoms
import Testing

@testable import Workstation

@Suite struct StatsCommandTests {
  @Test func aBallHasItsVolumeAndDensity() throws {
    let files = try CommandFixture()
    var phantom = SpherePhantom(shape: GridShape(x: 60, y: 60, z: 60), spacing: Vector3(x: 1, y: 1, z: 1))
    phantom.inside = 55
    let (ct, labels) = try files.writeBall(phantom)
    let report = try StatsCommand.report(scan: ct, labels: labels)
    let organ = try #require(report.organs.first)
    #expect(report.organs.count == 1)
    #expect(abs(organ.millilitres - phantom.millilitres) < 0.01 * phantom.millilitres)
    #expect(organ.meanHU == 55 && organ.sdHU == 0)
    #expect(organ.components == 1 && organ.largestComponentShare == 1)
    #expect(!organ.cutOff && organ.slices > 38 && organ.slices < 42)
  }

  @Test func knownOrgansAreComparedWithWhatIsUsual() throws {
    let files = try CommandFixture()
    let (ct, labels) = try files.writeBall(named: "liver")
    let liver = try #require(try StatsCommand.report(scan: ct, labels: labels).organs.first)
    #expect(liver.organ == "liver" && liver.displayName == "liver")
    #expect(liver.usualVolume?.verdict == .below, "34 mL is no liver")
    #expect(liver.usualHU?.verdict == .inside)
    #expect(liver.snomed?.code == "10200004")
  }

  @Test func anOrganThatIsCutOffHasNoVerdictOnItsVolume() throws {
    let files = try CommandFixture()
    var phantom = SpherePhantom()
    phantom.centre = Vector3(x: 10 + 20, y: -20, z: 30)
    phantom.radii = Vector3(x: 50, y: 20, z: 20)
    let (ct, labels) = try files.writeBall(phantom)
    let organ = try #require(try StatsCommand.report(scan: ct, labels: labels).organs.first)
    #expect(organ.cutOff && organ.usualVolume?.verdict == nil && organ.usualVolume != nil)
  }

  @Test func withoutAScanThereAreNoHU() throws {
    let files = try CommandFixture()
    let labels = try files.writeBall().labels
    let report = try StatsCommand.report(scan: nil, labels: labels)
    #expect(report.scan == nil)
    #expect(report.organs.allSatisfy { $0.meanHU == nil && $0.usualHU == nil && $0.millilitres > 0 })
  }

  @Test func anotherGridIsRefused() throws {
    let files = try CommandFixture()
    let ct = try files.writeBall().ct
    let labels = try files.writeSlabs(["liver"], to: "other.nii.gz")
    #expect {
      try StatsCommand.report(scan: ct, labels: labels)
    } throws: { error in
      guard case .gridMismatch? = (error as? ImagingError)?.problem else { return false }
      return "\(error)".hasPrefix(labels)
    }
  }

  @Test func csvHasALineForEachOrganAndAsManyCellsAsHeadings() throws {
    let files = try CommandFixture()
    let labels = try files.writeSlabs(["liver", "left, or \"right\"", "=1+1"], to: "labels.nii.gz")
    let csv = try StatsCommand.report(scan: nil, labels: labels).csv
    let lines = csv.split(separator: "\n")
    #expect(lines.count == 4)
    #expect(lines[0].hasPrefix("id,name,display_name,group,ml,mean_hu"))
    #expect(lines[2].contains("\"left, or \"\"right\"\"\""))
    #expect(lines[3].contains(",'=1+1,"), "a spreadsheet must not run it")
    let cells = lines[1].split(separator: ",", omittingEmptySubsequences: false).count
    #expect(cells == lines[0].split(separator: ",").count)
  }

  @Test func theReportComesBackFromItsJSON() throws {
    let files = try CommandFixture()
    let (ct, labels) = try files.writeBall()
    let report = try StatsCommand.report(scan: ct, labels: labels)
    let json = try JSONDocument.encode(report)
    #expect(try JSONDecoder().decode(StatsReport.self, from: Data(json.utf8)) == report)
    #expect(json.contains("Not a medical device"))
  }
}
