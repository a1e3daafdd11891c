import Foundation
import Imaging
import Phantoms
import Testing

@testable import Workstation

@Suite struct SnapshotCommandTests {
  @Test func aPictureSaysWhatItShows() throws {
    let files = try CommandFixture()
    let (ct, labels) = try files.writeBall()
    var options = SnapshotCommand.Options()
    options.labels = [labels]
    options.organ = "Liver"
    options.window = "lung"
    let report = try SnapshotCommand.run(ct, to: files.path("out.png"), options)
    let facts = Dictionary(uniqueKeysWithValues: report.facts.map { ($0.key, $0.value) })
    #expect(facts["Case"] == "ct" && facts["Plane"] == "axial")
    #expect(facts["Window"]?.hasPrefix("W 1500 L -600") == true)
    #expect(facts["Organs"] == "liver" && facts["Disclaimer"]?.contains("Research use only") == true)
    let bytes = try #require(FileManager.default.contents(atPath: files.path("out.png")))
    #expect(bytes.prefix(8) == Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
    #expect(bytes.range(of: Data("Research use only".utf8)) != nil)
    #expect(report.width == SliceSnapshot.narrowest && report.height > 32)
  }

  @Test func theOrganDecidesTheSlice() throws {
    let files = try CommandFixture()
    let made = try CommandFixture.block()
    try VolumeWriter.write(made.ct, to: files.path("ct.nii"))
    try LabelMapWriter.write(made.labels, to: files.path("labels.nii"))
    var options = SnapshotCommand.Options()
    options.labels = [files.path("labels.nii")]
    options.organ = "liver"
    for (plane, slice) in [(Plane.axial, "11/14"), (.coronal, "8/16"), (.sagittal, "5/20")] {
      options.plane = plane
      let facts = try SnapshotCommand.run(files.path("ct.nii"), to: files.path("\(plane).png"), options).facts
      #expect(facts.first { $0.key == "Slice" }?.value == slice)
    }
  }

  @Test func nothingIsWrittenOver() throws {
    let files = try CommandFixture()
    let ct = try files.writeBall().ct
    let old = try files.write("old", to: "out.png")
    #expect(throws: CommandError.wouldOverwrite([old])) { try SnapshotCommand.run(ct, to: old) }
    #expect(try String(contentsOfFile: old, encoding: .utf8) == "old")
  }

  @Test func wrongOptionsAreRefused() throws {
    let files = try CommandFixture()
    let (ct, labels) = try files.writeBall()
    func refuses(_ change: (inout SnapshotCommand.Options) -> Void) {
      var options = SnapshotCommand.Options()
      options.labels = [labels]
      change(&options)
      #expect(throws: CommandError.self) { try SnapshotCommand.run(ct, to: files.path("no.png"), options) }
      #expect(!files.exists("no.png"))
    }
    refuses { $0.slice = 21 }
    refuses { $0.slice = 0 }
    refuses {
      $0.slice = 3
      $0.organ = "liver"
    }
    refuses { $0.organ = "appendix" }
    refuses { $0.shown = ["nothing like it"] }
    refuses { $0.scale = 0 }
    refuses { $0.opacity = 1.5 }
    refuses { $0.projection = "-3" }
    refuses { $0.sheet = "0x4" }
    refuses { $0.sheet = "4" }
    #expect(throws: CommandError.self) { try SnapshotCommand.run(ct, to: files.path("no.jpg")) }
    var options = SnapshotCommand.Options()
    options.organ = "liver"
    #expect(throws: CommandError.self) { try SnapshotCommand.run(ct, to: files.path("no.png"), options) }
  }

  @Test func windowsHaveNamesOrNumbers() throws {
    #expect(try SnapshotWindow("soft_tissue") == .fixed(WindowPreset.softTissue.window))
    #expect(try SnapshotWindow("Soft tissue") == .fixed(WindowPreset.softTissue.window))
    #expect(try SnapshotWindow("1500, -600") == .fixed(WindowLevel(width: 1500, level: -600)))
    #expect(try SnapshotWindow("auto") == .automatic)
    for preset in WindowPreset.all { #expect(try SnapshotWindow(preset.id) == .fixed(preset.window)) }
    for wrong in ["", "lungs", "400", "400,", "0,40", "nan,40", "1,2,3", "400,inf"] {
      #expect(throws: CommandError.self, "\(wrong)") { try SnapshotWindow(wrong) }
    }
  }
}
