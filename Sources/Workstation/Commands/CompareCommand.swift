import Imaging
import Storage

/// Makes `CompareReport`s.
public enum CompareCommand {
  /// The tolerance of TotalSegmentator's own evaluation, mm.
  public static let defaultTolerance = 3.0

  /// Compares two label maps organ by organ; organs are matched by name, never by id.
  /// - Throws: `ImagingError` of either, `.gridMismatch` when they do not lie on one grid;
  ///   `CommandError.badValue` for a tolerance that is none.
  public static func report(
    reference: String, candidate: String, referenceNames: String? = nil, candidateNames: String? = nil,
    tolerance: Double = defaultTolerance
  ) throws -> CompareReport {
    guard tolerance.isFinite, tolerance >= 0 else {
      throw CommandError.badValue(option: "--tolerance", value: "\(tolerance)", expected: "0 mm or more")
    }
    let first = try LabelMapReader.read(path: reference, names: referenceNames)
    let second = try LabelMapReader.read(path: candidate, names: candidateNames)
    let agreement = try LabelComparison.compute(
      reference: first, candidate: second, tolerance: tolerance, referenceName: Sanitizer.clean(reference),
      candidateName: Sanitizer.clean(candidate))
    return CompareReport(
      reference: reference, candidate: candidate, tolerance: tolerance, agreement: agreement)
  }
}
