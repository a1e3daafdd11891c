import Anatomy
import Imaging

/// A scan as the viewer holds it: its voxels, which may still be arriving, and what its file says.
public struct OpenScan: Sendable {
  /// How far the voxels are.
  public enum Loading: Sendable, Equatable {
    /// This part has arrived, 0...1.
    case fraction(Double)
    /// All are there and their checksums hold.
    case complete
    /// The file turned out to be damaged; the sentence names it.
    case failed(String)
  }

  /// The file's name without its ending, safe to print.
  public let name: String
  /// Where it was read from.
  public let path: String
  /// The voxels.
  public var volume: Volume
  /// What the header says, and warnings.
  public var source: ScanSource
  /// How far the voxels are.
  public var loading: Loading

  /// A scan; see the properties.
  public init(name: String, path: String, volume: Volume, source: ScanSource, loading: Loading) {
    self.name = name
    self.path = path
    self.volume = volume
    self.source = source
    self.loading = loading
  }
}

/// A label map on the scan's grid with what is known of its organs.
public struct LabelLayer: Sendable {
  /// The file's or folder's name, safe to print.
  public let name: String
  /// The ids and their table.
  public let map: LabelMap
  /// Per organ, once computed.
  public var statistics: LabelStatistics?
  /// Connected parts per organ, once counted.
  public var components: LabelComponents?

  /// A layer; see the properties.
  public init(name: String, map: LabelMap, statistics: LabelStatistics? = nil) {
    self.name = name
    self.map = map
    self.statistics = statistics
  }
}
