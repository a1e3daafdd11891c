import Anatomy
import Storage

/// What nnU-Net's `dataset.json` says of a model or a data set: the labels and that its input is one channel.
///
/// Labels come as nnU-Net v2 writes them (`{"background": 0, "liver": 1}`) or as version 1 did
/// (`{"0": "background", "1": "liver"}`).
public struct NNUNetDataset: Hashable, Sendable {
  /// The file's path.
  public let file: String
  /// The classes without the background, by channel from 1.
  public let labels: [ModelLabel]
  /// The name of the input channel: "CT".
  public let channel: String
  /// The id of voxels that count nowhere (the label "ignore"), one above the highest class; nil when there is none.
  public let ignored: Int?
  /// Cases that the file lists under `dataset`, wherever their files lie, ascending by name; nil where they lie in nnU-Net's
  /// folders.
  public let listed: [ListedCase]?
  /// What names of scans and label maps end in: ".nii.gz" unless the file says otherwise.
  public let fileEnding: String

  /// Logits: the labels and the background.
  public var classes: Int { labels.count + 1 }

  /// Most logits that the operators take.
  static let mostClasses = 1024

  /// Reads the file.
  public static func read(_ file: String) throws(PlanError) -> NNUNetDataset {
    try NNUNetDataset(JSONField.read(file))
  }

  init(_ root: JSONField) throws(PlanError) {
    file = root.file
    channel = try Self.channel(root)
    (labels, ignored) = try Self.labels(root["labels"])
    listed = try root["dataset"].ifPresent.map(Self.cases)
    fileEnding = Sanitizer.clean(try root["file_ending"].ifPresent?.text() ?? ".nii.gz", limit: 20)
  }

  /// A case of a list.
  public struct ListedCase: Hashable, Sendable {
    /// Its name.
    public let name: String
    /// Path of the image, as the file has it: from the file's folder where it does not begin with `/`.
    public let image: String
    /// Path of the label map.
    public let labels: String
  }

  /// nnU-Net's list: `{"case": {"images": ["ct.nii.gz"], "label": "labels.nii.gz"}}`.
  private static func cases(_ field: JSONField) throws(PlanError) -> [ListedCase] {
    var cases: [ListedCase] = []
    for (name, entry) in try field.fields() {
      guard isID(name) else {
        throw field.error(
          .contradiction("the name '\(Sanitizer.clean(name, limit: 60))', which no file can have"))
      }
      let images = try entry["images"].list()
      guard images.count == 1 else { throw entry["images"].error(.severalChannels(images.count)) }
      cases.append(ListedCase(name: name, image: try images[0].text(), labels: try entry["label"].text()))
    }
    return cases.sorted { $0.name < $1.name }
  }

  /// `channel_names`, or `modality` as version 1 had it.
  private static func channel(_ root: JSONField) throws(PlanError) -> String {
    let field = root["modality"].ifPresent ?? root["channel_names"]
    let channels = try field.fields()
    guard channels.count == 1 else { throw field.error(.severalChannels(channels.count)) }
    return Sanitizer.clean(try channels[0].field.text(), limit: 100)
  }

  private static func labels(
    _ field: JSONField
  ) throws(PlanError) -> (classes: [ModelLabel], ignored: Int?) {
    var pairs: [(name: String, id: Int)] = []
    for (key, entry) in try field.fields() {
      if case .text(let name) = entry.value, let id = Int(key) {
        pairs.append((name, id))
      } else {
        pairs.append((key, try id(entry, label: key, in: field)))
      }
    }
    guard let background = pairs.first(where: { $0.name == "background" }) else {
      throw field["background"].error(.missing)
    }
    guard background.id == 0 else {
      throw field["background"].error(.outOfRange(value: "\(background.id)", allowed: "0"))
    }
    let ignored = pairs.first { $0.name == "ignore" }
    let classes = pairs.filter { $0.name != "ignore" }.sorted { $0.id < $1.id }
    for (expected, pair) in classes.enumerated() where pair.id != expected {
      throw field.error(.labelGap(min(expected, pair.id)))
    }
    if let ignored, ignored.id != classes.count {
      throw field["ignore"].error(
        .outOfRange(value: "\(ignored.id)", allowed: "\(classes.count), one above the highest label"))
    }
    guard (2...mostClasses).contains(classes.count) else {
      throw field.error(.outOfRange(value: "\(classes.count) labels", allowed: "2 to \(mostClasses)"))
    }
    var names: Set<String> = ["background"]
    var labels: [ModelLabel] = []
    for pair in classes.dropFirst() {
      let name = Sanitizer.clean(pair.name, limit: 60)
      guard !name.isEmpty else { throw field.error(.contradiction("gives label \(pair.id) an empty name")) }
      guard names.insert(name).inserted else { throw field.error(.contradiction("name '\(name)' twice")) }
      labels.append(
        ModelLabel(channel: pair.id, name: name, organ: OrganCatalogue.organ(named: name)?.id))
    }
    return (labels, ignored?.id)
  }

  private static func id(_ entry: JSONField, label: String, in field: JSONField) throws(PlanError) -> Int {
    if case .text(let text) = entry.value, let id = Int(text) { return id }
    guard entry.isList else { return try entry.whole(0...65535) }
    let ids = try entry.list()
    guard ids.count == 1 else { throw field.error(.regions(label: label)) }
    return try ids[0].whole(0...65535)
  }
}
