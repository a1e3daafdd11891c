import Foundation
import Glibc

/// A folder of its own for one test, removed with everything in it when the last user lets it go.
final class TemporaryFolder: Sendable {
  /// Its absolute path.
  let path: String

  init() throws {
    // Links resolved, so that a program's own idea of the folder is the same text.
    let parent = URL(filePath: NSTemporaryDirectory()).resolvingSymlinksInPath().path(percentEncoded: false)
    var template = Array((parent + (parent.hasSuffix("/") ? "" : "/") + "fabrica-test-XXXXXX").utf8CString)
    guard let made = mkdtemp(&template) else { throw CocoaError(.fileWriteUnknown) }
    path = String(cString: made)
  }

  /// The path of something inside.
  func path(_ name: String) -> String { path + "/" + name }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
