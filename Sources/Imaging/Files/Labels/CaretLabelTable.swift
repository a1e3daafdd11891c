import Anatomy

/// The label table that TotalSegmentator puts into a header extension, in Caret's XML.
///
/// Only `<Label Key="5" ...>name</Label>` inside `<LabelTable>` is looked at, with CDATA and the predefined and
/// numeric entities; a document type and whatever it declares are ignored, so nothing can expand or be fetched.
/// The colours repeat after twelve labels and are ignored.
enum CaretLabelTable: LabelNamesFormat {
  static let title = "Caret label table"

  static func recognises(_ text: String) -> Bool { text.contains("<CaretExtension") }

  static func parse(_ text: String) throws(LabelNamesProblem) -> [LabelName] {
    guard let open = text.firstRange(of: "<LabelTable") else {
      throw LabelNamesProblem(field: "LabelTable", reason: "missing")
    }
    var rest = text[open.upperBound...]
    let end = rest.firstRange(of: "</LabelTable>")?.lowerBound ?? rest.endIndex
    rest = rest[..<end]
    var names: [LabelName] = []
    while let start = rest.firstRange(of: "<Label ") {
      guard let tagEnd = rest[start.upperBound...].firstIndex(of: ">") else {
        throw LabelNamesProblem(field: "Label \(names.count + 1)", reason: "the tag does not end")
      }
      guard let id = attribute("Key", of: rest[start.upperBound..<tagEnd]).flatMap({ Int($0) }) else {
        throw LabelNamesProblem(field: "Label \(names.count + 1)", reason: "no number in Key")
      }
      let (name, after) = content(of: rest[rest.index(after: tagEnd)...])
      if let name = LabelName(id: id, name: name) { names.append(name) }
      rest = after
    }
    return names
  }

  /// The table as TotalSegmentator writes it, colours included for programs that want them.
  static func text(_ table: LabelTable) -> String {
    var text =
      #"<?xml version="1.0" encoding="UTF-8"?> <CaretExtension> <VolumeInformation Index="0"> <LabelTable>"#
    for entry in table.entries {
      func share(_ channel: UInt8) -> String { "\((Double(channel) / 255 * 10000).rounded() / 10000)" }
      // CDATA ends at its first "]]>", so that is split over two.
      let name = entry.name.split(separator: "]]>", omittingEmptySubsequences: false)
        .joined(separator: "]]]]><![CDATA[>")
      text += "\n<Label Key=\"\(entry.id)\" Red=\"\(share(entry.color.red))\""
      text += " Green=\"\(share(entry.color.green))\" Blue=\"\(share(entry.color.blue))\" Alpha=\"1\">"
      text += "<![CDATA[\(name)]]></Label>"
    }
    return text + "\n</LabelTable> <StudyMetaDataLinkSet> </StudyMetaDataLinkSet>"
      + " <VolumeType><![CDATA[Label]]></VolumeType> </VolumeInformation></CaretExtension>"
  }

  private static func attribute(_ name: String, of tag: Substring) -> Substring? {
    guard let start = tag.firstRange(of: name + "=") else { return nil }
    let value = tag[start.upperBound...]
    guard let quote = value.first, quote == "\"" || quote == "'" else { return nil }
    let inside = value.dropFirst()
    return inside.firstIndex(of: quote).map { inside[..<$0] }
  }

  /// The text up to `</Label>`, and what follows.
  private static func content(of text: Substring) -> (name: String, after: Substring) {
    var name = ""
    var rest = text
    while !rest.isEmpty, !rest.hasPrefix("</") {
      if rest.hasPrefix("<![CDATA[") {
        let inside = rest.dropFirst(9)
        let end = inside.firstRange(of: "]]>")
        name += inside[..<(end?.lowerBound ?? inside.endIndex)]
        rest = inside[(end?.upperBound ?? inside.endIndex)...]
      } else if rest.first == "<" {
        rest = rest[rest.index(after: rest.firstIndex(of: ">") ?? rest.startIndex)...]
      } else {
        let plain = rest.prefix { $0 != "<" }
        name += unescaped(plain)
        rest = rest[plain.endIndex...]
      }
    }
    return (name, rest)
  }

  private static func unescaped(_ text: Substring) -> String {
    let named = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'"]
    var result = ""
    var rest = text
    while let ampersand = rest.firstIndex(of: "&") {
      result += rest[..<ampersand]
      rest = rest[rest.index(after: ampersand)...]
      guard let end = rest.prefix(10).firstIndex(of: ";") else {
        result += "&"
        continue
      }
      let entity = rest[..<end]
      if let plain = named[String(entity)] {
        result += plain
      } else if entity.hasPrefix("#") {
        let digits = entity.dropFirst()
        let code = digits.hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        result += code.flatMap(Unicode.Scalar.init).map(String.init) ?? "?"
      } else {
        result += "&\(entity);"
      }
      rest = rest[rest.index(after: end)...]
    }
    return result + rest
  }
}
