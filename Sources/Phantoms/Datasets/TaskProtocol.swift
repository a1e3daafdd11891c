import Anatomy
import Imaging

/// How the patients of a task's data set are chosen and scanned: field of view, voxel size, contrast medium, diseases.
///
/// One for each `OrganTask`; the data sets they stand for are those of the tasks in the method's paper
/// (arXiv 2302.00162): whole trunks of every kind, chest and neck, head and neck before radiotherapy, and chests with a
/// tumour of the oesophagus.
public struct TaskProtocol: Sendable {
  /// The task whose organs are labelled.
  public let task: OrganTask
  /// Fields of view and how often each is taken, on the scale of `BodyLandmark`.
  let views: [(share: Double, scores: ClosedRange<Double>)]
  /// How far both ends of a field of view move at most, in scores.
  let shift: Double
  /// Voxel size to the right, to anterior and to superior, mm.
  public let spacing: Vector3
  /// Width of the picture, mm; nil for what the body and its arms need.
  let width: Double?
  /// How often each contrast phase is taken.
  let phases: [(share: Double, phase: ContrastPhase)]
  /// Least and greatest noise, HU.
  let noise: ClosedRange<Double>
  /// How the arms lie; nil for as the patient drawn has them.
  let arms: Patient.Arms?
  /// Diseases every patient has.
  let always: [Pathology]
  /// Diseases and how often each is found.
  let sometimes: [(share: Double, pathology: Pathology)]

  /// The protocol of a task.
  public static func of(_ task: OrganTask) -> TaskProtocol {
    switch task {
    case .total: total
    case .chest: chest
    case .headNeck: headNeck
    case .esophagus: esophagus
    }
  }

  private static let total = TaskProtocol(
    task: .total,
    views: [
      (0.45, -0.05...1.02), (0.15, 0.3...0.72), (0.15, 0.02...0.55), (0.1, -0.1...0.35), (0.1, 0.4...0.8),
      (0.05, 0.6...1.02),
    ],
    shift: 0.03, spacing: Vector3(x: 1.5, y: 1.5, z: 1.5), width: nil,
    phases: [(0.35, .none), (0.15, .arterial), (0.5, .portalVenous)], noise: 7...22, arms: nil, always: [],
    sometimes: [
      (0.06, .liverMetastases), (0.1, .renalCyst), (0.04, .renalTumour), (0.05, .lungMass),
      (0.08, .lungNodules), (0.04, .aorticAneurysm), (0.02, .aorticDissection), (0.06, .compressionFracture),
      (0.03, .lyticBoneLesion), (0.1, .pleuralEffusion), (0.05, .ascites), (0.04, .splenomegaly),
      (0.02, .splenectomy), (0.02, .nephrectomy), (0.03, .hipImplant), (0.1, .dentalMetal),
      (0.03, .softTissueMass),
    ])

  private static let chest = TaskProtocol(
    task: .chest, views: [(0.7, 0.42...0.8), (0.3, 0.36...0.74)], shift: 0.02,
    spacing: Vector3(x: 1.2, y: 1.2, z: 2.5), width: 420,
    phases: [(0.3, .none), (0.4, .arterial), (0.3, .portalVenous)], noise: 8...24, arms: .raised, always: [],
    sometimes: [
      (0.25, .lungMass), (0.25, .lungNodules), (0.2, .pleuralEffusion), (0.06, .aorticDissection),
      (0.06, .compressionFracture), (0.06, .lyticBoneLesion), (0.05, .oesophagealTumour),
    ])

  private static let headNeck = TaskProtocol(
    task: .headNeck, views: [(1, 0.66...1.02)], shift: 0.015, spacing: Vector3(x: 1.2, y: 1.2, z: 2.5),
    width: 330, phases: [(0.5, .none), (0.5, .portalVenous)], noise: 4...12, arms: .lowered, always: [],
    sometimes: [(0.4, .dentalMetal)])

  private static let esophagus = TaskProtocol(
    task: .esophagus, views: [(0.6, 0.36...0.74), (0.4, 0.3...0.7)], shift: 0.02,
    spacing: Vector3(x: 1.2, y: 1.2, z: 3), width: 420, phases: [(0.4, .none), (0.6, .portalVenous)],
    noise: 8...22, arms: .raised, always: [.oesophagealTumour],
    sometimes: [(0.15, .pleuralEffusion), (0.1, .lungNodules)])
}
