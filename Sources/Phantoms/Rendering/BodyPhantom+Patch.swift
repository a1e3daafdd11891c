import Imaging

extension Scan {
  /// A scan as departments take them, drawn at random: phase, dose, kernel, table, artefacts.
  /// - Parameter tissues: how much tissues differ from their usual HU.
  public static func random(seed: UInt64, tissues: TissueVariation? = .jittered) -> Scan {
    var random = SeededGenerator(seed: seed, stream: "scan")
    let phases: [ContrastPhase] = [.none, .arterial, .portalVenous, .portalVenous]
    let phase = phases[Int(random.next() % UInt64(phases.count))]
    let noise = random.between(4, 28)
    let blur = random.between(0.5, 1.8)
    let table = random.between(0, 1) < 0.85
    var artefacts = Artefacts()
    let (hardening, starvation) = (random.between(0, 1), random.between(0, 1))
    if hardening < 0.35 { artefacts.beamHardening = BeamHardening(strength: random.between(0.4, 1.6)) }
    if starvation < 0.25 { artefacts.starvation = PhotonStarvation(strength: random.between(0.4, 1.6)) }
    artefacts.metal = MetalStreaks(strength: random.between(0.5, 1.3))
    return Scan(
      phase: phase, noise: noise, blur: blur, table: table, artefacts: artefacts, tissues: tissues,
      seed: random.next())
  }
}

extension BodyPhantom {
  /// A patient nobody has seen before, in a scan of its own, within a patch somewhere in the body: training data.
  ///
  /// Cost: some tens of milliseconds for the anatomy, then what lies in the patch.
  /// - Parameters:
  ///   - shape: voxels of the patch along R, A, S.
  ///   - spacing: mm.
  ///   - scores: where along the body its middle may lie, on the scale of `BodyLandmark`.
  ///   - tissues: how much tissues differ from their usual HU; nil for not at all.
  ///   - seed: chooses everything.
  /// - Throws: `ImagingError` `.outOfMemory`.
  public static func patch(
    shape: GridShape, spacing: Vector3, scores: ClosedRange<Double> = 0...1,
    tissues: TissueVariation? = .randomized, seed: UInt64, threads: Int = 1
  ) throws -> BodyScan {
    let body = BodyPhantom(Patient.random(seed: seed))
    return try body.scan(
      Scan.random(seed: seed, tissues: tissues),
      grid: body.patch(shape: shape, spacing: spacing, scores: scores, seed: seed), threads: threads)
  }

  /// A grid with axes R, A, S whose middle lies somewhere in the trunk or the head.
  /// - Parameters: as those of the patch that is scanned in one step.
  public func patch(
    shape: GridShape, spacing: Vector3, scores: ClosedRange<Double> = 0...1, seed: UInt64
  ) -> Geometry {
    var random = SeededGenerator(seed: seed, stream: "patch")
    let z = random.between(scores.lowerBound, scores.upperBound) * 870
    let (right, front) = (random.between(-110, 110), random.between(-90, 60))
    let middle = warp.patient(Point3(right, front, z))
    func first(_ middle: Double, _ count: Int, _ step: Double) -> Double {
      middle - Double(count - 1) / 2 * step
    }
    return Geometry(
      shape: shape,
      affine: Affine(
        columnX: Vector3(x: spacing.x, y: 0, z: 0), columnY: Vector3(x: 0, y: spacing.y, z: 0),
        columnZ: Vector3(x: 0, y: 0, z: spacing.z),
        origin: Vector3(
          x: first(middle.x, shape.x, spacing.x), y: first(middle.y, shape.y, spacing.y),
          z: first(middle.z, shape.z, spacing.z))))
  }
}
