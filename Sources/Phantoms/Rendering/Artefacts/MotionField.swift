/// Breathing while the scan runs: the diaphragm is caught at other heights from slab to slab.
public struct BreathingMotion: Sendable, Hashable {
  /// How far the diaphragm moves, mm, 0...40.
  public var amplitude: Double
  /// Height of a slab that is taken at once, mm.
  public var slab: Double

  /// Breathing; see the properties.
  public init(amplitude: Double = 8, slab: Double = 30) {
    self.amplitude = min(max(amplitude, 0), 40)
    self.slab = max(slab, 1)
  }
}

/// The heart beating while the scan runs.
public struct HeartMotion: Sendable, Hashable {
  /// How far the heart's surface moves, mm, 0...12.
  public var amplitude: Double
  /// Height of a slab that is taken at once, mm.
  public var slab: Double

  /// Pulsation; see the properties.
  public init(amplitude: Double = 4, slab: Double = 20) {
    self.amplitude = min(max(amplitude, 0), 12)
    self.slab = max(slab, 1)
  }
}

/// Where a point of the patient stood while it was scanned: breathing and pulse, both steady within a slab of the scan
/// and different in the next; the samples of a voxel are taken one after the other.
struct MotionField: Sendable {
  private let breathing: BreathingMotion?
  private let pulsation: HeartMotion?
  private let diaphragm: Point3
  private let heart: Point3
  private let seed: UInt64

  /// Nil when nothing moves.
  init?(_ scan: Scan, plan: BodyPlan, warp: Warp) {
    guard scan.artefacts.breathing != nil || scan.artefacts.pulsation != nil else { return nil }
    breathing = scan.artefacts.breathing
    pulsation = scan.artefacts.pulsation
    diaphragm = warp.patient(plan.at(.rightDome))
    heart = warp.patient(plan.at(.heart))
    seed = SeededGenerator.mixed(scan.seed ^ 0x6D6F_7469_6F6E)
  }

  /// At most how far a point in a ball is moved, mm.
  func reach(in ball: Ball) -> Double {
    var reach = 0.0
    if let breathing, abs(ball.centre.z - diaphragm.z + 30) < 190 + ball.radius {
      reach += breathing.amplitude
    }
    if let pulsation, (ball.centre - heart).length < 95 + reach + ball.radius { reach += pulsation.amplitude }
    return reach
  }

  /// The place whose tissue a sample at `p` shows.
  /// - Parameter time: -1...1, when within its slab the sample is taken.
  func source(of p: Point3, time: Double) -> Point3 {
    var result = p
    if let breathing {
      let near = 1 - Exact.smooth(40, 190, abs(p.z - diaphragm.z + 30))
      // The spine and the wall behind it stay where they are.
      let free = Exact.smooth(-75, -30, p.y)
      let phase = phase(p.z, breathing.slab, 1) + 0.3 * time
      result.z += breathing.amplitude * near * free * max(-1, min(phase, 1))
    }
    if let pulsation {
      let d = p - heart
      let near = 1 - Exact.smooth(45, 95, d.length)
      let phase = phase(p.z, pulsation.slab, 2) + 0.9 * time
      result = result + d.unit * (pulsation.amplitude * near * max(-1, min(phase, 1)))
    }
    return result
  }

  /// -1...1 for the slab that holds a height.
  private func phase(_ z: Double, _ slab: Double, _ kind: UInt64) -> Double {
    let index = Int64((z / slab).rounded(.down))
    let bits = SeededGenerator.mixed(seed &+ kind ^ UInt64(bitPattern: index) &* 0x9E37_79B9_7F4A_7C15)
    return Double(bits >> 11) * 0x1p-52 - 1
  }
}
