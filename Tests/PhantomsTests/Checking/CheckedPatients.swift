import Anatomy

@testable import Phantoms

/// Three whole bodies, scanned and judged once for all tests: the reference body, a usual one, and a small lean woman,
/// each in another contrast phase.
enum CheckedPatients {
  static let patients = [Patient(), Patient.random(seed: 3), Patient.random(seed: 22)]

  private static let reports: [Result<PatientCheck.Report, any Error>] = zip(
    patients, [ContrastPhase.portalVenous, .none, .arterial]
  ).map { patient, phase in
    Result { try PatientCheck(phase: phase).report(on: patient, threads: 2) }
  }

  static func report(_ index: Int) throws -> PatientCheck.Report { try reports[index].get() }
}
