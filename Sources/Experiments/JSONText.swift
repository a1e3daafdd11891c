import Foundation
import Storage

/// Values as JSON whose bytes follow from the value alone.
enum JSONText {
  /// On one line, keys sorted.
  static func of(_ value: some Encodable) throws -> String { try text(value, [.sortedKeys]) }

  /// For people: indented, keys sorted, a newline at the end.
  static func readable(_ value: some Encodable) throws -> String {
    try text(value, [.sortedKeys, .prettyPrinted]) + "\n"
  }

  /// The SHA-256 of a text.
  static func digest(_ text: String) throws(StorageError) -> String {
    let stream = try SHA256.Stream()
    Array(text.utf8).withUnsafeBytes { stream.update($0) }
    return try stream.finish().description
  }

  private static func text(_ value: some Encodable, _ format: JSONEncoder.OutputFormatting) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = format.union(.withoutEscapingSlashes)
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }
}
