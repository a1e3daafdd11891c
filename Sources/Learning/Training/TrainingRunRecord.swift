import Foundation
import Networks

/// What a run was begun with, `run.json` in its folder: a run goes on only with the same.
struct TrainingRunRecord: Codable, Hashable {
  /// What the reader decided.
  var recipe: TrainingRecipe
  /// The digest of the frozen encoder or of the model that the run begins with.
  var encoder: String?
  /// Names of the classes but the background.
  var classes: [String]
  /// Which cases learn and which validate.
  var split: DataSplit
  /// What each case was when the run began: digests of what is known of them.
  var data: [String]
  /// Bytes that a step may take: the recipe's, or fewer where the budget asks for more steps than that leaves time for.
  var memoryLimit: Int
  /// Grid, intensities, network.
  var plan: TrainingPlan
  /// Steps, decided once: by the recipe, or by the measured speed.
  var steps: Int

  /// The record of a file; nil where there is none.
  /// - Throws: `TrainingError.otherRun` for a file of another format.
  static func read(_ path: String) throws -> TrainingRunRecord? {
    guard let content = FileManager.default.contents(atPath: path) else { return nil }
    guard let record = try? JSONDecoder().decode(TrainingRunRecord.self, from: content) else {
      throw TrainingError.otherRun(file: path, field: "format")
    }
    return record
  }
}
