import Foundation
import Networks
import Storage

/// A search on disk between two steps: a safetensors file that appears whole or not at all.
struct SearchCheckpoint {
  private static let version = "1"

  let path: String

  /// What stands beside the arrays.
  private struct Head: Codable {
    let step: Int
    let settings: TrainingSettings
    let choices: SearchChoices
    let first: SearchChoices
    let second: SearchChoices
  }

  func write(_ state: ArchitectureSearch.State, settings: TrainingSettings) throws {
    var table = WeightTable()
    let arrays = zip(
      ["parameters"] + settings.optimiser.moments, [state.training.parameters] + state.training.moments)
    for (prefix, parameters) in arrays {
      var number = 0
      parameters.forEachArray { array in
        table["\(prefix).\(number)"] = WeightTensor(shape: [array.count], values: array)
        number += 1
      }
    }
    let head = Head(
      step: state.training.step, settings: settings, choices: state.choices, first: state.first,
      second: state.second)
    try SafetensorsFile(
      weights: table, metadata: ["format": Self.version, "search": try JSONText.of(head)]
    ).write(to: path)
  }

  /// The state of a search of these settings; nil where there is none yet.
  func read(
    like initial: ArchitectureSearch.State, settings: TrainingSettings
  ) throws -> ArchitectureSearch.State? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let file = try SafetensorsFile.read(path: path)
    guard file.metadata["format"] == Self.version, let text = file.metadata["search"],
      let head = try? JSONDecoder().decode(Head.self, from: Data(text.utf8))
    else { throw TrainingError.otherRun(file: path, field: "format") }
    guard head.settings == settings else { throw TrainingError.otherRun(file: path, field: "settings") }
    var state = initial
    try replace(&state.training.parameters, "parameters", from: file)
    for (place, name) in settings.optimiser.moments.enumerated() {
      try replace(&state.training.moments[place], name, from: file)
    }
    state.training.step = head.step
    (state.choices, state.first, state.second) = (head.choices, head.first, head.second)
    return state
  }

  private func replace(
    _ parameters: inout NetworkParameters, _ prefix: String, from file: SafetensorsFile
  ) throws {
    var number = 0
    try parameters.replaceArrays { old in
      defer { number += 1 }
      guard let array = file.weights["\(prefix).\(number)"]?.values, array.count == old.count else {
        throw TrainingError.otherRun(file: path, field: "network")
      }
      return array
    }
  }
}

extension NetworkParameters {
  /// Puts another array of the same size in the place of each, in the order of `forEachArray`.
  mutating func replaceArrays(_ other: ([Float]) throws -> [Float]) rethrows {
    func replaced(_ layer: LayerParameters) throws -> LayerParameters {
      LayerParameters(
        weights: try other(layer.weights), bias: try other(layer.bias), gamma: try other(layer.gamma),
        beta: try other(layer.beta))
    }
    encoder = try encoder.map { try $0.map(replaced) }
    decoder = try decoder.map { try $0.map(replaced) }
    heads = try heads.map(replaced)
  }
}
