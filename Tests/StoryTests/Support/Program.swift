import Foundation

/// Where the things under test lie.
enum Program {
  /// The repository's root.
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path(percentEncoded: false)

  /// The program as the test build made it, next to the test bundle.
  static let path = Bundle.main.bundleURL.appending(path: "fabrica").path(percentEncoded: false)

  /// The environment of a story: nothing of the machine's own but the PATH and where libraries are found; state and
  /// configuration in a folder of the test.
  static func environment(home: TemporaryFolder, adding more: [String: String] = [:]) -> [String: String] {
    let own = ProcessInfo.processInfo.environment
    var environment = [
      "PATH": own["PATH"] ?? "/usr/bin:/bin",
      "HOME": home.path,
      "SHELL": "/bin/sh",
      "LANG": "C.UTF-8",
      "TERM": "dumb",
      "FABRICA_ROOT": root,
      "FABRICA_HOME": home.path("state"),
      "XDG_CONFIG_HOME": home.path("configuration"),
      "XDG_DATA_HOME": home.path("data"),
    ]
    environment["LD_LIBRARY_PATH"] = own["LD_LIBRARY_PATH"]
    return environment.merging(more) { $1 }
  }
}

/// Runs `fabrica` with arguments, as a script would, and waits for its end.
/// - Parameters:
///   - environment: variables to add to the story's own.
///   - home: holds state and configuration; a new one when none is given.
func runProgram(
  _ arguments: [String], environment: [String: String] = [:], input: String = "",
  home: TemporaryFolder? = nil,
  deadline: Duration = .seconds(60)
) throws -> ChildProcess.Result {
  let home = try home ?? TemporaryFolder()
  return try withExtendedLifetime(home) {
    try ChildProcess.run(
      [Program.path] + arguments, environment: Program.environment(home: home, adding: environment),
      input: input, deadline: deadline)
  }
}
