/// What looking at every case of a data set found.
public struct DatasetReview: Sendable {
  /// What must be put right before a run, case by case in the order of names; what concerns all cases comes last.
  public let errors: [TrainingDataError]
  /// What is odd.
  public let warnings: [TrainingDataWarning]
  /// The facts of the cases that can be used, in the order of names.
  public let facts: [CaseFacts]

  /// Whether a run may begin.
  public var isUsable: Bool { errors.isEmpty }

  /// What planning needs of the data set; throws the first error of a data set that cannot be used.
  public func fingerprint() throws(TrainingDataError) -> DatasetFingerprint {
    if let error = errors.first { throw error }
    return DatasetFingerprint(facts)
  }

  /// Classes that none of some cases has, by number: what a run over these cases cannot learn.
  public func classesAbsent(from names: [String]) -> [Int] {
    let own = facts.filter { names.contains($0.name) }
    guard let classes = facts.first?.classVoxels.count else { return [] }
    return (1..<classes).filter { label in own.allSatisfy { $0.classVoxels[label] == 0 } }
  }
}
