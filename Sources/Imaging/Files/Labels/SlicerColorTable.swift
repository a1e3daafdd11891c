import Anatomy

/// 3D Slicer's colour table, `.ctbl`: lines of `index Name_with_underscores R G B A`, numbers 0...255.
enum SlicerColorTable: LabelNamesFormat {
  static let title = "3D Slicer colour table"

  static func recognises(_ text: String) -> Bool {
    text.split(whereSeparator: \.isNewline).contains { entry(of: $0) != nil }
  }

  static func parse(_ text: String) throws(LabelNamesProblem) -> [LabelName] {
    var names: [LabelName] = []
    for (number, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .enumerated()
    {
      let line = line.drop { $0.isWhitespace }
      guard !line.isEmpty, line.first != "#" else { continue }
      guard let entry = entry(of: line) else {
        throw LabelNamesProblem(field: "line \(number + 1)", reason: "not `index name R G B A`")
      }
      if let name = LabelName(id: entry.id, name: entry.name, color: entry.color) { names.append(name) }
    }
    return names
  }

  private static func entry(of line: Substring) -> (id: Int, name: String, color: OrganColor)? {
    let words = line.split(whereSeparator: \.isWhitespace)
    guard words.count >= 6, let id = Int(words[0]) else { return nil }
    let channels = words.suffix(4).compactMap { UInt8($0) }
    guard channels.count == 4 else { return nil }
    let name = words.dropFirst().dropLast(4).joined(separator: " ")
    return (id, name, OrganColor(red: channels[0], green: channels[1], blue: channels[2]))
  }
}
