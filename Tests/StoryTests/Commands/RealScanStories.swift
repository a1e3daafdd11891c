import Foundation
import Imaging
import Testing

// Real scans lie beside a working copy when they are there at all; a clone alone passes without them.
private enum RealScans {
  static let data = URL(filePath: Program.root).appending(path: "../shared/data").standardized.path(
    percentEncoded: false)
  static var arePresent: Bool { FileManager.default.fileExists(atPath: data + "/ts_example_ct/ct.nii.gz") }
}

/// The commands on real scans, which are not part of the project.
@Suite(.enabled(if: RealScans.arePresent)) struct RealScanStories {
  private let scan = RealScans.data + "/ts_example_ct/ct.nii.gz"
  private let labels = RealScans.data + "/ts_example_ct/label_v2fast_117.nii.gz"

  @Test func theAbdomenHas61NamedOrgansAndALiver() throws {
    let result = try runProgram(["stats", scan, "--labels", labels, "--json"])
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(result.stdout.utf8)) as? [String: Any])
    let organs = try #require(document["organs"] as? [[String: Any]])
    #expect(organs.count == 61)
    #expect(organs.allSatisfy { $0["organ"] is String }, "every name is in the catalogue")
    let liver = try #require(organs.first { $0["name"] as? String == "liver" })
    let millilitres = try #require(liver["millilitres"] as? Double)
    #expect(abs(millilitres - 1125.68) < 0.1)
    #expect(abs(try #require(liver["meanHU"] as? Double) - 44.5) < 0.1)
  }

  @Test func aPictureIsNoCT() throws {
    let result = try runProgram(["info", RealScans.data + "/ts_example_ct/spine_report_RGB24.nii.gz"])
    #expect(result.exitCode == 3 && result.stderr.contains("datatype is not supported: an RGB picture"))
  }

  @Test(arguments: [
    "lidc_0314/ct_every2nd_slice.nii.gz", "crlm1004/ct.nii.gz", "sts/STS_001_CT_image.nii.gz",
    "sts/STS_044_CT_image.nii.gz",
  ])
  func scansOfOtherPlacesOpen(_ file: String) throws {
    let result = try runProgram(["info", RealScans.data + "/" + file])
    #expect(result.exitCode == 0 && result.stdout.contains("kind         scan"), "\(result.stderr)")
  }

  @Test func everyOddFileIsReadOrRefusedInOneLine() throws {
    let folder = RealScans.data + "/nifti_edge_nifti-rs"
    for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() where name != "README.md"
    {
      let result = try runProgram(["info", folder + "/" + name])
      #expect([0, 3].contains(result.exitCode), "\(name): \(result.stderr)")
      if result.exitCode == 3 {
        #expect(result.stdout.isEmpty && result.stderr.split(separator: "\n").count == 1, "\(name)")
        // Of a pair, the half that is missing is the one to name.
        #expect(result.stderr.contains(name.prefix { $0 != "." }), "\(name): \(result.stderr)")
      }
      if name.hasPrefix("crash-") { #expect(result.exitCode == 3, "\(name)") }
    }
  }
}
