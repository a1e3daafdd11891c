import Foundation

/// Values as JSON whose bytes follow from the value alone.
public enum JSONText {
  /// On one line, keys sorted.
  public static func of(_ value: some Encodable) throws -> String { try text(value, [.sortedKeys]) }

  /// For people: indented, keys sorted, a newline at the end.
  public static func readable(_ value: some Encodable) throws -> String {
    try text(value, [.sortedKeys, .prettyPrinted]) + "\n"
  }

  private static func text(_ value: some Encodable, _ format: JSONEncoder.OutputFormatting) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = format.union(.withoutEscapingSlashes)
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }
}
