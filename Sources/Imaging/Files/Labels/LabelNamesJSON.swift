import FoundationEssentials

/// Names in JSON: `{"1": "spleen"}`, `{"spleen": 1}`, or either under the key `labels`, as nnU-Net's `dataset.json`
/// has them; there a name may also stand for several ids (a region).
enum LabelNamesJSON: LabelNamesFormat {
  static let title = "JSON"

  static func recognises(_ text: String) -> Bool {
    text.first { !$0.isWhitespace && $0 != "\u{feff}" } == "{"
  }

  static func parse(_ text: String) throws(LabelNamesProblem) -> [LabelName] {
    let value: Value
    do {
      value = try JSONDecoder().decode(Value.self, from: Data(text.utf8))
    } catch {
      throw LabelNamesProblem(field: "JSON", reason: "not well formed")
    }
    guard case .object(var labels) = value else {
      throw LabelNamesProblem(field: "JSON", reason: "not an object")
    }
    if case .object(let inner) = labels["labels"] { labels = inner }
    return try names(in: labels)
  }

  /// A value of a JSON document, as far as names need it.
  private indirect enum Value: Decodable {
    case text(String)
    case number(Int)
    case list([Value])
    case object([String: Value])
    case other

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let text = try? container.decode(String.self) {
        self = .text(text)
      } else if let number = try? container.decode(Int.self) {
        self = .number(number)
      } else if let list = try? container.decode([Value].self) {
        self = .list(list)
      } else if let object = try? container.decode([String: Value].self) {
        self = .object(object)
      } else {
        self = .other
      }
    }
  }

  private static func names(in labels: [String: Value]) throws(LabelNamesProblem) -> [LabelName] {
    var plain: [Int: String] = [:]
    var regions: [(ids: [Int], name: String)] = []
    for (key, value) in labels.sorted(by: { $0.key < $1.key }) {
      switch value {
      case .text(let name):
        if let id = Int(key) { plain[id] = name }
      case .number(let id):
        guard plain[id] == nil || id == 0 else {
          throw LabelNamesProblem(field: key, reason: "id \(id) already has a name")
        }
        plain[id] = key
      case .list(let members):
        regions.append((members.compactMap { if case .number(let id) = $0 { id } else { nil } }, key))
      case .object, .other:
        continue
      }
    }
    // A voxel of an id lies in every region with that id; the smallest of them says most about it.
    for region in regions.sorted(by: { ($0.ids.count, $1.name) > ($1.ids.count, $0.name) }) {
      for id in region.ids { plain[id] = region.name }
    }
    return plain.sorted { $0.key < $1.key }.compactMap { LabelName(id: $0.key, name: $0.value) }
  }
}
