/// How a scanner takes the picture, apart from the grid.
public struct Scan: Sendable, Hashable {
  /// Contrast medium.
  public var phase: ContrastPhase
  /// Standard deviation of the noise in the middle of an abdomen, HU; less where rays pass through less.
  public var noise: Double
  /// Blur of the reconstruction kernel: full width at half maximum, mm; about 1.0 soft, 0.6 sharp.
  public var blur: Double
  /// Diameter of the reconstructed circle, mm; nil for the whole square.
  public var fieldOfView: Double?
  /// The value outside that circle.
  public var padding: Int16
  /// Whether the table is in the picture.
  public var table: Bool
  /// What the scanner adds that is not there.
  public var artefacts: Artefacts
  /// How much tissues differ from their usual HU; nil for patients and scanners as they are.
  public var tissues: TissueVariation?
  /// Chooses noise and how bright tissues are in this scan.
  public var seed: UInt64

  /// A scan; see the properties.
  public init(
    phase: ContrastPhase = .portalVenous, noise: Double = 12, blur: Double = 1.0, fieldOfView: Double? = nil,
    padding: Int16 = -1024, table: Bool = true, artefacts: Artefacts = Artefacts(),
    tissues: TissueVariation? = nil, seed: UInt64 = 1
  ) {
    self.phase = phase
    self.noise = noise
    self.blur = blur
    self.fieldOfView = fieldOfView
    self.padding = padding
    self.table = table
    self.artefacts = artefacts
    self.tissues = tissues
    self.seed = seed
  }
}
