import Anatomy

/// Something about a patient's anatomy that should not be so.
public enum AnatomyViolation: Sendable, Hashable, Codable {
  /// The patient should have the organ, and the scan shows none of it.
  case missing(organ: Organ.ID)
  /// Volume, mL, outside the catalogue's reference range.
  case volume(organ: Organ.ID, millilitres: Double, range: MeasuredRange)
  /// Mean HU outside the catalogue's reference range.
  case hounsfield(organ: Organ.ID, mean: Double, range: MeasuredRange)
  /// The largest connected parts, as many as the organ may have, hold a smaller share of it than they must.
  case inPieces(organ: Organ.ID, share: Double, least: Double)
  /// The centre lies on the wrong side: so many mm to the right of where a left organ may lie, or to the left of where
  /// a right one may.
  case wrongSide(organ: Organ.ID, millimetres: Double)
  /// The organ lies below one that it should lie above.
  case outOfOrder(organ: Organ.ID, below: Organ.ID)
  /// Two organs that should touch do not.
  case apart(organ: Organ.ID, from: Organ.ID)
  /// Two organs touch that something else must part.
  case meeting(organ: Organ.ID, with: Organ.ID)
  /// The organ lies bare: so many of its voxels border on the air round the body.
  case bare(organ: Organ.ID, voxels: Int)
  /// Voxels belong to two organs of which neither is part of the other.
  case overlap(organ: Organ.ID, with: Organ.ID)

  /// The organ it is about; of two, the first.
  public var organ: Organ.ID {
    switch self {
    case .missing(let organ), .volume(let organ, _, _), .hounsfield(let organ, _, _),
      .inPieces(let organ, _, _), .wrongSide(let organ, _), .outOfOrder(let organ, _),
      .apart(let organ, _), .bare(let organ, _), .meeting(let organ, _), .overlap(let organ, _):
      organ
    }
  }

  /// What is wrong, in a few words without the organ's name.
  public var summary: String {
    switch self {
    case .missing: "missing"
    case .volume(_, let millilitres, let range):
      "\(Self.rounded(millilitres)) mL, should be \(range)"
    case .hounsfield(_, let mean, let range): "\(Self.rounded(mean)) HU, should be \(range)"
    case .inPieces(_, let share, let least):
      "in pieces, \(Self.rounded(100 * share)) % together of at least \(Self.rounded(100 * least)) %"
    case .wrongSide(_, let millimetres): "\(Self.rounded(millimetres)) mm on the wrong side"
    case .outOfOrder(_, let other): "below \(other)"
    case .apart(_, let other): "apart from \(other)"
    case .meeting(_, let other): "meets \(other)"
    case .bare(_, let voxels): "bare, \(voxels) voxels at the air round the body"
    case .overlap(_, let other): "overlaps \(other)"
    }
  }

  /// Three digits are more than any range here is sure of.
  static func rounded(_ value: Double) -> String {
    let steps = abs(value) >= 20 ? 1.0 : abs(value) >= 2 ? 10 : 100
    let whole = (value * steps).rounded() / steps
    return whole == whole.rounded() ? "\(Int(whole))" : "\(whole)"
  }
}

/// The ends of a range of mL or HU, both included.
public struct MeasuredRange: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The lower end.
  public let low: Double
  /// The upper end.
  public let high: Double

  /// A range; see the properties.
  public init(low: Double, high: Double) {
    self.low = low
    self.high = high
  }

  init(_ range: ReferenceRange) { self.init(low: range.low, high: range.high) }

  /// "12 to 75".
  public var description: String {
    "\(AnatomyViolation.rounded(low)) to \(AnatomyViolation.rounded(high))"
  }
}
