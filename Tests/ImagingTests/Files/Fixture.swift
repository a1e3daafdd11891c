import Foundation
import Testing

@testable import Imaging

/// The files of Fixtures/nifti and what nibabel reads from them.
enum Fixture {
  struct Expected: Decodable, Sendable, CustomTestStringConvertible {
    let file: String
    let scalar: String
    let shape: [Int]
    let affine: [Double]
    let values: [Double]
    let sum: Double
    var testDescription: String { file }
  }

  static func path(_ name: String) -> String {
    Bundle.module.resourceURL?.appending(path: "Fixtures/nifti/" + name).path ?? name
  }

  static let all: [Expected] = {
    guard let data = FileManager.default.contents(atPath: path("expected.json")) else { return [] }
    return (try? JSONDecoder().decode([Expected].self, from: data)) ?? []
  }()

  static func bytes(_ name: String) -> [UInt8] {
    FileManager.default.contents(atPath: path(name)).map(Array.init) ?? []
  }
}

/// A folder that goes away with the test.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appending(path: "fabrica-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file and returns its path.
  func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    let file = path + "/" + name
    try Data(bytes).write(to: URL(filePath: file))
    return file
  }

  func write(_ name: String, _ text: String) throws -> String { try write(name, Array(text.utf8)) }

  /// The names of the files in it.
  var contents: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
  }
}

extension VoxelBuffer {
  /// Every voxel, in storage order.
  var all: [Float] { (0..<count).map { self[$0] } }
}

extension Affine {
  /// Three rows of four, as NIfTI writes them.
  var rows: [Double] {
    (0..<3).flatMap { [columnX[$0], columnY[$0], columnZ[$0], origin[$0]] }
  }
}

/// Whether two lists of numbers are equal to a relative tolerance.
func isClose(_ a: [Double], _ b: [Double], _ tolerance: Double) -> Bool {
  a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) <= tolerance * max(1, abs($1)) }
}
