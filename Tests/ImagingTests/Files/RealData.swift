import Foundation

/// The real scans beside the repository, where there are any.
enum RealData {
  /// `../shared/data`, seen from the repository's root.
  static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared/data").path
  /// Whether a clone has them.
  static let isPresent = FileManager.default.fileExists(atPath: folder + "/README.md")

  static func path(_ name: String) -> String { folder + "/" + name }
}
