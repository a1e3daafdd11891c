import Foundation
import Testing

/// Values and gradients of an operator as PyTorch computed them, from the file of Scripts/make-operator-fixtures.
struct GoldenValues {
  var inputs: [[Float]]
  var output: [Float]
  var gradient: [Float]
  var gradients: [[Float]]

  enum Failure: Error, Equatable {
    /// Not a fixture of this version; remake it with Scripts/make-operator-fixtures.
    case wrongMagic(String)
    case truncated
  }

  private static let magic = "FABOPS01"

  static func load() throws -> [String: GoldenValues] {
    let url = try #require(Bundle.module.url(forResource: "Fixtures/operators", withExtension: "bin"))
    var reader = Reader(bytes: [UInt8](try Data(contentsOf: url)))
    let found = try reader.text(8)
    guard found == magic else { throw Failure.wrongMagic(found) }
    var result: [String: GoldenValues] = [:]
    for _ in 0..<(try reader.count()) {
      let name = try reader.text(try reader.count())
      let inputs = try (0..<(try reader.count())).map { _ in try reader.floats() }
      let output = try reader.floats(), gradient = try reader.floats()
      let gradients = try inputs.indices.map { _ in try reader.floats() }
      result[name] = GoldenValues(inputs: inputs, output: output, gradient: gradient, gradients: gradients)
    }
    return result
  }

  /// Little-endian 32-bit counts, texts and arrays one after the other.
  private struct Reader {
    let bytes: [UInt8]
    var at = 0

    mutating func take(_ count: Int) throws -> ArraySlice<UInt8> {
      guard count >= 0, at + count <= bytes.count else { throw Failure.truncated }
      defer { at += count }
      return bytes[at..<(at + count)]
    }

    mutating func count() throws -> Int {
      try take(4).reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    mutating func text(_ count: Int) throws -> String { String(decoding: try take(count), as: UTF8.self) }

    mutating func floats() throws -> [Float] {
      let count = try count(), raw = Array(try take(count * 4))
      return raw.withUnsafeBytes { buffer in
        (0..<count).map { buffer.loadUnaligned(fromByteOffset: $0 * 4, as: Float.self) }
      }
    }
  }
}

extension OperatorCase {
  /// The name without the method: PyTorch knows one way only.
  var goldenName: String {
    for method in ["tapped", "winograd2", "winograd4", "winogradFlat"] where name.hasSuffix(", \(method)") {
      return String(name.dropLast(method.count + 2))
    }
    return name
  }
}
