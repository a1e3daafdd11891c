import Foundation
import Networks
import Testing

/// A model's description in Fixtures/plans, made by Scripts/make-import-fixtures with the real nnunetv2.
struct PlanFixture {
  static let names = ["plain", "residual", "anisotropic", "inherited", "past", "past_residual", "scalars"]

  /// What the peer built from the plans.
  struct Peer: Decodable {
    let configuration: String
    let classes: Int
    let weights: [String: [Int]]
  }

  let folder: URL

  init(_ name: String) throws {
    folder = try #require(
      Bundle.module.url(forResource: "Fixtures/plans/\(name)", withExtension: nil), "no fixture \(name)")
  }

  func peer() throws -> Peer {
    try JSONDecoder().decode(Peer.self, from: Data(contentsOf: folder.appending(path: "weights.json")))
  }

  func plan(_ usage: NNUNetPlans.Usage = .init(pipeline: .nnUNet)) throws -> Plan {
    try NNUNetPlans.read(folder.appending(path: "plans.json").path).plan(
      configuration: peer().configuration,
      dataset: NNUNetDataset.read(folder.appending(path: "dataset.json").path), usage: usage)
  }

  func text(_ file: String) throws -> String {
    try String(contentsOf: folder.appending(path: file), encoding: .utf8)
  }
}

/// A folder that goes away with the test.
final class Scratch {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "networks-tests-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    let url = URL(filePath: path).appending(path: name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
    return url.path
  }
}
