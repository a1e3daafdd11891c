/// Dark bands between dense bones and bright rims beside them: bone takes the soft part of the beam away, so a ray
/// through much bone arrives stronger than a single energy would.
public struct BeamHardening: SliceArtefact, Hashable {
  /// 1 for a scanner of today with its corrections on; some tens of HU between the hips.
  public var strength: Double

  /// Beam hardening; see the property.
  public init(strength: Double = 1) { self.strength = strength }

  /// What is missing from a ray's attenuation after 10 mm of bone of 1000 HU; grows with the square at first.
  private static let loss: Float = 0.06

  func add(to slice: inout AxialSlice, of body: AxialSlice, seed: UInt64) {
    let beam = ParallelBeam(body, cell: 3, directions: 90)
    let bone = beam.cells(body) { max(0, min($0, 2500) - 200) / 1000 }
    guard bone.contains(where: { $0 > 0 }) else { return }
    var rays = beam.projected(bone)
    for i in rays.indices {
      let path = rays[i] / 10
      rays[i] = -Float(strength) * Self.loss * path * path / (1 + 0.3 * path)
    }
    let scale = Float.pi * 1000 / Attenuation.water
    beam.add(beam.mean(of: beam.filtered(rays)).map { $0 * scale }, to: &slice)
  }
}
