import Foundation
import Glibc
import Testing

/// `Scripts/fabrica` and its set-up, played in a copy of the scripts with a Swift, a dpkg and an apt of the test's own.
///
/// The false tools write down how they were called; nothing is installed and nothing is compiled.
@Suite struct ScriptTests {
  /// A repository with one source, and a folder of false tools that comes before everything on the PATH.
  struct House {
    let folder: TemporaryFolder

    init(swift: String? = "Swift version 6.3.1 (swift-6.3.1-RELEASE)") throws {
      folder = try TemporaryFolder()
      try shell(
        #"mkdir -p root/Sources/A tools elsewhere && cp -R "$1" root/Scripts"#, Program.root + "Scripts")
      try write("root/Package.swift", "// package\n")
      try write("root/Sources/A/a.swift", "// source\n")
      if let swift { try fake("swift", Self.falseSwift(version: swift)) }
      // Everything installed, root, and an apt that only takes notes.
      try fake("dpkg-query", #"shift 3; for name; do echo "$name=installed"; done"#)
      try fake("id", "echo 0")
      try fake("apt-get", note("apt-get"))
      try fake("sudo", "exit 1")
    }

    /// A Swift that, told to build, leaves a program that shows its surroundings.
    static func falseSwift(version: String) -> String {
      """
      if [ "$1" = --version ]; then echo "\(version)"; exit; fi
      echo "swift $*" >>"$NOTES"
      echo "compiling"
      mkdir -p "$3/.build/release"
      printf '#!/bin/sh\\necho "root $FABRICA_ROOT"; pwd; for a; do echo "<$a>"; done; exit 5\\n' \\
        >"$3/.build/release/fabrica"
      chmod +x "$3/.build/release/fabrica"
      """
    }

    func note(_ name: String) -> String { #"echo "\#(name) $*" >>"$NOTES""# }

    func write(_ path: String, _ text: String) throws {
      try text.write(toFile: folder.path(path), atomically: false, encoding: .utf8)
    }

    func fake(_ name: String, _ body: String) throws {
      try shell(#"printf '#!/bin/sh\n%s\n' "$2" >"tools/$1" && chmod +x "tools/$1""#, name, body)
    }

    /// Runs a line of shell in the folder.
    ///
    /// Programs are written by children: a file that this process holds open for writing is, for a moment, open in
    /// every child that another test spawns, and cannot be executed then ("text file busy").
    private func shell(_ line: String, _ arguments: String...) throws {
      let result = try ChildProcess.run(
        ["sh", "-ec", #"cd "$0"; "# + line, folder.path] + arguments,
        environment: ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"])
      #expect(result.exitCode == 0, "\(line): \(result.stderr)")
    }

    /// What the false tools were called with so far.
    var notes: [String] {
      let text = (try? String(contentsOfFile: folder.path("notes"), encoding: .utf8)) ?? ""
      return text.split(separator: "\n").map(String.init)
    }

    /// Starts the script from another folder, as a user does who has a scan there.
    func start(_ arguments: [String] = []) throws -> ChildProcess.Result {
      // The real tools that the scripts use, and no Swift of this machine.
      for tool in [
        "bash", "find", "mktemp", "mkdir", "rm", "mv", "readlink", "env", "chmod", "sh", "true",
      ] {
        let link = folder.path("elsewhere/\(tool)")
        let real = ["/usr/bin/", "/bin/"].map { $0 + tool }.first { access($0, X_OK) == 0 }
        if access(link, F_OK) != 0, let real {
          try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: real)
        }
      }
      let environment = [
        "PATH": folder.path("tools") + ":" + folder.path("elsewhere"), "HOME": folder.path,
        "NOTES": folder.path("notes"), "LANG": "C.UTF-8",
      ]
      return try ChildProcess.run(
        [
          "/bin/sh", "-c", #"cd "$0" && shift 0 && exec "$@""#, folder.path("elsewhere"),
          folder.path("root/Scripts/fabrica"),
        ]
          + arguments, environment: environment)
    }

    /// Sets a file's time some seconds into the future or the past.
    func date(_ path: String, secondsFromNow seconds: Double) throws {
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSinceNow: seconds)], ofItemAtPath: folder.path(path))
    }
  }

  @Test func firstStartBuildsAndHandsOverArgumentsFolderAndExitCode() throws {
    let house = try House()
    let result = try house.start(["open", "a b.nii.gz", "", "--keys", "'x y'"])
    #expect(result.exitCode == 5)
    #expect(
      result.stdout == """
        root \(house.folder.path("root"))
        \(house.folder.path("elsewhere"))
        <open>
        <a b.nii.gz>
        <>
        <--keys>
        <'x y'>

        """)
    #expect(result.stderr.contains("compiling"))
    #expect(
      house.notes == ["swift build --package-path \(house.folder.path("root")) -c release --product fabrica"])
  }

  @Test func laterStartsDoNoSetUpWork() throws {
    let house = try House()
    _ = try house.start()
    for tool in ["swift", "dpkg-query", "apt-get", "id"] { try house.fake(tool, house.note(tool)) }
    let before = house.notes
    let again = try house.start()
    #expect(again.exitCode == 5)
    #expect(again.stderr == "")
    #expect(house.notes == before)
  }

  @Test(arguments: ["root/Sources/A/a.swift", "root/Package.swift", "root/Sources/A"])
  func newerSourceIsBuiltAgain(path: String) throws {
    let house = try House()
    _ = try house.start()
    // A folder is newer when a file in it was added or removed.
    try house.date(path, secondsFromNow: 5)
    _ = try house.start()
    #expect(house.notes.count == 2)
    try house.date(path, secondsFromNow: -5)
    _ = try house.start()
    #expect(house.notes.count == 2)
  }

  @Test func failedBuildIsToldAndTriedAgain() throws {
    let house = try House()
    try house.fake(
      "swift", #"if [ "$1" = --version ]; then echo "Swift version 6.1"; exit; fi; echo wrong; exit 1"#)
    let failed = try house.start()
    #expect(failed.exitCode == 1)
    #expect(failed.stdout == "")
    #expect(failed.stderr.contains("wrong") && failed.stderr.contains("the build failed"))
    try house.fake("swift", House.falseSwift(version: "Swift version 6.1"))
    #expect(try house.start().exitCode == 5)
    let left = try FileManager.default.contentsOfDirectory(atPath: house.folder.path("root/.build"))
    #expect(left.sorted() == ["fabrica.stamp", "release"])
  }

  @Test(arguments: [
    (nil, "was not found"), ("Swift version 5.10 (swift-5.10-RELEASE)", "this machine has 5.10"),
    ("Swift version 6.0.3 (swift-6.0.3-RELEASE)", "this machine has 6.0"),
    ("python-swiftclient 4.1.0", "was not found"),
  ])
  func missingOrOldSwiftIsOneMessage(version: String?, message: String) throws {
    let house = try House(swift: version)
    let result = try house.start()
    #expect(result.exitCode == 4)
    #expect(result.stdout == "")
    #expect(result.stderr.contains("Swift 6.1 or later is needed") && result.stderr.contains(message))
    #expect(result.stderr.split(separator: "\n").count == 1)
  }

  @Test func rootInstallsWhatIsMissingAndNothingElse() throws {
    let house = try House()
    try house.fake(
      "dpkg-query",
      #"shift 3; for n; do case $n in libpng*|libnifti*) ;; *) echo "$n=installed";; esac; done; exit 1"#)
    let result = try house.start()
    #expect(result.exitCode == 5)
    #expect(result.stderr.contains("missing: libnifti-dev libpng-dev\n"))
    let calls = house.notes.filter { $0.hasPrefix("apt-get") }
    #expect(calls.count == 2 && calls[0].hasSuffix(" update"))
    #expect(calls.last?.hasSuffix("install -y --no-install-recommends libnifti-dev libpng-dev") == true)
  }

  @Test func withoutRootOrSudoItPrintsTheOneLineToRun() throws {
    let house = try House()
    try house.fake("dpkg-query", "exit 1")
    try house.fake("id", "echo 1000")
    let result = try house.start()
    #expect(result.exitCode == 4)
    #expect(result.stderr.contains("apt-get update && apt-get install -y"))
    #expect(result.stderr.contains("libncurses-dev") && !result.stderr.contains("tmux"))
    #expect(house.notes.isEmpty)
  }

  @Test func sudoIsUsedWhereItAsksNothing() throws {
    let house = try House()
    try house.fake("dpkg-query", "exit 1")
    try house.fake("id", "echo 1000")
    try house.fake("sudo", #"[ "$1" = -n ] && shift; echo "sudo $*" >>"$NOTES"; exec "$@""#)
    _ = try house.start()
    #expect(house.notes.contains { $0.hasPrefix("sudo env DEBIAN_FRONTEND=noninteractive apt-get") })
    #expect(house.notes.contains { $0.hasPrefix("apt-get") && $0.contains("install") })
  }

  @Test func failedInstallationSaysWhatToRun() throws {
    let house = try House()
    try house.fake("dpkg-query", "exit 1")
    try house.fake("apt-get", "exit 100")
    let result = try house.start()
    #expect(result.exitCode == 4)
    #expect(result.stderr.contains("could not install them. As root, run:"))
  }
}
