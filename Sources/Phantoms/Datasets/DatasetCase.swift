import Anatomy
import Imaging

/// One scan of a data set, as a description: the same description gives the same voxels.
public struct DatasetCase: Sendable, Hashable {
  /// `total_0001`.
  public let name: String
  /// Who is scanned.
  public let patient: Patient
  /// How.
  public let scan: Scan
  /// From where to where along the body, on the scale of `BodyLandmark`.
  public let scores: ClosedRange<Double>
  /// Voxel size to the right, to anterior and to superior, mm.
  public let spacing: Vector3
  /// Width of the picture, mm; nil for what the body and its arms need.
  public let width: Double?
  /// How the file's axes run.
  public let orientation: StoredOrientation

  /// A case; see the properties.
  public init(
    name: String, patient: Patient, scan: Scan, scores: ClosedRange<Double>, spacing: Vector3, width: Double?,
    orientation: StoredOrientation = .ras
  ) {
    self.name = name
    self.patient = patient
    self.scan = scan
    self.scores = scores
    self.spacing = spacing
    self.width = width
    self.orientation = orientation
  }

  /// The case of a task's data set with this number, from 1.
  /// - Parameters:
  ///   - seed: chooses the data set; two data sets share no patient.
  ///   - spacing: voxel edge, mm, in place of the protocol's.
  public init(_ number: Int, of given: TaskProtocol, seed: UInt64, spacing: Double? = nil) {
    let task = given.task.rawValue
    name = Self.name(task, number)
    var random = SeededGenerator(seed: seed, stream: "dataset.\(task).\(number)")
    let own = random.next()
    let view = Self.drawn(given.views.map { ($0.share, $0.scores) }, random.between(0, 1))
    let low = view.lowerBound + given.shift * random.signed()
    scores = low...max(view.upperBound + given.shift * random.signed(), low + 0.05)
    // Artefacts and kernel as any department's; phase, noise and disease as the task's.
    var scan = Scan.random(seed: own)
    scan.phase = Self.drawn(given.phases.map { ($0.share, $0.phase) }, random.between(0, 1))
    scan.noise = random.between(given.noise.lowerBound, given.noise.upperBound)
    self.scan = scan
    var pathologies = Set(given.always)
    for item in given.sometimes where random.between(0, 1) < item.share { pathologies.insert(item.pathology) }
    var patient = Patient.random(seed: own, pathologies: pathologies)
    if let arms = given.arms { patient.arms = arms }
    self.patient = patient
    self.spacing = spacing.map { Vector3(x: $0, y: $0, z: $0) } ?? given.spacing
    width = given.width
    let orientations: [StoredOrientation] = [.ras, .lps, .las]
    orientation = orientations[Int(random.next() % UInt64(orientations.count))]
  }

  /// The scan and the truth about it.
  /// - Throws: `ImagingError` `.outOfMemory`.
  public func make(
    threads: Int, progress: @Sendable (Double) -> Void = { _ in }
  ) throws -> BodyScan {
    let body = BodyPhantom(patient)
    let grid = body.grid(scores: scores, spacing: spacing, width: width).stored(as: orientation)
    return try body.scan(scan, grid: grid, threads: threads, progress: progress)
  }

  /// A name with a number of four digits or more.
  static func name(_ stem: String, _ number: Int) -> String {
    let digits = "\(number)"
    return "\(stem)_" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  /// The value whose share of 0...1 holds the draw.
  static func drawn<Value>(_ shares: [(Double, Value)], _ draw: Double) -> Value {
    var sum = 0.0
    for (share, value) in shares {
      sum += share
      if draw < sum { return value }
    }
    return shares[shares.count - 1].1
  }
}
