import Foundation
import Imaging
import Networks
import Testing

/// A person imports a model and segments scans with it.
@Suite(.serialized) struct SegmentStories {
  let folder: TemporaryFolder
  let scan: String
  let model: String
  let results: String

  init() throws {
    folder = try TemporaryFolder()
    scan = folder.path("patient.nii.gz")
    model = folder.path("tiny.fabrica")
    results = folder.path("results")
    try FileManager.default.copyItem(atPath: Self.fixture("scan.nii.gz"), toPath: scan)
    let made = try runProgram(["model", "import", Self.fixture("tiny-plain"), "-o", model])
    try #require(made.exitCode == 0, "\(made.stderr)")
  }

  static func fixture(_ name: String) -> String {
    Program.root + "Tests/SegmentationTests/Fixtures/likeness/" + name
  }

  func segment(_ more: [String]) throws -> ChildProcess.Result {
    try runProgram(["segment", scan, "-m", model, "-o", results] + more)
  }

  var leftovers: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: results)) ?? []
    return names.filter { $0 != "patient" }
  }

  @Test func aScanGetsAFolderWithLabelsThatOtherCommandsRead() throws {
    let result = try segment(["--masks", "--probabilities", "liver", "--json"])
    #expect(result.exitCode == 0, "\(result.stderr)")
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(result.stdout.utf8)) as? [String: Any])
    let cases = try #require(document["cases"] as? [[String: Any]])
    #expect(cases.count == 1 && (cases[0]["notice"] as? String)?.contains("Research use only") == true)
    let made = try FileManager.default.subpathsOfDirectory(atPath: results + "/patient").sorted()
    #expect(
      made == [
        "labels.ctbl", "labels.nii.gz", "labels_itksnap.txt", "masks", "masks/liver.nii.gz",
        "masks/spleen.nii.gz", "probabilities", "probabilities/liver.nii.gz", "report.json",
        "statistics.json",
      ])
    #expect(leftovers.isEmpty)
    let stats = try runProgram(["stats", scan, "--labels", results + "/patient/labels.nii.gz"])
    #expect(stats.exitCode == 0 && stats.stdout.contains("liver") && stats.stdout.contains("spleen"))
    let labels = try LabelMapReader.read(path: results + "/patient/labels.nii.gz")
    let expected = try LabelMapReader.read(path: Self.fixture("tiny-plain.nii.gz"))
    let differing = (0..<labels.volume.voxels.count).count {
      labels.volume.voxels[$0] != expected.volume.voxels[$0]
    }
    #expect(differing < labels.volume.voxels.count / 1000)
  }

  @Test func whatIsDoneIsNotComputedAgainAndNothingElseIsOverwritten() throws {
    #expect(try segment([]).exitCode == 0)
    let path = results + "/patient/report.json"
    let first = try String(contentsOfFile: path, encoding: .utf8)
    let again = try segment([])
    #expect(again.exitCode == 0 && again.stderr.contains("done already"))
    #expect(try String(contentsOfFile: path, encoding: .utf8) == first)
    let other = try segment(["--organs", "liver"])
    #expect(other.exitCode == 2 && other.stderr.contains("--force"))
    let forced = try segment(["--organs", "liver", "--force"])
    #expect(forced.exitCode == 0)
    #expect(try String(contentsOfFile: path, encoding: .utf8) != first)
    #expect(leftovers.isEmpty)
  }

  @Test func oneBadScanDoesNotStopTheOthers() throws {
    let scans = folder.path("scans")
    try FileManager.default.createDirectory(atPath: scans, withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: scan, toPath: scans + "/a.nii.gz")
    try Data("no scan".utf8).write(to: URL(filePath: scans + "/b.nii.gz"))
    try FileManager.default.copyItem(atPath: scan, toPath: scans + "/c.nii.gz")
    let result = try runProgram(["segment", scans, "-m", model, "-o", results])
    #expect(result.exitCode == 3 && result.stderr.contains("b.nii.gz"))
    let names = try FileManager.default.contentsOfDirectory(atPath: results).sorted()
    #expect(names == ["a", "c"])
  }

  @Test(arguments: [
    (["--organs", "heart"], 2, "heart"), (["--threads", "0"], 2, "--threads"),
    (["--probabilities", "nose"], 2, "nose"),
  ])
  func wrongUsageIsSaidAndLeavesNothing(_ options: [String], _ code: Int, _ word: String) throws {
    let result = try segment(options)
    #expect(Int(result.exitCode) == code && result.stderr.contains(word), "\(result.stderr)")
    #expect(!FileManager.default.fileExists(atPath: results + "/patient"))
    #expect(leftovers.isEmpty)
  }

  @Test func aModelThatIsNotThereIsNamed() throws {
    let result = try runProgram(["segment", scan, "-m", folder.path("none.fabrica"), "-o", results])
    #expect(result.exitCode == 3 && result.stderr.contains("none.fabrica"))
  }

  @Test func damagedWeightsAreRefused() throws {
    let blobs = model + "/blobs"
    let name = try #require(try FileManager.default.contentsOfDirectory(atPath: blobs).first)
    var bytes = try Data(contentsOf: URL(filePath: blobs + "/" + name))
    bytes[bytes.count - 3] ^= 1
    try FileManager.default.removeItem(atPath: blobs + "/" + name)
    try bytes.write(to: URL(filePath: blobs + "/" + name))
    let result = try segment([])
    #expect(result.exitCode == 3 && result.stderr.contains(String(name.prefix(12))), "\(result.stderr)")
    #expect(leftovers.isEmpty)
  }

  @Test func theViewerSegmentsWhatItShows() throws {
    let frame = folder.path("frame.txt")
    let result = try runProgram([
      "open", scan, "-m", model, "--size", "120x40", "--keys", "S", "--dump", frame,
    ])
    #expect(result.exitCode == 0, "\(result.stderr)")
    let text = try String(contentsOfFile: frame, encoding: .utf8)
    #expect(text.contains("segmented in") && text.contains("labels tiny"))
    let next = try runProgram([
      "open", scan, "-m", model, "--size", "120x40", "--keys", "S .", "--dump", frame,
    ])
    #expect(next.exitCode == 0)
    #expect(try String(contentsOfFile: frame, encoding: .utf8).contains("spleen"))
    let without = try runProgram([
      "open", scan, "--size", "120x40", "--keys", "S", "--dump", frame,
    ])
    #expect(without.exitCode == 0)
    #expect(try String(contentsOfFile: frame, encoding: .utf8).contains("no model is chosen"))
  }
}
