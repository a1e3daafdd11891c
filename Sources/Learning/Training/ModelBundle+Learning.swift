import Foundation
import Networks

extension ModelBundle {
  /// A model and its only member, which has one fold: what a decoder can be added to and a network be taken from.
  /// - Throws: `ModelError`, `TrainingError.severalFolds`.
  static func ofOneEncoder(_ path: String) throws -> (ModelBundle, ModelManifest.Member) {
    let bundle = try ModelBundle.open(path)
    guard let member = bundle.manifest.members.first, bundle.manifest.members.count == 1,
      member.encoders.count == 1
    else { throw TrainingError.severalFolds(model: path) }
    return (bundle, member)
  }

  /// Refuses a place where something is.
  static func checkFree(_ path: String) throws {
    guard !FileManager.default.fileExists(atPath: path) else { throw ModelError(path, .exists) }
  }
}
