import Foundation
import Networks
import Storage

/// A run on disk between two steps: a safetensors file that appears whole or not at all.
///
/// Arrays are exact, so a run that goes on from it takes the very steps it would have taken.
public struct TrainingCheckpoint {
  /// The file's name in the folder of a run.
  public static let name = "checkpoint.safetensors"
  private static let version = "1"

  /// Writes the state of a run.
  /// - Throws: `SafetensorsError`, also for values that are not finite.
  public static func write(
    _ state: TrainingState, of network: TrainingNetwork, settings: TrainingSettings, to path: String
  ) throws {
    var all = WeightTable()
    all.graft(network.table(of: state.parameters), as: "parameters")
    for (name, moment) in zip(settings.optimiser.moments, state.moments) {
      all.graft(network.table(of: moment), as: name)
    }
    if let average = state.average { all.graft(network.table(of: average), as: "average") }
    let metadata = [
      "format": version, "step": "\(state.step)", "settings": try JSONText.of(settings),
      "architecture": try JSONText.of(network.architecture), "learnsEncoder": "\(network.learnsEncoder)",
    ]
    try SafetensorsFile(weights: all, metadata: metadata).write(to: path)
  }

  /// The state of a run of this network and these settings.
  /// - Throws: `SafetensorsError`, `NetworkError`, or `TrainingError.otherRun` when it belongs to another.
  public static func read(
    _ path: String, of network: TrainingNetwork, settings: TrainingSettings
  ) throws -> TrainingState {
    let file = try SafetensorsFile.read(path: path)
    guard file.metadata["format"] == version, let step = file.metadata["step"].flatMap(Int.init) else {
      throw TrainingError.otherRun(file: path, field: "format")
    }
    for (field, own) in [
      ("settings", try JSONText.of(settings)), ("architecture", try JSONText.of(network.architecture)),
      ("learnsEncoder", "\(network.learnsEncoder)"),
    ] where file.metadata[field] != own {
      throw TrainingError.otherRun(file: path, field: field)
    }
    func part(_ prefix: String) throws -> NetworkParameters {
      try TrainingNetwork(network.architecture, weights: file.weights.branch(prefix)).parameters
    }
    var state = TrainingState(of: try part("parameters"), settings)
    state.step = step
    state.moments = try settings.optimiser.moments.map(part)
    if settings.averaging != nil { state.average = try part("average") }
    return state
  }
}
