import Foundation
import Imaging
import Testing

/// What a script relies on: codes, streams, JSON and refusals, of the built program.
@Suite struct CommandStories {
  @Test func theProgramSaysWhatItIs() throws {
    let result = try runProgram(["--version"])
    #expect(result.exitCode == 0 && result.stderr.isEmpty)
    #expect(result.stdout.contains(/^fabrica \d+\.\d+\.\d+\n/))
    #expect(result.stdout.contains("Research use only. Not a medical device."))
  }

  @Test(arguments: [
    "", "open", "info", "stats", "compare", "convert", "snapshot", "themes", "actions", "doctor",
  ])
  func everyCommandHasHelpWithExamples(_ command: String) throws {
    let result = try runProgram((command.isEmpty ? [] : [command]) + ["--help"])
    #expect(result.exitCode == 0 && result.stderr.isEmpty)
    #expect(result.stdout.contains("Examples:\n  fabrica "))
    #expect(!result.stdout.contains("\u{1B}"))
  }

  @Test(arguments: [
    ["info"], ["info", "--frob", "x"], ["stats"], ["no-such-command"],
    ["compare", "a", "b", "--tolerance", "x"],
    ["compare", "a", "b", "--tolerance=-1"], ["convert", "a.nii", "b.nii", "--orientation", "XYZ"],
    ["convert", "a.nii", "b.txt"], ["snapshot", "a.nii"], ["snapshot", "a.nii", "-o", "b.jpg"],
    ["snapshot", "a.nii", "-o", "b.png", "--plane", "oblique"], ["themes", "--show", "no-such-theme"],
    ["stats", "a.nii", "--labels", "b.nii", "--csv", "--json"],
  ])
  func wrongUsageIsTwo(_ arguments: [String]) throws {
    let result = try runProgram(arguments)
    #expect(result.exitCode == 2, "\(result.stderr)")
    #expect(result.stdout.isEmpty && !result.stderr.isEmpty)
  }

  @Test func badInputIsThreeWithOneLineThatNamesFileAndField() throws {
    let files = try StoryFiles()
    let bad = files.folder.path("bad.nii.gz")
    let whole = try #require(FileManager.default.contents(atPath: files.scan))
    try whole.dropLast(9).write(to: URL(filePath: bad))
    let absent = files.folder.path("absent.nii")
    for arguments in [
      ["info", bad], ["stats", bad, "--labels", files.labels], ["compare", files.labels, bad],
      ["convert", bad, files.folder.path("out.nii")], ["snapshot", bad, "-o", files.folder.path("out.png")],
      ["info", absent], ["stats", "--labels", absent],
    ] {
      let result = try runProgram(arguments)
      #expect(result.exitCode == 3, "\(arguments): \(result.stderr)")
      #expect(result.stdout.isEmpty)
      let lines = result.stderr.split(separator: "\n")
      #expect(lines.count == 1, "\(lines)")
      #expect(result.stderr.hasPrefix("fabrica: \(arguments.contains(bad) ? bad : absent): "))
    }
    #expect(!FileManager.default.fileExists(atPath: files.folder.path("out.nii")))
    #expect(!FileManager.default.fileExists(atPath: files.folder.path("out.png")))
  }

  @Test func oneBadFileDoesNotHideTheOthers() throws {
    let files = try StoryFiles()
    let result = try runProgram(["info", files.folder.path("absent.nii"), files.scan, "--json"])
    #expect(result.exitCode == 3)
    let document = try json(result.stdout)
    #expect((document["files"] as? [Any])?.count == 1 && (document["failures"] as? [Any])?.count == 1)
  }

  @Test func jsonIsOneDocumentAndNothingElse() throws {
    let files = try StoryFiles()
    for arguments in [
      ["info", files.scan, files.labels], ["stats", files.scan, "--labels", files.labels],
      ["compare", files.labels, files.labels], ["convert", files.scan, files.folder.path("c.nii")],
      ["snapshot", files.scan, "-o", files.folder.path("s.png")], ["themes"], ["themes", "--show", "mono"],
      ["actions"], ["doctor"],
    ] {
      let result = try runProgram(arguments + ["--json"])
      #expect(result.exitCode == 0, "\(arguments): \(result.stderr)")
      #expect(try !json(result.stdout).isEmpty, "\(arguments)")
      #expect(result.stdout.utf8.allSatisfy { $0 < 0x7F }, "\(arguments)")
    }
  }

  @Test func nothingThatExistsIsWrittenOverUnasked() throws {
    let files = try StoryFiles()
    let old = Data("old".utf8)
    for (name, arguments) in [
      ("out.png", ["snapshot", files.scan, "-o"]), ("out.nii.gz", ["convert", files.scan]),
      ("out.ctbl", ["convert", files.labels]),
    ] {
      let path = files.folder.path(name)
      try old.write(to: URL(filePath: path))
      let target = name == "out.ctbl" ? files.folder.path("out.nii") : path
      let refused = try runProgram(arguments + [target])
      #expect(refused.exitCode == 2 && refused.stderr.contains("\(name) exists; --force writes over it"))
      #expect(FileManager.default.contents(atPath: path) == old)
      let forced = try runProgram(arguments + [target, "--force"])
      #expect(forced.exitCode == 0, "\(forced.stderr)")
      #expect(FileManager.default.contents(atPath: path) != old)
    }
  }

  /// A name inside a file must reach neither the terminal nor a script as an escape sequence.
  @Test func namesFromFilesAreShownSafely() throws {
    let files = try StoryFiles()
    let names = files.folder.path("names.json")
    try #"{"labels": {"background": 0, "evil\u001b]52;c;ZWNobw==\u0007\u009b31m\u202e": 1}}"#
      .write(toFile: names, atomically: false, encoding: .utf8)
    for arguments in [
      ["info", files.labels, "--names", names], ["stats", "--labels", files.labels, "--names", names],
      ["stats", "--labels", files.labels, "--names", names, "--csv"],
      ["stats", "--labels", files.labels, "--names", names, "--json"],
    ] {
      let result = try runProgram(arguments)
      #expect(result.exitCode == 0 && result.stdout.contains("evil"), "\(result.stderr)")
      for scalar in result.stdout.unicodeScalars where scalar != "\n" {
        let category = scalar.properties.generalCategory
        #expect(
          category != .control && category != .format, "\(arguments): U+\(String(scalar.value, radix: 16))")
      }
    }
  }

  @Test func aReaderThatHasSeenEnoughEndsTheProgramQuietly() throws {
    let result = try shell("\"$0\" actions --json | head -c 10")
    #expect(result.exitCode == 0 && result.stderr.isEmpty && result.stdout.utf8.count == 10)
  }

  @Test func aFullDiskIsNoSuccess() throws {
    let result = try shell("\"$0\" actions > /dev/full")
    #expect(result.exitCode == 4 && result.stderr.contains("standard output cannot be written"))
  }

  @Test func csvCanBeReadByLine() throws {
    let files = try StoryFiles()
    let result = try runProgram(["stats", files.scan, "--labels", files.labels, "--csv"])
    let lines = result.stdout.split(separator: "\n")
    #expect(lines.count == 2 && lines[1].hasPrefix("1,liver,liver,"))
  }

  @Test func aMinusSignIsOneThatOtherProgramsRead() throws {
    let files = try StoryFiles()
    let result = try runProgram(["info", files.scan])
    #expect(result.stdout.contains("-1000 to 60") && !result.stdout.contains("−"))
  }

  @Test func theDoctorFailsOnlyWhenWorkIsPrevented() throws {
    let home = try TemporaryFolder()
    #expect(try runProgram(["doctor"], home: home).exitCode == 0)
    let file = home.path("file")
    try "".write(toFile: file, atomically: false, encoding: .utf8)
    let result = try runProgram(["doctor"], environment: ["FABRICA_HOME": file], home: home)
    #expect(result.exitCode == 1 && result.stdout.contains("failure: "))
  }

  private func json(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  /// Runs a line of shell with the program as `$0`.
  private func shell(_ line: String) throws -> ChildProcess.Result {
    let home = try TemporaryFolder()
    return try withExtendedLifetime(home) {
      try ChildProcess.run(["sh", "-c", line, Program.path], environment: Program.environment(home: home))
    }
  }
}
