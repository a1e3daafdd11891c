import Storage

/// One way in which programs write down what the ids of a label map mean.
///
/// To add a format: a type in a file of its own, one line in `LabelNamesReader.formats`, and a file in the tests'
/// table.
protocol LabelNamesFormat: SendableMetatype {
  /// What it is called: "ITK-SNAP label descriptions".
  static var title: String { get }
  /// Whether a text looks like this format; decided by content, never by name.
  static func recognises(_ text: String) -> Bool
  /// The names in a text. Throws `LabelNamesProblem`.
  static func parse(_ text: String) throws(LabelNamesProblem) -> [LabelName]
}

/// What is wrong with a text that should hold label names.
struct LabelNamesProblem: Error {
  /// "line 12", "labels".
  let field: String
  /// What is wrong there.
  let reason: String
}

/// Reads label names from any of the known formats.
enum LabelNamesReader {
  /// Every known format; the first that recognises a text reads it.
  static let formats: [any LabelNamesFormat.Type] = [
    CaretLabelTable.self, LabelNamesJSON.self, ITKSnapLabels.self, SlicerColorTable.self,
  ]

  /// A file of names is small; anything larger is something else.
  static let largestFile = 4 << 20

  /// The names in a file. Throws `ImagingError`: `.unreadable`, `.unsupported` for a format that is none of the
  /// known, `.invalid` with the line or key that is wrong.
  static func read(path: String) throws(ImagingError) -> [LabelName] {
    let bytes = try InputFile.contents(path: path, limit: largestFile)
    let file = Sanitizer.clean(path)
    let names: [LabelName]
    do {
      names = try parse(String(decoding: bytes, as: UTF8.self))
    } catch {
      throw ImagingError(
        file: file, field: Sanitizer.clean(error.field, limit: 60),
        problem: .invalid(Sanitizer.clean(error.reason, limit: 200)))
    }
    return names
  }

  /// The names in a text of any known format; at least one.
  static func parse(_ text: String) throws(LabelNamesProblem) -> [LabelName] {
    guard let format = formats.first(where: { $0.recognises(text) }) else {
      let known = formats.map { $0.title }.joined(separator: ", ")
      throw LabelNamesProblem(field: "format", reason: "none of \(known)")
    }
    let names = try format.parse(text)
    guard !names.isEmpty else {
      throw LabelNamesProblem(field: "labels", reason: "no id has a name in it (read as \(format.title))")
    }
    return names
  }
}
