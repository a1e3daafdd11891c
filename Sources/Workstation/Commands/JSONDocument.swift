import Foundation

/// Reports as one JSON document: keys in order, indented, ASCII only.
public enum JSONDocument {
  /// Encodes a report. Everything beyond ASCII becomes `\uXXXX`, so that no name can reach a terminal as a control
  /// and no locale can spoil it; numbers that are not finite are left out by the reports themselves.
  public static func encode(_ report: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let text = String(decoding: try encoder.encode(report), as: UTF8.self)
    guard text.utf8.contains(where: { $0 >= 0x7F }) else { return text }
    var plain = ""
    for scalar in text.unicodeScalars {
      if scalar.value < 0x7F {
        plain.unicodeScalars.append(scalar)
      } else {
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16)
          plain += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      }
    }
    return plain
  }
}
