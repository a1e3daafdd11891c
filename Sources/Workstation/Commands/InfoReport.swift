import Anatomy
import Imaging
import Storage

/// What a file says of itself and what was found in it: `fabrica info`.
public struct InfoReport: Codable, Sendable, Hashable {
  /// Scan or label map.
  public enum Kind: String, Codable, Sendable {
    /// Values, taken for HU.
    case scan
    /// Ids.
    case labels = "label map"
  }

  /// The extremes of a scan's values.
  public struct Range: Codable, Sendable, Hashable {
    /// The smallest value.
    public let least: Double
    /// The largest value.
    public let most: Double
  }

  /// A label that occurs in a label map.
  public struct Label: Codable, Sendable, Hashable {
    /// The voxel value.
    public let id: Int
    /// The name in the file.
    public let name: String
    /// The catalogue's organ, where it knows the name.
    public let organ: String?
  }

  /// The path as given.
  public let file: String
  /// What it is taken for.
  public let kind: Kind
  /// "NIfTI-1, gzip".
  public let format: String
  /// Bytes of the file with the voxels.
  public let bytes: Int
  /// Its grid.
  public let grid: GridReport
  /// How a value is stored: "int16".
  public let datatype: String
  /// "little" or "big".
  public let byteOrder: String
  /// A value is `slope * stored + inter`.
  public let slope: Double
  /// See `slope`.
  public let inter: Double
  /// How a value is held in memory; absent when only the header was read.
  public let heldAs: String?
  /// `qform_code`.
  public let qformCode: Int
  /// `sform_code`.
  public let sformCode: Int
  /// Which transform was followed.
  public let affineFrom: String
  /// `intent_code`.
  public let intentCode: Int
  /// Codes of the header's extensions.
  public let extensionCodes: [Int]
  /// `descrip`.
  public let description: String
  /// Extremes of a scan, absent when only the header was read.
  public let range: Range?
  /// Labels with voxels, of a label map.
  public let labels: [Label]?
  /// Labels that the names list, with voxels or without.
  public let listedLabels: Int?
  /// The file the names are from.
  public let namesFrom: String?
  /// What is odd, one sentence each.
  public let warnings: [String]
}

/// What several files say, and which could not be used.
public struct InfoList: Codable, Sendable, Hashable {
  /// A file that cannot be used.
  public struct Failure: Codable, Sendable, Hashable {
    /// The path as given.
    public let file: String
    /// One sentence naming the file and the field.
    public let error: String
  }

  /// The files that can be used, in the order given.
  public let files: [InfoReport]
  /// The others.
  public let failures: [Failure]

  /// The reports for people, an empty line between them.
  public var text: String { files.map(\.text).joined(separator: "\n\n") }
}

extension InfoReport {
  init(
    _ path: String, kind: Kind, source: ScanSource, volume: Volume, isLoaded: Bool = true,
    range: ValueRange? = nil, labels: [LabelTable.Entry]? = nil, listed: Int? = nil, namesFrom: String? = nil,
    warnings: [String]
  ) {
    file = path
    self.kind = kind
    format = source.format
    bytes = source.fileBytes
    grid = GridReport(volume)
    datatype = source.datatype.name
    byteOrder = source.byteOrder.rawValue
    slope = source.slope
    inter = source.inter
    heldAs = isLoaded ? volume.voxels.scalar.rawValue : nil
    qformCode = source.qformCode
    sformCode = source.sformCode
    affineFrom = source.affineChoice.rawValue
    intentCode = source.intentCode
    extensionCodes = source.extensionCodes
    description = source.description
    self.range = range.flatMap { range in
      guard let least = range.least, let most = range.most else { return nil }
      return Range(least: Double(least), most: Double(most))
    }
    self.labels = labels?.map { Label(id: $0.id, name: $0.name, organ: OrganNames.catalogued($0)?.id) }
    listedLabels = listed
    self.namesFrom = namesFrom
    self.warnings = warnings
  }

  /// The report for people.
  public var text: String {
    var facts = FactList()
    facts.add("kind", kind.rawValue)
    facts.add("format", "\(format), \(Format.bytes(bytes))")
    facts.add("grid", "\(grid.shapeText) voxels of \(grid.spacingText), \(grid.extentText)")
    facts.add("orientation", grid.orientation)
    facts.add("stored as", storedText)
    if let heldAs { facts.add("held as", heldAs) }
    facts.add("affine from", "\(affineFrom) (qform_code \(qformCode), sform_code \(sformCode))")
    facts.add(
      "affine",
      lines: grid.affine.map { row in
        row.map { number in
          let text = Format.decimal(number, 3)
          return String(repeating: " ", count: max(0, 10 - text.count)) + text
        }.joined()
      })
    facts.add("intent_code", String(intentCode))
    facts.add(
      "extensions", extensionCodes.isEmpty ? "none" : extensionCodes.map(String.init).joined(separator: " "))
    if !description.isEmpty { facts.add("descrip", description) }
    if let range {
      facts.add("HU", "\(Format.decimal(range.least, 0)) to \(Format.decimal(range.most, 0))")
    }
    if let labels {
      let listed = listedLabels ?? labels.count
      facts.add("labels", "\(labels.count) with voxels" + (listed > labels.count ? ", \(listed) listed" : ""))
      facts.add("names from", namesFrom.map { Sanitizer.clean($0) } ?? "no file; ids only")
      facts.add("", lines: labels.map { "\($0.id)  \($0.name)" })
    }
    facts.add("warnings", lines: warnings.isEmpty ? ["none"] : warnings)
    return Sanitizer.clean(file) + "\n" + facts.text()
  }

  private var storedText: String {
    let scaling = slope == 1 && inter == 0 ? "not scaled" : "times \(slope) plus \(inter)"
    return "\(datatype), \(byteOrder)-endian, \(scaling)"
  }
}
