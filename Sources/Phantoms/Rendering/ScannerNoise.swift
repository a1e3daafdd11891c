/// Noise of a reconstructed slice: correlated between neighbours, stronger where rays have passed through much body.
struct ScannerNoise: Sendable {
  /// Standard deviation in the middle of an abdomen, HU.
  let strength: Double
  let seed: UInt64

  /// Attenuation along a ray through the middle of an adult's abdomen, the place `strength` is meant for.
  private static let usual = 5.3

  /// Adds noise to a slice as strong as the rays through `body`, the slice without artefacts, make it.
  func add(to slice: inout AxialSlice) {
    guard strength > 0 else { return }
    let beam = ParallelBeam(slice, cell: 8, directions: 8)
    let shares = Self.shares(slice, beam)
    var noise = grain(of: slice)
    let weight: Float = 0.22
    noise.smooth(.x, weight: weight)
    noise.smooth(.y, weight: weight)
    // What is left of the variance along one axis.
    let kept = (1 - 2 * weight) * (1 - 2 * weight) + 2 * weight * weight
    let scale = Float(strength) / kept
    for y in 0..<slice.rows {
      for x in 0..<slice.columns {
        let i = y * slice.columns + x
        slice.values[i] += noise.values[i] * scale * beam.value(of: shares, x, y)
      }
    }
  }

  /// How strong noise is at every cell. Tubes give more current where the patient is thick, which halves the exponent.
  private static func shares(_ slice: AxialSlice, _ beam: ParallelBeam) -> [Float] {
    var rays = beam.projected(beam.cells(slice, Attenuation.ofPixel))
    for i in rays.indices { rays[i] = Float(Exact.exponential((Double(rays[i]) - usual) / 2)) }
    return beam.mean(of: rays).map { min(max($0.squareRoot(), 0.35), 3) }
  }

  /// White noise of deviation 1.
  private func grain(of slice: AxialSlice) -> AxialSlice {
    var noise = AxialSlice(
      index: slice.index, columns: slice.columns, rows: slice.rows, spacing: slice.spacing)
    let key = SeededGenerator.mixed(seed &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(slice.index))
    for i in noise.values.indices {
      let bits = SeededGenerator.mixed(key &+ UInt64(i) &* 0xD134_2543_DE82_EF95)
      // Four even draws make a bell of variance 1/3.
      let sum =
        Float(bits & 0xFFFF) + Float(bits >> 16 & 0xFFFF) + Float(bits >> 32 & 0xFFFF) + Float(bits >> 48)
      noise.values[i] = (sum / 65536 - 2) * 1.7320508
    }
    return noise
  }
}
