import Anatomy
import Dispatch
import Synchronization

/// How well one organ of two label maps agrees.
///
/// An organ that one map lacks has a Dice and a normalised surface distance of 0 and no distances in mm; an organ that
/// both lists name but neither map holds agrees in nothing that could be measured: all four are nil.
public struct OrganAgreement: Sendable, Hashable {
  /// The catalogue's organ, where its name is known.
  public let organ: Organ.ID?
  /// The name as the reference has it, else the candidate.
  public let name: String
  /// Its ids in the reference; empty when the reference does not list it.
  public let referenceIDs: [Int]
  /// Its ids in the candidate; empty when the candidate does not list it.
  public let candidateIDs: [Int]
  /// Its volume in the reference, mL.
  public let referenceMillilitres: Double
  /// Its volume in the candidate, mL.
  public let candidateMillilitres: Double
  /// Dice's coefficient, 0...1.
  public let dice: Double?
  /// The normalised surface distance at the comparison's tolerance, 0...1.
  public let normalisedSurfaceDistance: Double?
  /// The 95th percentile of the Hausdorff distance, mm.
  public let hausdorff95: Double?
  /// The symmetric average surface distance, mm.
  public let averageSurfaceDistance: Double?

  /// Whether the reference has voxels of it.
  public var isInReference: Bool { referenceMillilitres > 0 }
  /// Whether the candidate has voxels of it.
  public var isInCandidate: Bool { candidateMillilitres > 0 }
}

/// Two label maps of one scan, organ by organ.
public enum LabelComparison {
  /// Compares a candidate with a reference at a tolerance in mm.
  ///
  /// Organs are matched by name (`LabelMatching`) and come in the order of the reference's ids, then the candidate's own.
  /// The maps may be stored in different orientations, but must lie on one grid: else an `ImagingError` that calls them
  /// by the given names. Two organs are measured at a time; the result does not depend on that. Memory: about 8 bytes for
  /// each voxel of the box around an organ.
  public static func compute(
    reference: LabelMap, candidate: LabelMap, tolerance: Double, referenceName: String = "reference",
    candidateName: String = "candidate", threads: Int = 2
  ) throws(ImagingError) -> [OrganAgreement] {
    let grid = reference.volume.geometry
    let other = candidate.volume.geometry
    guard grid.matches(other) else {
      throw ImagingError(
        file: candidateName, field: "grid",
        problem: .gridMismatch(mismatch(other, against: grid, named: referenceName)))
    }
    let ours = LabelStatistics.compute(reference)
    let theirs = LabelStatistics.compute(candidate)
    let matching = LabelMatching(
      reference: reference.table, candidate: candidate.table, referenceIDs: ours.entries.map(\.id),
      candidateIDs: theirs.entries.map(\.id))
    let comparison = OrganComparison(
      reference: reference, candidate: candidate, ours: ours, theirs: theirs, tolerance: tolerance)
    return concurrentMap(matching.subjects, threads: threads, comparison.agreement)
  }

  private static func mismatch(_ grid: Geometry, against other: Geometry, named name: String) -> String {
    func size(_ shape: GridShape) -> String { "\(shape.x)x\(shape.y)x\(shape.z)" }
    return grid.shape == other.shape
      ? "its \(size(grid.shape)) voxels lie elsewhere in the patient than those of \(name)"
      : "it has \(size(grid.shape)) voxels, \(name) has \(size(other.shape))"
  }

  /// Maps elements on some threads, each taking the next that is left; results are in the order of the elements.
  private static func concurrentMap<Element: Sendable, Result: Sendable>(
    _ elements: [Element], threads: Int, _ transform: @Sendable (Element) -> Result
  ) -> [Result] {
    let results = Mutex<[(place: Int, result: Result)]>([])
    let next = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: max(1, min(threads, elements.count))) { _ in
      while true {
        let place = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard place < elements.count else { return }
        let result = transform(elements[place])
        results.withLock { $0.append((place, result)) }
      }
    }
    return results.withLock { $0.sorted { $0.place < $1.place }.map(\.result) }
  }
}

/// What it takes to compare one organ.
private struct OrganComparison: Sendable {
  let reference: LabelMap
  let candidate: LabelMap
  let ours: LabelStatistics
  let theirs: LabelStatistics
  let tolerance: Double

  @Sendable
  func agreement(_ subject: LabelMatching.Subject) -> OrganAgreement {
    let referenceEntries = subject.referenceIDs.compactMap { ours[$0] }
    let candidateEntries = subject.candidateIDs.compactMap { theirs[$0] }
    let boxes = (referenceEntries + candidateEntries).map(\.box)
    var dice: Double?
    var surface: SurfaceDistances?
    if let first = boxes.first {
      let box = boxes.dropFirst().reduce(first) { $0.union($1) }
      if referenceEntries.isEmpty || candidateEntries.isEmpty {
        dice = 0
      } else {
        let a = reference.mask(of: subject.referenceIDs, in: box)
        let b = candidate.mask(of: subject.candidateIDs, in: box)
        dice = OverlapMeasure(reference: a, candidate: b).dice
        surface = SurfaceDistances(
          reference: a, candidate: b, spacing: reference.volume.geometry.spacing)
      }
    }
    return OrganAgreement(
      organ: subject.organ, name: subject.name, referenceIDs: subject.referenceIDs,
      candidateIDs: subject.candidateIDs,
      referenceMillilitres: referenceEntries.reduce(0) { $0 + $1.millilitres },
      candidateMillilitres: candidateEntries.reduce(0) { $0 + $1.millilitres }, dice: dice,
      normalisedSurfaceDistance: surface?.normalisedSurfaceDistance(tolerance: tolerance)
        ?? (dice == nil ? nil : 0),
      hausdorff95: surface?.robustHausdorff(percent: 95),
      averageSurfaceDistance: surface?.averageSurfaceDistance)
  }
}
