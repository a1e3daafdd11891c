/// An entry of the catalogue: what Fabrica knows of an organ before it sees a scan.
///
/// Its id is a name, never a number, because ids of label maps differ between models and versions.
public struct Organ: Sendable, Hashable, Identifiable {
  /// Which side of the body an organ lies on.
  public enum Side: String, Sendable, Codable {
    /// The patient's left.
    case left
    /// The patient's right.
    case right
    /// Unpaired, or both sides in one label.
    case midline
  }

  /// TotalSegmentator v2's name where one exists, in snake case.
  public let id: String
  /// The name a reader sees: "right kidney", "L3 vertebra".
  public let displayName: String
  /// The side of the body.
  public let side: Side
  /// The group a reader toggles it with.
  public let group: OrganGroup.ID
  /// The colour it is drawn in unless a label file says otherwise.
  public let color: OrganColor
  /// SNOMED CT codes for exchange, where the concept exists.
  public let snomed: SNOMEDCode?
  /// Where along the body it lies: body-part scores, 0 at the ischial level, 1 at the top of the skull.
  public let bodyRange: ClosedRange<Double>
  /// The organ of the catalogue this one is a part of (aortic_arch of aorta).
  public let partOf: Organ.ID?
  /// Volume in mL that an adult's organ has, 2.5th to 97.5th percentile, with its source.
  public let volume: ReferenceRange?
  /// Mean HU that an adult's organ has on CT, with or without contrast, with its source.
  public let hounsfield: ReferenceRange?

  /// An entry; see the properties.
  public init(
    id: String, displayName: String, side: Side, group: OrganGroup.ID, color: OrganColor,
    snomed: SNOMEDCode?, bodyRange: ClosedRange<Double>, partOf: Organ.ID?,
    volume: ReferenceRange?, hounsfield: ReferenceRange?
  ) {
    self.id = id
    self.displayName = displayName
    self.side = side
    self.group = group
    self.color = color
    self.snomed = snomed
    self.bodyRange = bodyRange
    self.partOf = partOf
    self.volume = volume
    self.hounsfield = hounsfield
  }
}

/// A set of organs that a reader shows and hides together.
public struct OrganGroup: Sendable, Hashable, Identifiable {
  /// Snake case: `great_vessels`.
  public let id: String
  /// What a reader sees: "Great vessels".
  public let displayName: String

  /// A group; see the properties.
  public init(id: String, displayName: String) {
    self.id = id
    self.displayName = displayName
  }
}

/// The SNOMED CT concepts that name an organ in DICOM exchange; scheme designator `SCT` throughout.
public struct SNOMEDCode: Sendable, Hashable {
  /// One coded concept.
  public struct Concept: Sendable, Hashable {
    /// The SNOMED CT identifier, digits only.
    public let value: String
    /// The concept's meaning as DICOM writes it.
    public let meaning: String

    /// A concept; see the properties.
    public init(value: String, meaning: String) {
      self.value = value
      self.meaning = meaning
    }
  }

  /// Segmented property category, mostly 123037004 "Anatomical Structure".
  public let category: Concept
  /// Segmented property type: the organ.
  public let type: Concept
  /// Laterality, where the organ has a side.
  public let modifier: Concept?

  /// A code; see the properties.
  public init(category: Concept, type: Concept, modifier: Concept?) {
    self.category = category
    self.type = type
    self.modifier = modifier
  }
}

/// A range that healthy adults fall into, and where it comes from.
public struct ReferenceRange: Sendable, Hashable {
  /// The lower end.
  public let low: Double
  /// The upper end.
  public let high: Double
  /// Where the figures come from: a publication or how they were derived.
  public let source: String

  /// A range; see the properties.
  public init(low: Double, high: Double, source: String) {
    self.low = low
    self.high = high
    self.source = source
  }

  /// Whether a value lies inside, both ends included.
  public func contains(_ value: Double) -> Bool { value >= low && value <= high }
}
