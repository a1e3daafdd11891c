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
    let paths = beam.projected(beam.cells(body) { $0 > limit ? 1 : 0 })
    let picture = beam.mean(of: beam.filtered(errors(paths, beam, seed: seed, slice: body.index)))
    // How much of all rays through a place meet metal falls with the distance from it, and so do the streaks.
    let nearness = beam.mean(of: paths)
    let most = nearness.reduce(0, max)
    let scale = Float.pi * 1000 / Attenuation.water
    for i in slice.values.indices where body.values[i] <= limit {
      let share = min(1, (nearness[i] / (0.4 * most)).squareRoot())
      slice.values[i] += max(-900, min(picture[i] * scale * share, 1500))
    }
  }

  /// What is wrong with the attenuation along every ray that meets metal, given how many mm of it.
  private func errors(_ paths: [Float], _ beam: ParallelBeam, seed: UInt64, slice: Int) -> [Float] {
    var random = SeededGenerator(seed: seed, stream: "metal.\(slice)")
    var rays = [Float](repeating: 0, count: paths.count)
    for direction in 0..<beam.directionCount {
      let whole = 1 + 0.3 * Float(random.bell())
      for bin in direction * beam.bins..<(direction + 1) * beam.bins where paths[bin] > 0 {
        let path = paths[bin] * Self.metal
        let missing = 0.3 * path * path / (1 + 0.3 * path) * whole
        let noise = 0.05 * min(path * path, 8) * Float(random.bell())
        rays[bin] = Float(strength) * (noise - missing)
      }
    }
    return rays
  }
}
