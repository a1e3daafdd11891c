import Anatomy

@testable import Phantoms

/// Two whole bodies, scanned and judged once for all tests: the reference body without contrast medium, and a small lean
/// woman's with it. `fabrica phantom check` judges many.
enum CheckedPatients {
  static let patients = [Patient(), Patient.random(seed: 22)]

  private static let reports: [Result<PatientCheck.Report, any Error>] = zip(
    patients, [ContrastPhase.none, .arterial]
  ).map { patient, phase in
    Result { try PatientCheck(phase: phase).report(on: patient, threads: 2) }
  }

  static func report(_ index: Int) throws -> PatientCheck.Report { try reports[index].get() }
}
