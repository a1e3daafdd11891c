import Anatomy
import Imaging

/// A synthetic patient with all organs, ready to be scanned in any grid.
///
/// Anatomy is set up once (a few tens of milliseconds); a scan then costs what lies in its grid, so a small patch is
/// cheap. The same patient, grid and scan give the same voxels on every machine and for any number of threads.
public struct BodyPhantom: Sendable {
  /// Who it is.
  public let patient: Patient
  let plan: BodyPlan
  let warp: Warp
  let atlas: Atlas

  /// Builds the anatomy of a patient.
  public init(_ patient: Patient) {
    self.init(patient, regions: BodyRegions.all)
  }

  init(_ patient: Patient, regions: [any BodyRegion.Type]) {
    self.patient = patient
    plan = BodyPlan(patient)
    warp = Warp(patient)
    atlas = Atlas(plan, regions: regions)
  }

  /// A grid with axes R, A, S over part of the body.
  /// - Parameters:
  ///   - scores: from where to where along the body, on the scale of `BodyLandmark` (0 ischium, 1 vertex); beyond 0
  ///     lie the thighs.
  ///   - spacing: voxel size to the right, to anterior and to superior, mm, above 0.
  ///   - width: how far it reaches from side to side, mm; nil for what the body and its arms need.
  public func grid(
    scores: ClosedRange<Double> = -0.05...1.02, spacing: Vector3, width: Double? = nil
  ) -> Geometry {
    precondition(spacing.x > 0 && spacing.y > 0 && spacing.z > 0)
    let low = warp.patient(Point3(0, 0, scores.lowerBound * 870)).z
    let high = warp.patient(Point3(0, 0, scores.upperBound * 870)).z
    let box = plan.skin.bounds
    let side = width.map { $0 / 2 } ?? max(-warp.patient(Point3(box.low.x, 0, 300)).x, 235) + 12
    let front = warp.patient(Point3(0, max(box.high.y, 118), 300)).y + 12
    let back = warp.patient(Point3(0, box.low.y, 300)).y - 45
    func count(_ length: Double, _ step: Double) -> Int { max(1, Int((length / step).rounded(.up))) }
    let shape = GridShape(
      x: count(2 * side, spacing.x), y: count(front - back, spacing.y), z: count(high - low, spacing.z))
    return Geometry(
      shape: shape,
      affine: Affine(
        columnX: Vector3(x: spacing.x, y: 0, z: 0), columnY: Vector3(x: 0, y: spacing.y, z: 0),
        columnZ: Vector3(x: 0, y: 0, z: spacing.z),
        origin: Vector3(x: -side + spacing.x / 2, y: back + spacing.y / 2, z: low + spacing.z / 2)))
  }

  /// Scans the patient.
  ///
  /// Cost: at 3 mm a whole trunk and head take seconds, at 1.5 mm eight times as long; 8 bytes a voxel.
  /// - Parameters:
  ///   - threads: how many threads share the work.
  ///   - progress: called with the share that is painted, from any of the threads.
  /// - Throws: `ImagingError` `.outOfMemory`.
  public func scan(
    _ scan: Scan = Scan(), grid: Geometry, threads: Int = 1,
    progress: @Sendable (Double) -> Void = { _ in }
  ) throws -> BodyScan {
    let count = grid.shape.count
    let painted = try Voxels.buffer(.float32, count: count, file: "phantom")
    let numbers = try Voxels.buffer(.uint16, count: count, file: "phantom")
    let stored = try Voxels.buffer(.int16, count: count, file: "phantom")
    let hounsfield = SharedRow(painted.base.assumingMemoryBound(to: Float.self))
    BodyPainter(geometry: grid, atlas: atlas, plan: plan, warp: warp, scan: scan).paint(
      hounsfield: hounsfield, numbers: SharedRow(numbers.base.assumingMemoryBound(to: UInt16.self)),
      threads: threads, progress: progress)
    ScannerEffects(geometry: grid, scan: scan).apply(
      hounsfield, to: SharedRow(stored.base.assumingMemoryBound(to: Int16.self)), threads: threads)
    numbers.publish(count)
    stored.publish(count)
    withExtendedLifetime(painted) {}
    return BodyScan(
      ct: Volume(storedGeometry: grid, voxels: stored),
      structures: Volume(storedGeometry: grid, voxels: numbers), atlas: atlas)
  }
}
