import Imaging

/// The patients of the repository's `SampleData`, by the name of their folder; the workstation opens on the first.
public enum SamplePatient: String, Sendable, CaseIterable {
  /// From the thighs to the neck, with contrast medium.
  case trunk
  /// Head and neck with the arms lowered and a metal filling.
  case headNeck = "head-neck"
  /// A chest with a tumour of the oesophagus.
  case chestTumour = "chest-tumour"

  /// Who it is, and how the scan is taken.
  public var made: DatasetCase {
    switch self {
    case .trunk:
      DatasetCase(
        name: rawValue,
        patient: Patient(
          sex: .female, age: 54, height: 168, weight: 67, inspiration: 0.7, scoliosis: 3, kyphosis: 2,
          seed: 11),
        scan: Scan(phase: .portalVenous, noise: 10, blur: 1.2, seed: 11), scores: -0.06...0.76,
        spacing: Vector3(x: 3, y: 3, z: 3), width: 420)
    case .headNeck:
      DatasetCase(
        name: rawValue,
        patient: Patient(
          sex: .male, age: 61, height: 177, weight: 80, arms: .lowered, pathologies: [.dentalMetal], seed: 23),
        scan: Scan(
          phase: .portalVenous, noise: 6, blur: 1, artefacts: Artefacts(metal: MetalStreaks()), seed: 23),
        scores: 0.67...1.02,
        spacing: Vector3(x: 1.8, y: 1.8, z: 2.5), width: 320)
    case .chestTumour:
      DatasetCase(
        name: rawValue,
        patient: Patient(
          sex: .male, age: 66, height: 174, weight: 77, inspiration: 0.8, pathologies: [.oesophagealTumour],
          seed: 37),
        scan: Scan(phase: .portalVenous, noise: 10, blur: 1.2, seed: 37), scores: 0.36...0.74,
        spacing: Vector3(x: 2.4, y: 2.4, z: 3), width: 420)
    }
  }
}
