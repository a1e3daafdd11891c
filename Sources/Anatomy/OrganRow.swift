/// An organ as a region's file states it: one row, or one row for a left and a right twin.
///
/// In a pair's id and display name `{side}` stands for `left` and `right`; everything else is shared, and the
/// SNOMED CT laterality is added.
struct OrganRow {
  private enum Sides {
    case one(Organ.Side, UInt32)
    case both(left: UInt32, right: UInt32)
  }

  private let id: String
  private let name: String
  private let sides: Sides
  private let snomed: SNOMEDRow?
  private let body: ClosedRange<Double>
  private let partOf: Organ.ID?
  private let volume: ReferenceRange?
  private let hounsfield: ReferenceRange?

  /// An organ with one label; `side` says where it lies when only one side has it.
  static func single(
    _ id: Organ.ID, _ name: String, side: Organ.Side = .midline, color: UInt32, snomed: SNOMEDRow?,
    body: ClosedRange<Double>, partOf: Organ.ID? = nil, volume: ReferenceRange? = nil,
    hounsfield: ReferenceRange? = nil
  ) -> OrganRow {
    OrganRow(
      id: id, name: name, sides: .one(side, color), snomed: snomed, body: body, partOf: partOf,
      volume: volume, hounsfield: hounsfield)
  }

  /// A left and a right twin.
  static func pair(
    _ id: Organ.ID, _ name: String, left: UInt32, right: UInt32, snomed: SNOMEDRow?,
    body: ClosedRange<Double>, partOf: Organ.ID? = nil, volume: ReferenceRange? = nil,
    hounsfield: ReferenceRange? = nil
  ) -> OrganRow {
    OrganRow(
      id: id, name: name, sides: .both(left: left, right: right), snomed: snomed, body: body,
      partOf: partOf, volume: volume, hounsfield: hounsfield)
  }

  /// The organs of this row, left before right.
  func organs(in group: OrganGroup.ID) -> [Organ] {
    switch sides {
    case .one(let side, let color):
      [organ(side, color, in: group, modifier: nil)]
    case .both(let left, let right):
      [
        organ(.left, left, in: group, modifier: .left),
        organ(.right, right, in: group, modifier: .right),
      ]
    }
  }

  private func organ(
    _ side: Organ.Side, _ color: UInt32, in group: OrganGroup.ID, modifier: SNOMEDCode.Concept?
  ) -> Organ {
    func named(_ template: String) -> String { template.replacing("{side}", with: side.rawValue) }
    return Organ(
      id: named(id), displayName: named(name), side: side, group: group,
      color: OrganColor(packed: color),
      snomed: snomed.map { SNOMEDCode(category: $0.category, type: $0.type, modifier: modifier) },
      bodyRange: BodyLandmark.widened(body), partOf: partOf.map(named), volume: volume,
      hounsfield: hounsfield)
  }
}

/// A row's SNOMED CT concepts, without the laterality.
struct SNOMEDRow {
  let category: SNOMEDCode.Concept
  let type: SNOMEDCode.Concept

  /// An anatomical structure.
  static func structure(_ value: String, _ meaning: String) -> SNOMEDRow {
    SNOMEDRow(category: .anatomicalStructure, type: .init(value: value, meaning: meaning))
  }

  /// Something that is no normal anatomy, such as a cyst.
  static func abnormality(_ value: String, _ meaning: String) -> SNOMEDRow {
    SNOMEDRow(category: .morphologicallyAbnormalStructure, type: .init(value: value, meaning: meaning))
  }
}

extension SNOMEDCode.Concept {
  /// The category of every normal organ.
  static let anatomicalStructure = Self(value: "123037004", meaning: "Anatomical Structure")
  /// The category of cysts and other lesions.
  static let morphologicallyAbnormalStructure = Self(
    value: "49755003", meaning: "Morphologically Abnormal Structure")
  /// Laterality: the patient's left.
  static let left = Self(value: "7771000", meaning: "Left")
  /// Laterality: the patient's right.
  static let right = Self(value: "24028007", meaning: "Right")
}

extension OrganColor {
  /// A colour from `0xRRGGBB`; higher bits are dropped.
  init(packed: UInt32) {
    self.init(
      red: UInt8(truncatingIfNeeded: packed >> 16), green: UInt8(truncatingIfNeeded: packed >> 8),
      blue: UInt8(truncatingIfNeeded: packed))
  }
}
