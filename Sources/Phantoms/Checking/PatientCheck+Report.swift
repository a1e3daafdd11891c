import Anatomy

extension ContrastPhase: Codable {}
extension Patient.Sex: Codable {}

extension PatientCheck {
  /// What was found out about an organ of a patient.
  public struct Row: Sendable, Hashable, Codable {
    /// How much of the organ the grid holds.
    public enum State: String, Sendable, Codable {
      /// All of it.
      case whole
      /// It reaches the edge of the grid and was judged for presence only.
      case cut
      /// It lies outside the grid.
      case outside
      /// A variant of the patient takes it away.
      case excused
      /// It should be there and is not.
      case missing
    }

    /// The organ.
    public let organ: Organ.ID
    /// How much of it the grid holds.
    public let state: State
    /// Volume, mL, parts of the organ included; nil when nothing of it is there.
    public internal(set) var millilitres: Double?
    /// Mean HU; nil when nothing of it is there.
    public internal(set) var hounsfield: Double?
    /// Shares of its connected parts, largest first, at most 16.
    public internal(set) var parts: [Double] = []
    /// How far its centre lies to the right of the median plane, in mm of the reference body; negative on the left.
    public internal(set) var right: Double?
    /// What is wrong with it.
    public internal(set) var violations: [AnatomyViolation]

    init(organ: Organ.ID, state: State, violations: [AnatomyViolation] = []) {
      self.organ = organ
      self.state = state
      self.violations = violations
    }

    /// Whether any of it was seen.
    public var isPresent: Bool { millilitres != nil }
  }

  /// What was found out about a patient.
  public struct Report: Sendable, Hashable, Codable {
    /// The patient's seed.
    public let seed: UInt64
    /// Sex.
    public let sex: Patient.Sex
    /// Age, years.
    public let age: Double
    /// Height, cm.
    public let height: Double
    /// Weight, kg.
    public let weight: Double
    /// Contrast medium.
    public let phase: ContrastPhase
    /// Voxel size, mm.
    public let spacing: Double
    /// One for every organ that the patient has or should have, in the order of the catalogue.
    public let rows: [Row]

    init(patient: Patient, phase: ContrastPhase, spacing: Double, rows: [Row]) {
      seed = patient.seed
      sex = patient.sex
      age = patient.age
      height = patient.height
      weight = patient.weight
      self.phase = phase
      self.spacing = spacing
      self.rows = rows
    }

    /// The row of an organ.
    public subscript(_ organ: Organ.ID) -> Row? { rows.first { $0.organ == organ } }

    /// All that is wrong, in the order of the catalogue.
    public var violations: [AnatomyViolation] { rows.flatMap(\.violations) }
  }
}
