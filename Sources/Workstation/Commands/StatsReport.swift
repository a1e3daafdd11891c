import Anatomy
import Imaging

/// The organs of a label map with their figures: `fabrica stats`, and what the viewer saves from its organ table.
public struct StatsReport: Codable, Sendable, Hashable {
  /// A range that healthy adults fall into, and where a value lies.
  public struct Usual: Codable, Sendable, Hashable {
    /// Where a value lies.
    public enum Verdict: String, Codable, Sendable {
      /// Below the low end.
      case below
      /// Between the ends, both included.
      case inside
      /// Above the high end.
      case above
    }

    /// The low end.
    public let low: Double
    /// The high end.
    public let high: Double
    /// Where the value lies; absent when an organ is cut off, whose volume means nothing.
    public let verdict: Verdict?
    /// Where the range comes from.
    public let source: String

    init(_ range: ReferenceRange, value: Double?) {
      low = range.low
      high = range.high
      verdict = value.map { $0 < range.low ? .below : $0 > range.high ? .above : .inside }
      source = range.source
    }
  }

  /// A SNOMED CT concept.
  public struct Concept: Codable, Sendable, Hashable {
    /// The identifier.
    public let code: String
    /// Its meaning as DICOM writes it.
    public let meaning: String
  }

  /// One organ.
  public struct Organ: Codable, Sendable, Hashable {
    /// The voxel value.
    public let id: Int
    /// The name in the file.
    public let name: String
    /// The catalogue's id, where it knows the name.
    public let organ: String?
    /// The name that readers see.
    public let displayName: String
    /// The group it is toggled with.
    public let group: String?
    /// Its volume in mL.
    public let millilitres: Double
    /// Mean of the scan's values in it; absent without a scan.
    public let meanHU: Double?
    /// Standard deviation of the scan's values in it, over n.
    public let sdHU: Double?
    /// Its voxels.
    public let voxels: Int
    /// Its connected pieces, voxels that share a corner connected.
    public let components: Int
    /// The share of its voxels in the largest piece.
    public let largestComponentShare: Double
    /// Axial slices that hold it.
    public let slices: Int
    /// Whether it touches the scan's border, so that its volume is a lower bound.
    public let cutOff: Bool
    /// The volume that adults have.
    public let usualVolume: Usual?
    /// The mean HU that adults have.
    public let usualHU: Usual?
    /// The organ's concept.
    public let snomed: Concept?
    /// The concept of its side, where it has one.
    public let snomedSide: Concept?
  }

  /// "fabrica 0.1.0".
  public let program: String
  /// What the figures must not be used for.
  public let notice: String
  /// The scan's path; absent without one.
  public let scan: String?
  /// The label map's path.
  public let labels: String
  /// The grid of the label map.
  public let grid: GridReport
  /// The organs with voxels, by id.
  public let organs: [Organ]
  /// What is odd about the files, one sentence each.
  public let warnings: [String]

  /// The report of statistics that have been computed.
  public init(
    scan: String?, labels: String, map: LabelMap, statistics: LabelStatistics, components: LabelComponents,
    warnings: [String] = []
  ) {
    program = ProgramFacts.signature
    notice = ProgramFacts.disclaimer
    self.scan = scan
    self.labels = labels
    grid = GridReport(map.volume)
    let pieces = Dictionary(
      components.entries.map { ($0.id, $0.sizes) }, uniquingKeysWith: { first, _ in first })
    organs = statistics.entries.map { Organ($0, entry: map.table[$0.id], pieces: pieces[$0.id] ?? []) }
    self.warnings = warnings
  }
}

extension StatsReport.Organ {
  fileprivate init(_ figures: LabelStatistics.Entry, entry: LabelTable.Entry?, pieces: [Int]) {
    let known = entry.flatMap(OrganNames.catalogued)
    id = figures.id
    name = entry?.name ?? "label \(figures.id)"
    organ = known?.id
    displayName = known?.displayName ?? name
    group = known?.group
    millilitres = Rounded.to(4, figures.millilitres)
    meanHU = Rounded.ifAny(3, figures.mean)
    sdHU = Rounded.ifAny(3, figures.standardDeviation)
    voxels = figures.voxels
    components = pieces.count
    largestComponentShare = Rounded.to(6, Double(pieces.first ?? 0) / Double(max(1, figures.voxels)))
    slices = figures.counts(.axial).count { $0 > 0 }
    cutOff = figures.touchesBorder
    let isWhole = !figures.touchesBorder
    usualVolume = known?.volume.map { .init($0, value: isWhole ? figures.millilitres : nil) }
    usualHU = known?.hounsfield.flatMap { range in figures.mean.map { .init(range, value: $0) } }
    snomed = known?.snomed.map { .init(code: $0.type.value, meaning: $0.type.meaning) }
    snomedSide = known?.snomed?.modifier.map { .init(code: $0.value, meaning: $0.meaning) }
  }
}
