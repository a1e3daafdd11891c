/// The marks of the body-part scale: 0 at the ischial tuberosities, 1 at the top of the skull.
///
/// The scale is linear in millimetres along a straight adult trunk, about 870 mm long (sitting height), so 0.01 is
/// about 9 mm. It runs head-wards; what lies below the ischium (the thigh) has no score of its own and ends at 0.
/// The marks let a body-part estimate be checked, and a synthetic patient be built, by the same ruler.
public enum BodyLandmark: String, Sendable, CaseIterable {
  /// The lowest point of the pelvis.
  case ischialTuberosities
  /// The centres of the femoral heads.
  case femoralHeads
  /// The highest points of the hip bones, at L4.
  case iliacCrests
  /// The centre of the first lumbar vertebra.
  case firstLumbarVertebra
  /// The top of the right dome of the diaphragm, at quiet breathing.
  case diaphragmDome
  /// Where the trachea divides, at T4/T5.
  case carina
  /// The upper edge of the sternum, at T2/T3.
  case suprasternalNotch
  /// The disc between the seventh cervical and the first thoracic vertebra.
  case cervicothoracicJunction
  /// The lower edge of the skull's base, at C1.
  case skullBase
  /// The centres of the eyes.
  case orbits
  /// The highest point of the head.
  case vertex

  /// Where the mark lies on the scale.
  public var score: Double {
    switch self {
    case .ischialTuberosities: 0.00
    case .femoralHeads: 0.08
    case .iliacCrests: 0.25
    case .firstLumbarVertebra: 0.37
    case .diaphragmDome: 0.47
    case .carina: 0.59
    case .suprasternalNotch: 0.66
    case .cervicothoracicJunction: 0.72
    case .skullBase: 0.86
    case .orbits: 0.91
    case .vertex: 1.00
    }
  }

  /// What is added at both ends of an organ's typical extent, for the spread between adults: about 26 mm.
  static let slack = 0.03

  /// A typical extent, widened by the slack and cut to the scale.
  static func widened(_ extent: ClosedRange<Double>) -> ClosedRange<Double> {
    max(0, extent.lowerBound - slack)...min(1, extent.upperBound + slack)
  }
}
