/// Bright and dark rays from metal (voxels painted above `threshold`): hardly any photon comes through, and what does is
/// hard and noisy.
public struct MetalStreaks: SliceArtefact, Hashable {
  /// 1 for a hip prosthesis without metal artefact reduction.
  public var strength: Double
  /// What is brighter is metal, HU.
  public var threshold: Double

  /// Streaks; see the properties.
  public init(strength: Double = 1, threshold: Double = 2500) {
    self.strength = strength
    self.threshold = threshold
  }

  /// Attenuation of metal beyond water's, per mm: steel and titanium lie about here.
  private static let metal: Float = 0.16
  private static let directions = 180

  func add(to slice: inout AxialSlice, of body: AxialSlice, seed: UInt64) {
    let limit = Float(threshold)
    guard body.values.contains(where: { $0 > limit }) else { return }
    let beam = ParallelBeam(body, cell: 0, directions: Self.directions)
    var rays = beam.projected(beam.cells(body) { $0 > limit ? 1 : 0 })
    var random = SeededGenerator(seed: seed, stream: "metal.\(body.index)")
    for i in rays.indices where rays[i] > 0 {
      let path = rays[i] * Self.metal
      let missing = 0.22 * path * path / (1 + 0.3 * path)
      let noise = 0.12 * min(path * path, 6) * Float(random.bell())
      rays[i] = Float(strength) * (noise - missing)
    }
    let picture = beam.mean(of: beam.filtered(rays))
    let scale = Float.pi * 1000 / Attenuation.water
    for i in slice.values.indices where body.values[i] <= limit {
      slice.values[i] += max(-900, min(picture[i] * scale, 1500))
    }
  }
}
