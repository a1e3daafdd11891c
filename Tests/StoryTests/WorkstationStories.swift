import Foundation
import Glibc
import Testing

/// A reader at a real terminal: tmux in front, the built program behind it.
@Suite(.serialized) struct WorkstationStories {
  @Test func opensTheSampleAndLeavesTheTerminalAsItWas() throws {
    let pane = try Pane.fabrica([])
    try pane.wait(for: "RESEARCH USE ONLY")
    try pane.wait(for: "Organs ")
    try pane.wait(for: " HU")
    #expect(try pane.isAlternateScreen)
    try pane.press("4")
    try pane.wait(for: "W 2500 L 480")
    try pane.press("/ 'liver' <enter> z")
    try pane.wait(for: "■ liver")
    try pane.press("q")
    #expect(try pane.waitForExit() == 0)
    #expect(try !pane.isAlternateScreen)
  }

  @Test func leavesTheShellWithItsCursorAndItsEcho() throws {
    let pane = try Self.inShell()
    try pane.wait(for: "Axial")
    try pane.press("q")
    try pane.wait(for: "code 0, echo on")
    #expect(try !pane.isAlternateScreen)
    #expect(try pane.isCursorVisible)
  }

  /// The program started by a shell that says afterwards how it ended and whether typing is still seen.
  private static func inShell() throws -> Pane {
    let after = "code=$?; case \"$(stty -a)\" in *' -echo '*) echo off;; *) echo \"code $code, echo on\";; esac; cat"
    return try Pane(["sh", "-c", "'\(Program.path)'; \(after)"])
  }

  @Test func followsTheWindowThroughEverySize() throws {
    let pane = try Pane.fabrica([], columns: 200, rows: 60)
    try pane.wait(for: "Coronal")
    for (columns, rows) in [(80, 24), (30, 5), (1, 1), (300, 90), (2, 40), (120, 40)] {
      try pane.resize(columns: columns, rows: rows)
    }
    try pane.wait(for: "Coronal")
    try pane.wait(for: "RESEARCH USE ONLY")
    try pane.press("q")
    #expect(try pane.waitForExit() == 0)
  }

  @Test func helpAndPaletteComeFromTheOneTable() throws {
    let pane = try Pane.fabrica([])
    try pane.wait(for: "Axial")
    try pane.press("?")
    try pane.wait(for: "Move crosshair")
    try pane.press("<esc> :")
    try pane.wait(for: "Command palette")
    try pane.press("'lung win' <enter>")
    try pane.wait(for: "W 1500 L −600")
    try pane.press("q")
    #expect(try pane.waitForExit() == 0)
  }

  @Test func savesScreenImageAndStatisticsWithoutOverwriting() throws {
    let home = try TemporaryFolder()
    let pane = try Pane.fabrica(["open", "--output", home.path], home: home)
    try pane.wait(for: "Organs ")
    try pane.wait(forNo: "measuring")
    try pane.press("P")
    try pane.wait(for: "fabrica-ct-1.svg")
    try pane.press("P")
    try pane.wait(for: "fabrica-ct-2.svg")
    try pane.press("E")
    try pane.wait(for: ".png")
    try pane.press("O")
    try pane.wait(for: ".json")
    try pane.press("q")
    #expect(try pane.waitForExit() == 0)
    let names = try FileManager.default.contentsOfDirectory(atPath: home.path)
    for ending in ["svg", "ansi", "png", "json", "csv"] {
      #expect(names.contains { $0.hasSuffix(".\(ending)") }, "no .\(ending) among \(names)")
    }
    let svg = try String(contentsOfFile: home.path("fabrica-ct-1.svg"), encoding: .utf8)
    #expect(svg.contains("research use only"))
  }

  @Test func wearsAThemeAsSoonAsItsFileIsSaved() throws {
    let home = try TemporaryFolder()
    let theme = home.path("mine.toml")
    func save(_ color: String) throws {
      let text = """
        inherits = "fabrica-dark"
        [roles]
        notice = { fg = "\(color)" }
        """
      try text.write(toFile: theme, atomically: true, encoding: .utf8)
    }
    try save("#112233")
    let pane = try Pane.fabrica(
      ["open", "--theme", theme], terminal: "tmux-256color", environment: ["COLORTERM": "truecolor"],
      home: home)
    try pane.wait(for: "RESEARCH USE ONLY")
    #expect(try pane.styledScreen.contains("38;2;17;34;51"))
    try save("#445566")
    try pane.wait("the new colour") { try pane.styledScreen.contains("38;2;68;85;102") }
    try pane.press("q")
    #expect(try pane.waitForExit() == 0)
  }

  @Test func aReadersKeysAreUsedAndShown() throws {
    let home = try TemporaryFolder()
    let folder = home.path("configuration/fabrica")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try "[keys]\n\"window.lung\" = [\"Y\"]\n".write(
      toFile: "\(folder)/keys.toml", atomically: true, encoding: .utf8)
    let pane = try Pane.fabrica([], home: home)
    try pane.wait(for: "Axial")
    try pane.press("Y")
    try pane.wait(for: "W 1500 L −600")
    try pane.press("q")
    #expect(try pane.waitForExit() == 0)
  }

  @Test func aDeathOfTheProgramLeavesAUsableTerminal() throws {
    let pane = try Self.inShell()
    try pane.wait(for: "Axial")
    // The newest of the processes is the one that draws; no warning reaches it.
    _ = try ChildProcess.run(
      ["pkill", "-KILL", "-n", "-f", "^\(Program.path)$"], environment: ProcessInfo.processInfo.environment)
    try pane.wait(for: "echo on")
    try pane.wait(for: "ended unexpectedly")
    #expect(try !pane.isAlternateScreen)
    #expect(try pane.isCursorVisible)
  }

  @Test func withoutATerminalSaysWhatToDo() throws {
    let result = try runProgram(["open"])
    #expect(result.exitCode == 2)
    #expect(result.stdout.isEmpty)
    #expect(result.stderr.contains("not a terminal"))
  }

  @Test func aDumbTerminalIsRefusedInOneLine() throws {
    let dumb = try Pane(
      ["env", "TERM=dumb", Program.path, "open"], columns: 80, rows: 24)
    #expect(try dumb.waitForExit() == 2)
    #expect(try dumb.screen.contains("TERM=dumb"))
  }

  @Test func aPictureIsRefusedAsAScanNamingFileAndField() throws {
    let home = try TemporaryFolder()
    let path = home.path("not-a-scan.nii")
    try Data(repeating: 7, count: 400).write(to: URL(filePath: path))
    let result = try runProgram(["open", path, "--dump", home.path("frame.txt")])
    #expect(result.exitCode == 3)
    #expect(result.stderr.contains("not-a-scan.nii"))
    #expect(!FileManager.default.fileExists(atPath: home.path("frame.txt")))
  }

  @Test func framesAreTheSameEveryTime() throws {
    let home = try TemporaryFolder()
    for ending in ["txt", "ansi", "svg"] {
      let frames = try (1...2).map { run in
        let path = home.path("frame-\(run).\(ending)")
        let result = try runProgram([
          "open", "--size", "120x40", "--keys", "3 s <down> z g o", "--dump", path,
        ])
        #expect(result.exitCode == 0)
        return try Data(contentsOf: URL(filePath: path))
      }
      #expect(frames[0] == frames[1] && !frames[0].isEmpty)
    }
  }
}
