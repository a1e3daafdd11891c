import Foundation
import Networks
import Tensors
import Testing

@testable import Learning

/// Ten training steps of a small network as PyTorch takes them, from a file of Scripts/make-training-fixtures.
struct GoldenTraining: CustomTestStringConvertible {
  let name: String
  let architecture: UNetArchitecture
  let rate: Double
  let limit: Double
  private let table: WeightTable

  var testDescription: String { name }

  static let steps = 10
  static let all = ["plain", "residual"]

  init(_ name: String) throws {
    let url = try #require(Bundle.module.url(forResource: "Fixtures/\(name)", withExtension: "safetensors"))
    let file = try SafetensorsFile.read(path: url.path(percentEncoded: false))
    self.name = name
    let json = try #require(file.metadata["architecture"])
    architecture = try JSONDecoder().decode(UNetArchitecture.self, from: Data(json.utf8))
    rate = try #require(file.metadata["rate"].flatMap(Double.init))
    limit = try #require(file.metadata["limit"].flatMap(Double.init))
    table = file.weights
  }

  /// Arrays whose names begin with `prefix`, without it.
  func part(_ prefix: String) -> WeightTable {
    var result = WeightTable()
    for name in table.names where name.hasPrefix(prefix) {
      result[String(name.dropFirst(prefix.count))] = table[name]
    }
    return result
  }

  func network() throws -> TrainingNetwork {
    try TrainingNetwork(architecture, weights: part("before."))
  }

  /// Parameters of the form of a network's out of a table of arrays by name.
  func parameters(_ prefix: String) throws -> NetworkParameters {
    try TrainingNetwork(architecture, weights: part(prefix)).parameters
  }

  func image(_ step: Int) throws -> (values: [Float], shape: Shape) {
    let tensor = try #require(table["step\(step).image"])
    let e = tensor.shape
    return (tensor.values, Shape(batch: e[0], channels: e[1], Axes(e[2], e[3], e[4])))
  }

  func labels(_ step: Int) throws -> [UInt16] {
    try #require(table["step\(step).labels"]).values.map { UInt16($0) }
  }

  func losses() throws -> [Float] { try #require(table["losses"]).values }
  func norms() throws -> [Float] { try #require(table["norms"]).values }
}

/// How far two sets of arrays are apart: the norm of the difference over the norm of the second.
func distance(_ a: NetworkParameters, _ b: NetworkParameters) -> Double {
  func arrays(_ p: NetworkParameters) -> [[Float]] {
    var all: [[Float]] = []
    p.forEachArray { all.append($0) }
    return all
  }
  var (difference, norm) = (0.0, 0.0)
  for (x, y) in zip(arrays(a), arrays(b)) {
    if x.count != y.count { return .infinity }
    for (x, y) in zip(x, y) {
      difference += Double(x - y) * Double(x - y)
      norm += Double(y) * Double(y)
    }
  }
  return (difference / max(norm, 1e-30)).squareRoot()
}
