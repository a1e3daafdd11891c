/// How a scanner takes the picture, apart from the grid.
public struct Scan: Sendable, Hashable {
  /// Contrast medium.
  public var phase: ContrastPhase
  /// Standard deviation of the noise in soft tissue, HU.
  public var noise: Double
  /// Blur of the reconstruction kernel: full width at half maximum, mm; about 1.0 soft, 0.6 sharp.
  public var blur: Double
  /// Diameter of the reconstructed circle, mm; nil for the whole square.
  public var fieldOfView: Double?
  /// The value outside that circle.
  public var padding: Int16
  /// Whether the table is in the picture.
  public var table: Bool
  /// Chooses noise and how bright tissues are in this scan.
  public var seed: UInt64

  /// A scan; see the properties.
  public init(
    phase: ContrastPhase = .portalVenous, noise: Double = 12, blur: Double = 1.0, fieldOfView: Double? = nil,
    padding: Int16 = -1024, table: Bool = true, seed: UInt64 = 1
  ) {
    self.phase = phase
    self.noise = noise
    self.blur = blur
    self.fieldOfView = fieldOfView
    self.padding = padding
    self.table = table
    self.seed = seed
  }
}
