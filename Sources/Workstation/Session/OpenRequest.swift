import Imaging

/// What the reader asked to open, with SampleData standing in when they named nothing.
public struct OpenRequest: Sendable {
  /// The scan, nil for SampleData.
  public let scan: String?
  /// Label maps.
  public let labels: [String]
  /// A file that names the ids.
  public let names: String?

  /// A request; see the properties.
  public init(scan: String?, labels: [String], names: String?) {
    self.scan = scan
    self.labels = labels
    self.names = names
  }

  /// What to open, nil for the empty viewer when SampleData is not there.
  /// - Throws: `OpenRequestError` when label maps are given without a scan.
  public func resolved() throws -> ScanOpening.Request? {
    if let scan { return ScanOpening.Request(scan: scan, labels: labels, names: names) }
    guard labels.isEmpty else { throw OpenRequestError.labelsWithoutScan }
    guard let folder = ProgramPlaces.current.sampleData else { return nil }
    return ScanOpening.Request(scan: "\(folder)/torso/ct.nii.gz", labels: ["\(folder)/torso/labels.nii.gz"])
  }
}

/// Why a request makes no sense.
public enum OpenRequestError: Error, CustomStringConvertible {
  /// Label maps need a scan under them.
  case labelsWithoutScan
  /// `--size` is not two numbers.
  case badSize(String)
  /// `--dump` names a kind of file that is not written.
  case badDump(String)
  /// `--color` is none of the choices.
  case badColor(String)

  /// One sentence.
  public var description: String {
    switch self {
    case .labelsWithoutScan: "--labels needs a scan: fabrica open CT --labels LABELS"
    case .badSize(let text): "--size \(text): give columns x rows from 1x1 to 1000x1000, such as 200x60"
    case .badDump(let path): "--dump \(path): the name must end in .txt, .ansi or .svg"
    case .badColor(let text): "--color \(text): give auto, truecolor, 256, 16 or mono"
    }
  }
}
