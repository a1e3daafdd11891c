import Foundation
import Imaging
import Phantoms
import Testing

@testable import Workstation

@Suite struct InfoCommandTests {
  @Test func aScanIsDescribedAsTheFileHasIt() throws {
    let files = try CommandFixture()
    let ct = try files.writeBall(orientation: "LPS").ct
    let report = try InfoCommand.report(ct)
    #expect(report.kind == .scan)
    #expect(report.grid.orientation == "LPS")
    #expect(report.grid.shape == [24, 32, 20] && report.grid.spacing == [2, 1.5, 2.5])
    #expect(
      report.grid.affine[0][0] == -2 && report.grid.affine[1][1] == -1.5 && report.grid.affine[2][2] == 2.5)
    #expect(report.range == InfoReport.Range(least: -1000, most: 60))
    #expect(report.datatype == "int16" && report.heldAs == "int16" && report.slope == 1)
    #expect(report.labels == nil)
    #expect(report.text.contains("24 × 32 × 20 voxels of 2.0 × 1.5 × 2.5 mm"))
  }

  @Test func aLabelMapNamesWhatHasVoxels() throws {
    let files = try CommandFixture()
    let labels = try files.writeSlabs(["liver", "spleen", "made up"], to: "labels.nii.gz")
    let report = try InfoCommand.report(labels)
    #expect(report.kind == .labels && report.range == nil)
    #expect(report.labels?.map(\.id) == [1, 2, 3])
    #expect(report.labels?.map(\.organ) == ["liver", "spleen", nil])
    #expect(report.listedLabels == 3)
    #expect(report.text.contains("3 with voxels"))
  }

  /// Neither intent code nor names: few different whole numbers from 0 tell a label map.
  @Test func aLabelMapIsKnownByItsValues() throws {
    let files = try CommandFixture()
    let mask = SpherePhantom().make().labels.volume
    try VolumeWriter.write(mask, to: files.path("mask.nii"))
    #expect(try InfoCommand.report(files.path("mask.nii")).kind == .labels)
    var options = InfoCommand.Options()
    options.headerOnly = true
    #expect(try InfoCommand.report(files.path("mask.nii"), options).kind == .scan)
  }

  @Test func aCTFromZeroIsNoLabelMap() throws {
    let shape = GridShape(x: 40, y: 40, z: 40)
    let voxels = try CommandFixture.buffer(.int16, shape) { Int16($0.x * 40 + $0.y) }
    let volume = Volume(
      storedGeometry: Geometry(shape: shape, affine: CommandFixture.affine), voxels: voxels)
    let range = ValueRange(of: volume)
    #expect(range.differentIDs == 1600 && !range.looksLikeLabels)
  }

  @Test func valuesThatAreNoNumbersAreLeftOut() throws {
    let shape = GridShape(x: 4, y: 1, z: 1)
    let values: [Float] = [.nan, -3.5, .infinity, 12]
    let voxels = try CommandFixture.buffer(.float32, shape) { values[$0.x] }
    let range = ValueRange(
      of: Volume(storedGeometry: Geometry(shape: shape, affine: CommandFixture.affine), voxels: voxels))
    #expect(range.least == -3.5 && range.most == 12 && range.differentIDs == nil)
  }

  @Test func headersAreEnoughWhenAskedFor() throws {
    let files = try CommandFixture()
    let ct = try files.writeBall().ct
    var options = InfoCommand.Options()
    options.headerOnly = true
    let report = try InfoCommand.report(ct, options)
    #expect(report.range == nil && report.heldAs == nil && report.grid.shape == [24, 32, 20])
  }

  @Test func aBadFileIsNamedAndTheOthersFollow() throws {
    let files = try CommandFixture()
    let ct = try files.writeBall().ct
    let bad = try files.write("not a scan", to: "bad.nii")
    var errors: [any Error] = []
    let list = InfoCommand.reports([bad, ct, files.path("absent.nii")]) { errors.append($0) }
    #expect(list.files.map(\.file) == [ct])
    #expect(list.failures.map(\.file) == [bad, files.path("absent.nii")])
    #expect(errors.allSatisfy { $0 is ImagingError })
    #expect(list.failures.allSatisfy { $0.error.contains(".nii: ") && !$0.error.contains("\n") })
  }

  @Test func aFolderOfMasksIsALabelMap() throws {
    let files = try CommandFixture()
    let mask = SpherePhantom().make().labels.volume
    try FileManager.default.createDirectory(atPath: files.path("masks"), withIntermediateDirectories: true)
    for name in ["spleen", "liver"] { try VolumeWriter.write(mask, to: files.path("masks/\(name).nii.gz")) }
    let report = try InfoCommand.report(files.path("masks"))
    #expect(report.kind == .labels && report.listedLabels == 2)
  }
}
