import Imaging
import Networks

/// What the reader asked to open, with SampleData standing in when they named nothing.
public struct OpenRequest: Sendable {
  /// The scan, nil for SampleData.
  public let scan: String?
  /// Label maps.
  public let labels: [String]
  /// Files that name the ids, one for each label map in their order; "-" leaves it to the label map.
  public let names: [String]
  /// The model that segments when asked; nil for none.
  public let model: String?

  /// The folder in SampleData of the patient that stands in.
  public let sample: String

  /// A request; see the properties.
  public init(scan: String?, labels: [String], names: [String], model: String? = nil, sample: String) {
    self.model = model
    self.sample = sample
    self.scan = scan
    self.labels = labels
    self.names = names
  }

  /// What to open, nil for the empty viewer when SampleData is not there.
  /// - Throws: `CommandError` when label maps are given without a scan.
  public func resolved() throws -> ScanOpening.Request? {
    if let model { _ = try ModelBundle.open(model) }
    if let scan { return ScanOpening.Request(scan: scan, labels: labels, names: names) }
    guard labels.isEmpty else {
      throw CommandError.badCombination("--labels needs a scan: fabrica open CT --labels LABELS")
    }
    guard let folder = ProgramPlaces.current.sampleData else { return nil }
    return ScanOpening.Request(
      scan: "\(folder)/\(sample)/ct.nii.gz", labels: ["\(folder)/\(sample)/labels.nii.gz"])
  }
}
