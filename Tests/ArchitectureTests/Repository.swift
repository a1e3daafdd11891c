import Foundation

/// The project's own files as text, for tests that read the house instead of running it.
enum Repository {
  /// The folder that holds Package.swift.
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The text of a file by its path from the root.
  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// Paths from the root of every file under a folder, sorted; what builds leave behind and git's own left out.
  static func files(under folder: String = "") throws -> [String] {
    let start = folder.isEmpty ? root : root.appending(path: folder)
    let rootPath = root.path(percentEncoded: false)
    var found: [String] = []
    guard
      let walk = FileManager.default.enumerator(
        at: start, includingPropertiesForKeys: [.isRegularFileKey])
    else { throw CocoaError(.fileReadNoSuchFile) }
    for case let url as URL in walk {
      let name = url.lastPathComponent
      if name.hasPrefix(".build") || name == ".git" || name == ".swiftpm" || name == "__pycache__" {
        walk.skipDescendants()
        continue
      }
      guard try url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else { continue }
      found.append(String(url.path(percentEncoded: false).dropFirst(rootPath.count)))
    }
    return found.sorted()
  }
}
