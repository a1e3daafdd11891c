import Foundation
import Testing

/// `fabrica model` from a folder of nnU-Net to a file for other tools.
@Suite struct ModelStories {
  private static let models = Program.root + "/Tests/NetworksTests/Fixtures/models"
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func model(_ name: String = "tiny.fabrica") throws -> String {
    let path = folder.path(name)
    let result = try runProgram(["model", "import", Self.models + "/Dataset901_Plain", "-o", path])
    try #require(result.exitCode == 0, "\(result.stderr)")
    return path
  }

  private func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: folder.path(name)) }

  @Test(arguments: [[], ["import"], ["show"], ["verify"], ["export"]])
  func everyCommandHasHelpWithExamples(_ command: [String]) throws {
    let result = try runProgram(["model"] + command + ["--help"])
    #expect(result.exitCode == 0 && result.stdout.contains("Examples:\n  fabrica model "))
  }

  @Test func aModelIsImportedShownAndVerified() throws {
    let path = folder.path("tiny.fabrica")
    let imported = try runProgram(["model", "import", Self.models + "/Dataset901_Plain", "-o", path])
    #expect(imported.exitCode == 0 && imported.stderr.isEmpty)
    #expect(imported.stdout == "\(path): 1 member, 3 labels, 0.003 million parameters\n")
    let shown = try runProgram(["model", "show", path])
    #expect(shown.exitCode == 0)
    for text in [
      "spacing        3.000 x 1.500 x 1.500 mm (axes z y x, as stored)",
      "3 channels, 2 convolutions, kernel 3x3x3",
      "channel  label", "Kidney-Left     kidney_left", "something else  (no organ)", "For research use only",
    ] {
      #expect(shown.stdout.contains(text), "\(text)")
    }
    let json = try JSONSerialization.jsonObject(
      with: Data(runProgram(["model", "show", path, "--json"]).stdout.utf8))
    let members = try #require((json as? [String: Any])?["members"] as? [[String: Any]])
    #expect((members.first?["encoders"] as? [String])?.count == 2)
    let verified = try runProgram(["model", "verify", path])
    #expect(verified.exitCode == 0 && verified.stdout.contains("sound: 4 weight files in 1 revision"))
  }

  @Test func aChangedWeightIsFoundOut() throws {
    let path = try model()
    let blobs = path + "/blobs"
    let name = try #require(try FileManager.default.contentsOfDirectory(atPath: blobs).first)
    let file = URL(filePath: blobs + "/" + name)
    var bytes = try Data(contentsOf: file)
    bytes[bytes.count - 1] ^= 1
    try FileManager.default.removeItem(at: file)
    try bytes.write(to: file)
    let result = try runProgram(["model", "verify", path])
    #expect(result.exitCode == 3)
    #expect(result.stdout.contains("1 of 4 weight files are flawed") && result.stdout.contains(name))
  }

  @Test func nothingIsReplacedUnlessSaid() throws {
    let path = try model()
    let again = ["model", "import", Self.models + "/Dataset902_Residual", "-o", path]
    let refused = try runProgram(again)
    #expect(refused.exitCode == 2 && refused.stderr.contains("--force"))
    #expect(try runProgram(["model", "show", path]).stdout.contains("PlainConvUNet"))
    #expect(try runProgram(again + ["--force"]).exitCode == 0)
    #expect(try runProgram(["model", "show", path]).stdout.contains("ResidualEncoderUNet"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["tiny.fabrica"])
    try FileManager.default.createDirectory(
      atPath: folder.path("x.fabrica"), withIntermediateDirectories: true)
    try Data().write(to: URL(filePath: folder.path("x.fabrica/mine.txt")))
    let other = try runProgram(
      ["model", "import", Self.models + "/Dataset901_Plain", "-o", folder.path("x.fabrica"), "--force"])
    #expect(other.exitCode == 2 && exists("x.fabrica/mine.txt"))
  }

  @Test func aNetworkIsExported() throws {
    let path = try model()
    let files = [folder.path("a.onnx"), folder.path("a.safetensors")]
    let arguments = ["model", "export", path, "--fold", "1", "--onnx", files[0], "--safetensors", files[1]]
    let result = try runProgram(arguments)
    #expect(result.exitCode == 0 && result.stdout == files.joined(separator: "\n") + "\n")
    #expect(exists("a.onnx") && exists("a.safetensors"))
    #expect(try runProgram(arguments).exitCode == 2)
    #expect(try runProgram(arguments + ["--force"]).exitCode == 0)
  }

  @Test func badInputIsThreeAndWrongUsageTwo() throws {
    let path = try model()
    let plain = Self.models + "/Dataset901_Plain"
    let out = folder.path("out.fabrica")
    let cases: [(Int32, [String], String)] = [
      (3, ["import", folder.path("absent"), "-o", out], "no such folder"),
      (3, ["import", path, "-o", out], "holds no nnU-Net model"),
      (2, ["import", Self.models, "-o", out], "Dataset901_Plain, Dataset902_Residual"),
      (3, ["import", plain, "-o", out, "--configuration", "2d"], "configurations.2d does not exist"),
      (3, ["import", plain, "-o", out, "--checkpoint", "best"], "checkpoint_final.pth is there"),
      (2, ["import", plain, "-o", out, "--folds", "0,3"], "no fold '3'"),
      (2, ["import", plain, "-o", out, "--folds", "zero"], "--folds"),
      (2, ["import", plain, "-o", out, "--pipeline", "x"], "--pipeline"),
      (2, ["import", plain, "-o", folder.path("out")], ".fabrica"),
      (3, ["show", folder.path("absent.fabrica")], "no model is there"),
      (2, ["export", path], "--onnx"),
      (2, ["export", path, "--onnx", folder.path("o.onnx"), "--fold", "9"], "fold 9"),
      (2, ["export", path, "--onnx", folder.path("o.onnx"), "--member", "no"], "no member is named no"),
    ]
    for (code, arguments, text) in cases {
      let result = try runProgram(["model"] + arguments)
      #expect(result.exitCode == code, "\(arguments): \(result.stderr)")
      #expect(result.stderr.contains(text) && result.stdout.isEmpty, "\(result.stderr)")
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["tiny.fabrica"])
  }
}
