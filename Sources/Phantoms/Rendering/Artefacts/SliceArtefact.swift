/// Something that a scanner adds to a reconstructed slice and that is not there.
protocol SliceArtefact: Sendable {
  /// Adds the artefact that a body makes to a slice of it.
  /// - Parameters:
  ///   - slice: what has been reconstructed so far.
  ///   - body: the slice without any artefact.
  ///   - seed: the scan's seed.
  func add(to slice: inout AxialSlice, of body: AxialSlice, seed: UInt64)
}

/// The artefacts of a scan; none by default.
public struct Artefacts: Sendable, Hashable {
  /// Dark bands between dense bones.
  public var beamHardening: BeamHardening?
  /// Rays from metal.
  public var metal: MetalStreaks?
  /// Streaks of noise across shoulders and hips.
  public var starvation: PhotonStarvation?
  /// Doubled edges and steps at the diaphragm.
  public var breathing: BreathingMotion?
  /// Doubled edges at the heart.
  public var pulsation: HeartMotion?

  /// Artefacts; nil for none of that kind.
  public init(
    beamHardening: BeamHardening? = nil, metal: MetalStreaks? = nil, starvation: PhotonStarvation? = nil,
    breathing: BreathingMotion? = nil, pulsation: HeartMotion? = nil
  ) {
    self.beamHardening = beamHardening
    self.metal = metal
    self.starvation = starvation
    self.breathing = breathing
    self.pulsation = pulsation
  }

  /// Those that are added to reconstructed slices; motion is painted.
  var inSlices: [any SliceArtefact] {
    var all: [any SliceArtefact] = []
    if let beamHardening { all.append(beamHardening) }
    if let metal { all.append(metal) }
    if let starvation { all.append(starvation) }
    return all
  }
}
