/// How much a scan's tissues differ from their usual HU, so that a network trained on the scans learns shapes instead of
/// numbers. Every structure of a scan draws its own changes from the scan's seed.
public struct TissueVariation: Sendable, Hashable {
  /// Half the range of what is added to a tissue, HU.
  public var shift: Double
  /// Half the range, HU, for fat, lung and air, which differ less between scanners.
  public var lightShift: Double
  /// The range of what a tissue's unevenness is multiplied by.
  public var mottle: ClosedRange<Double>
  /// The range of what the distance of its light and dark places is multiplied by.
  public var grain: ClosedRange<Double>
  /// The range of what the uptake of contrast medium is multiplied by.
  public var uptake: ClosedRange<Double>

  /// A variation; see the properties.
  public init(
    shift: Double, lightShift: Double, mottle: ClosedRange<Double>, grain: ClosedRange<Double>,
    uptake: ClosedRange<Double>
  ) {
    self.shift = shift
    self.lightShift = lightShift
    self.mottle = mottle
    self.grain = grain
    self.uptake = uptake
  }

  /// Scans of other hospitals and times after the injection.
  public static let jittered = TissueVariation(
    shift: 18, lightShift: 15, mottle: 0.6...1.6, grain: 0.7...1.5, uptake: 0.4...1.7)

  /// Domain randomisation: tissues may look like nothing that was ever scanned.
  public static let randomized = TissueVariation(
    shift: 140, lightShift: 90, mottle: 0...4, grain: 0.5...3, uptake: 0...3)

  /// A tissue as a scan shows it.
  func varied(_ tissue: Tissue, _ random: inout SeededGenerator) -> Tissue {
    let range = tissue.hounsfield < -50 ? lightShift : shift
    func between(_ range: ClosedRange<Double>) -> Double {
      random.between(range.lowerBound, range.upperBound)
    }
    let (moved, mottle, grain) = (range * random.signed(), between(mottle), between(grain))
    let share = between(uptake)
    return Tissue(
      max(tissue.hounsfield + moved, -1000), mottle: tissue.mottle * mottle, grain: tissue.grain * grain,
      uptake: Uptake(
        arterial: tissue.uptake.arterial * share, portalVenous: tissue.uptake.portalVenous * share),
      spread: tissue.spread)
  }
}
