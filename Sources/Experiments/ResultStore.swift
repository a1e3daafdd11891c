import Foundation
import Storage

/// Results of parts, a file each, with the digest of what it was made by.
///
/// A file appears whole or not at all, so a part that has one was finished.
struct ResultStore {
  /// The folder; it is made when something is kept.
  let folder: String

  private struct Entry<Result: Codable>: Codable {
    let recipe: String
    let result: Result
  }

  private struct Stamp: Codable { let recipe: String }

  private func path(_ name: String) -> String { "\(folder)/\(name).json" }

  /// Whether there is a result.
  /// - Throws: `ExperimentError.otherRecipe` when it was made by another recipe.
  func has(_ name: String, digest: String) throws(ExperimentError) -> Bool {
    guard let content = FileManager.default.contents(atPath: path(name)) else { return false }
    guard let stamp = try? JSONDecoder().decode(Stamp.self, from: content), stamp.recipe == digest else {
      throw .otherRecipe(file: path(name))
    }
    return true
  }

  /// A result that is there.
  /// - Throws: `ExperimentError` when it is not, or was made by another recipe.
  func read<Result: Codable>(_ name: String, as type: Result.Type, digest: String) throws(ExperimentError)
    -> Result
  {
    guard let content = FileManager.default.contents(atPath: path(name)) else {
      throw .missing(file: path(name))
    }
    guard let entry = try? JSONDecoder().decode(Entry<Result>.self, from: content), entry.recipe == digest
    else { throw .otherRecipe(file: path(name)) }
    return entry.result
  }

  /// Keeps a result.
  func write(_ result: some Codable, as name: String, digest: String) throws {
    try AtomicFiles.write(Entry(recipe: digest, result: result), to: path(name))
  }
}
