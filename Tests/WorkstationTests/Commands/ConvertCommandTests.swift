import Foundation
import Imaging
import Phantoms
import Testing

@testable import Workstation

@Suite struct ConvertCommandTests {
  @Test(arguments: ["LPS", "AIR", "SPL", "ras"])
  func anotherOrderIsTheSamePatient(_ code: String) throws {
    let files = try CommandFixture()
    let ct = try files.writeBall().ct
    var options = ConvertCommand.Options()
    options.orientation = code
    let report = try ConvertCommand.run(ct, to: files.path("turned.nii"), options)
    #expect(report.grid.orientation == code.uppercased())
    let before = try Volume.read(ct)
    let after = try Volume.read(files.path("turned.nii"))
    #expect(after.geometry.matches(before.geometry, tolerance: 1e-4))
    for z in 0..<20 {
      for y in 0..<32 {
        for x in 0..<24 {
          let index = VoxelIndex(x: x, y: y, z: z)
          #expect(before.value(at: index) == after.value(at: index))
        }
      }
    }
  }

  @Test func allOrientationsHaveNamesAndOthersHaveNone() {
    for code in SpherePhantom.orientations { #expect(StorageOrder.orientation(named: code)?.code == code) }
    for code in ["", "RA", "RAAS", "RRS", "RLA", "XYZ", "RAS "] {
      #expect(StorageOrder.orientation(named: code) == nil, "\(code)")
    }
  }

  @Test func aLabelMapKeepsNamesAndGetsItsTables() throws {
    let files = try CommandFixture()
    let map = try files.writeSlabs(["liver", "spleen"], to: "in.nii.gz")
    let report = try ConvertCommand.run(map, to: files.path("out.nii.gz"))
    #expect(report.kind == .labels && report.organs == 2)
    #expect(report.outputs.allSatisfy { FileManager.default.fileExists(atPath: $0) })
    #expect(
      report.outputs.map { $0.split(separator: "/").last } == ["out.nii.gz", "out.ctbl", "out_itksnap.txt"])
    #expect(
      try LabelMapReader.read(path: files.path("out.nii.gz")).table.entries.map(\.name) == [
        "liver", "spleen",
      ])
  }

  @Test func aFolderOfMasksAndOneFileAreTheSameLabels() throws {
    let files = try CommandFixture()
    let map = try files.writeSlabs(["liver", "spleen", "../evil name"], to: "in.nii.gz")
    var options = ConvertCommand.Options()
    options.isSplit = true
    let report = try ConvertCommand.run(map, to: files.path("masks"), options)
    let names = try FileManager.default.contentsOfDirectory(atPath: files.path("masks")).sorted()
    #expect(names == ["label_3.nii.gz", "liver.nii.gz", "spleen.nii.gz"])
    #expect(report.organs == 3 && report.datatype == "uint8")
    #expect(files.contents.contains { $0.hasPrefix("masks.") } == false, "the folder it was made in is gone")
    try ConvertCommand.run(files.path("masks"), to: files.path("joined.nii.gz")).outputs.forEach {
      #expect(FileManager.default.fileExists(atPath: $0))
    }
    let compared = try CompareCommand.report(reference: map, candidate: files.path("joined.nii.gz"))
    #expect(compared.organs.filter { $0.name == "liver" || $0.name == "spleen" }.map(\.dice) == [1, 1])
  }

  @Test func namesThatWouldBeOneFileGetTheirIds() {
    let entries = CommandFixture.table([
      "a b", "a_b", "A_B", "-x", ".y", "é", String(repeating: "n", count: 300),
    ]).entries
    let files = MaskNames.files(for: entries)
    #expect(Set(files.map { $0.lowercased() }).count == files.count)
    #expect(
      files.allSatisfy {
        $0.utf8.count < 200 && !$0.contains("/") && !$0.hasPrefix(".") && !$0.hasPrefix("-")
      })
    #expect(files[0] == "a_b_1.nii.gz")
  }

  @Test func nothingThatExistsIsLost() throws {
    let files = try CommandFixture()
    let map = try files.writeSlabs(["liver"], to: "in.nii.gz")
    let ctbl = try files.write("precious", to: "out.ctbl")
    #expect(throws: CommandError.wouldOverwrite([ctbl])) {
      try ConvertCommand.run(map, to: files.path("out.nii.gz"))
    }
    #expect(!files.exists("out.nii.gz"))
    #expect(throws: CommandError.wouldOverwrite([map])) { try ConvertCommand.run(map, to: map) }
    var options = ConvertCommand.Options()
    options.isForced = true
    #expect(throws: CommandError.self, "a file is not converted onto itself") {
      try ConvertCommand.run(map, to: map, options)
    }
    _ = try ConvertCommand.run(map, to: files.path("out.nii.gz"), options)
    #expect(files.exists("out.nii.gz"))
  }

  @Test func valuesAreNeverRounded() throws {
    let files = try CommandFixture()
    let ct = try files.writeBall().ct
    var options = ConvertCommand.Options()
    options.datatype = "uint8"
    #expect {
      try ConvertCommand.run(ct, to: files.path("small.nii"), options)
    } throws: { error in
      if let error = error as? ImagingError, case .unsupported = error.problem { return error.file == ct }
      return false
    }
    options.datatype = "float32"
    let report = try ConvertCommand.run(ct, to: files.path("real.nii"), options)
    #expect(report.datatype == "float32")
    #expect(try InfoCommand.report(files.path("real.nii")).datatype == "float32")
    #expect(files.contents.filter { $0.hasPrefix(".") }.isEmpty && !files.exists("small.nii"))
  }

  @Test(arguments: [("--orientation", "XYZ"), ("--dtype", "int12")])
  func wrongOptionsAreFoundBeforeAnythingIsRead(_ option: String, _ value: String) throws {
    var options = ConvertCommand.Options()
    if option == "--dtype" { options.datatype = value } else { options.orientation = value }
    #expect {
      try ConvertCommand.run("absent.nii", to: "out.nii", options)
    } throws: { error in
      if case CommandError.badValue(option, value, _) = error { return true }
      return false
    }
  }
}
