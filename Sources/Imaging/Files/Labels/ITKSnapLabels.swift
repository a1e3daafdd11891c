import Anatomy

/// ITK-SNAP's label descriptions: lines of `index R G B alpha visible mesh "name"`, colours 0...255, alpha 0...1.
enum ITKSnapLabels: LabelNamesFormat {
  static let title = "ITK-SNAP label descriptions"

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
        throw LabelNamesProblem(
          field: "line \(number + 1)", reason: "not `index R G B alpha visible mesh \"name\"`")
      }
      if let name = LabelName(id: entry.id, name: entry.name, color: entry.color) { names.append(name) }
    }
    return names
  }

  private static func entry(of line: Substring) -> (id: Int, name: String, color: OrganColor)? {
    guard let open = line.firstIndex(of: "\""), let close = line.lastIndex(of: "\""), open < close else {
      return nil
    }
    let words = line[..<open].split(whereSeparator: \.isWhitespace)
    guard words.count == 7, let id = Int(words[0]) else { return nil }
    let channels = words[1...3].compactMap { UInt8($0) }
    guard channels.count == 3, words[4...6].allSatisfy({ Double($0) != nil }) else { return nil }
    let name = String(line[line.index(after: open)..<close])
    return (id, name, OrganColor(red: channels[0], green: channels[1], blue: channels[2]))
  }
}
