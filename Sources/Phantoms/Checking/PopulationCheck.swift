import Anatomy

/// The checks of many patients, summed up organ by organ.
public struct PopulationCheck: Sendable, Hashable, Codable {
  /// One a patient, in the order in which they were added.
  public private(set) var reports: [PatientCheck.Report] = []

  /// No patient yet.
  public init() {}

  /// Adds a patient.
  public mutating func add(_ report: PatientCheck.Report) { reports.append(report) }

  /// Checks the patients that `Patient.random(seed:)` gives, contrast phases in turn.
  /// - Parameters:
  ///   - seeds: the patients.
  ///   - spacing: voxel size, mm.
  ///   - threads: how many threads share the work on a patient.
  ///   - progress: called after every patient.
  /// - Throws: `ImagingError` `.outOfMemory`, and what `progress` throws.
  public static func run(
    seeds: ClosedRange<UInt64>, spacing: Double = 3, threads: Int = 1,
    progress: (PatientCheck.Report) throws -> Void = { _ in }
  ) throws -> PopulationCheck {
    var population = PopulationCheck()
    let phases = ContrastPhase.allCases
    for seed in seeds {
      let phase = phases[Int(seed % UInt64(phases.count))]
      let report = try PatientCheck(spacing: spacing, phase: phase).report(
        on: .random(seed: seed), threads: threads)
      population.add(report)
      try progress(report)
    }
    return population
  }

  /// All violations, with the seed of the patient.
  public var violations: [(seed: UInt64, violation: AnatomyViolation)] {
    reports.flatMap { report in report.violations.map { (report.seed, $0) } }
  }

  /// How a measure is spread over the patients.
  public struct Spread: Sendable, Hashable, Codable {
    /// The least.
    public let low: Double
    /// Half of the patients have less.
    public let median: Double
    /// The most.
    public let high: Double

    init?(_ values: [Double]) {
      let sorted = values.sorted()
      guard let first = sorted.first, let last = sorted.last else { return nil }
      low = first
      high = last
      let middle = sorted.count / 2
      median = sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
  }

  /// An organ in all patients.
  public struct Row: Sendable, Hashable, Codable {
    /// The organ.
    public let organ: Organ.ID
    /// In how many patients it was seen.
    public let present: Int
    /// In how many it should be.
    public let expected: Int
    /// mL where it was seen whole.
    public let millilitres: Spread?
    /// Mean HU where it was seen whole.
    public let hounsfield: Spread?
    /// The least share of the parts that must hold it together, where it was seen whole; 1 is in one piece.
    public let together: Double?
    /// All that is wrong with it in any patient.
    public let violations: [AnatomyViolation]
  }

  /// One for every organ of any patient, in the order of the catalogue.
  public var rows: [Row] {
    OrganCatalogue.organs.compactMap { organ in
      let own = reports.compactMap { $0[organ.id] }
      guard !own.isEmpty else { return nil }
      let whole = own.filter { $0.state == .whole }
      let most = AnatomyRules.connectedness(of: organ.id).parts
      return Row(
        organ: organ.id, present: own.count { $0.isPresent },
        expected: own.count { $0.state != .excused && $0.state != .outside },
        millilitres: Spread(whole.compactMap(\.millilitres)),
        hounsfield: Spread(whole.compactMap(\.hounsfield)),
        together: whole.map { $0.parts.prefix(most).reduce(0, +) }.min(),
        violations: own.flatMap(\.violations))
    }
  }
}
