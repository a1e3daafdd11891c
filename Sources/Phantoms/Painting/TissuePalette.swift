import Anatomy

/// What organs are made of, taken from the structures of the synthetic patient.
struct TissuePalette: Sendable {
  let atlas: Atlas

  init() { atlas = Atlas(BodyPlan(Patient())) }

  /// The material of a label; soft tissue where nobody knows the name.
  func material(of entry: LabelTable.Entry) -> Material {
    guard let organ = entry.organ else { return Self.unknown }
    switch OrganKind(organ) {
    case .artery: return Material(.arterialBlood, inside: Self.wall, 1.2)
    case .vein: return Material(.venousBlood)
    default: break
    }
    let own = atlas.structures.first { $0.name == organ } ?? atlas.structures.first { $0.belongs(to: organ) }
    if let own { return own.material }
    guard let range = OrganCatalogue.organ(organ)?.hounsfield else { return Self.unknown }
    return Material(Tissue((range.low + range.high) / 2, mottle: 10, spread: (range.high - range.low) / 6))
  }

  private static let unknown = Material(
    Tissue(45, mottle: 12, uptake: Uptake(arterial: 15, portalVenous: 30), spread: 12))
  private static let wall = Tissue(44, mottle: 8, uptake: Uptake(arterial: 15, portalVenous: 30))
}

extension Structure {
  /// Whether it is the organ or a part of it.
  func belongs(to organ: Organ.ID) -> Bool {
    if case .organs(let own) = identity { return own.contains(organ) }
    return false
  }
}
