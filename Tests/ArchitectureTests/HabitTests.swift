import Foundation
import Testing

/// Habits of the house that a compiler does not see.
@Suite struct HabitTests {
  @Test func filesStayShort() throws {
    let sources = try Repository.files(under: "Sources")
    for path in sources where path.hasSuffix(".swift") || path.hasSuffix(".c") || path.hasSuffix(".h") {
      let lines = try Repository.text(path).split(separator: "\n", omittingEmptySubsequences: false).count
      #expect(lines <= 451, "\(path) has \(lines - 1) lines; 450 is where a file has more than one subject")
    }
  }

  @Test func noRoomIsEmpty() throws {
    let table = try RoomTable(architecture: Repository.text("ARCHITECTURE.md"))
    for room in table.doors.keys {
      #expect(try !Repository.files(under: "Sources/\(room)").isEmpty, "Sources/\(room) is empty")
    }
  }

  /// Pieces are joined here so that this file does not hold what it looks for.
  static let foreignText: [String] =
    ["work", "root", "home", "farm", "Users"].map { #"(^|[^\w.$}~-])/"# + $0 + "/" }
    + [
      ["pypi", "org"], ["pythonhosted", "org"], ["npmjs", "org"], ["crates", "io"], ["debian", "org"],
      ["docker", "io"], ["ghcr", "io"], ["golang", "org"], ["anaconda", "org"], ["rubygems", "org"],
    ].map { #"\b"# + $0.joined(separator: #"\."#) + #"\b"# }

  @Test func noPathOfAMachineAndNoRegistryInAnyFile() throws {
    let patterns = try Self.foreignText.map { try NSRegularExpression(pattern: $0) }
    let textual: Set = ["swift", "c", "h", "md", "txt", "toml", "json", "sh", "py", "modulemap", ""]
    for path in try Repository.files() {
      guard textual.contains(URL(filePath: path).pathExtension), let text = try? Repository.text(path) else {
        continue
      }
      for (number, line) in text.components(separatedBy: "\n").enumerated() {
        let whole = NSRange(line.startIndex..., in: line)
        for pattern in patterns {
          #expect(
            pattern.firstMatch(in: line, range: whole) == nil, "\(path):\(number + 1): \(line)")
        }
      }
    }
  }

  @Test func whatHasAShebangCanBeRunAndNothingElse() throws {
    let scripts = try Repository.files(under: "Scripts") + Repository.files(under: ".ci")
    #expect(
      scripts.contains("Scripts/fabrica") && scripts.contains("Scripts/test") && scripts.contains(".ci/run"))
    for path in scripts {
      let isScript = try Repository.text(path).hasPrefix("#!")
      let file = Repository.root.appending(path: path).path(percentEncoded: false)
      #expect(FileManager.default.isExecutableFile(atPath: file) == isScript, "\(path)")
    }
  }

  @Test func readmeSaysWhatItIsNotForAndHowToStart() throws {
    let readme = try Repository.text("README.md")
    #expect(readme.contains("Research use only"))
    #expect(readme.contains("Scripts/fabrica") && readme.contains("Scripts/test"))
  }

  @Test func linksBetweenDocumentsLeadSomewhere() throws {
    for path in try Repository.files() where path.hasSuffix(".md") {
      let folder = Repository.root.appending(path: path).deletingLastPathComponent()
      for link in try Repository.text(path).matches(of: /\]\(([^)#\s]+)[^)]*\)/) {
        let target = String(link.1)
        if target.contains("://") { continue }
        let file = folder.appending(path: target).path(percentEncoded: false)
        #expect(FileManager.default.fileExists(atPath: file), "\(path) links to \(target)")
      }
    }
  }

  @Test func everyLinkedLibraryHasItsPackage() throws {
    let packages = try Repository.text("Scripts/packages.txt")
    let package = [
      "ncursesw": "libncurses-dev", "tinfo": "libncurses-dev", "nifti2": "libnifti-dev",
      "znz": "libnifti-dev",
      "z": "zlib1g-dev", "deflate": "libdeflate-dev", "isal": "libisal-dev", "png": "libpng-dev",
      "crypto": "libssl-dev",
    ]
    for library in try Repository.text("Package.swift").matches(of: /linkedLibrary\("(\w+)"\)/) {
      let name = String(library.1)
      if name == "m" { continue }
      let needed = try #require(package[name], "say here which Debian package holds lib\(name)")
      #expect(packages.contains("\n\(needed) "), "Scripts/packages.txt lacks \(needed)")
    }
  }
}
