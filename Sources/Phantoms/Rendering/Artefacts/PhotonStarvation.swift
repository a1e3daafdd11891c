/// Streaks of noise along the rays that pass through most body: from side to side through shoulders and hips.
public struct PhotonStarvation: SliceArtefact, Hashable {
  /// 1 for a low-dose scan of an adult.
  public var strength: Double

  /// Starvation; see the property.
  public init(strength: Double = 1) { self.strength = strength }

  /// Attenuation from which the detector's own noise shows: about 31 cm of water.
  private static let threshold: Float = 6

  func add(to slice: inout AxialSlice, of body: AxialSlice, seed: UInt64) {
    let coarse = ParallelBeam(body, cell: 6, directions: 96)
    let paths = coarse.projected(coarse.cells(body, Attenuation.ofPixel))
    guard paths.contains(where: { $0 > Self.threshold }) else { return }
    let fine = ParallelBeam(body, cell: 0, directions: 96)
    var rays = [Float](repeating: 0, count: fine.bins * fine.directionCount)
    var random = SeededGenerator(seed: seed, stream: "starvation.\(body.index)")
    for direction in 0..<fine.directionCount {
      for bin in 0..<fine.bins {
        let at = (Double(bin) - Double(fine.bins) / 2) * fine.bin / coarse.bin + Double(coarse.bins) / 2
        let path = paths[direction * coarse.bins + min(max(Int(at.rounded()), 0), coarse.bins - 1)]
        guard path > Self.threshold else { continue }
        let excess = Exact.exponential(Double(min(path - Self.threshold, 4)) / 2) - 1
        rays[direction * fine.bins + bin] = Float(0.05 * strength * excess * random.bell())
      }
    }
    let picture = fine.mean(of: fine.filtered(rays))
    let scale = Float.pi * 1000 / Attenuation.water
    for i in slice.values.indices { slice.values[i] += picture[i] * scale }
  }
}
