/// A smooth random field over space: random values on a lattice, eased between. -1...1, mean 0.
struct NoiseField {
  private let seed: UInt64
  private let frequency: Double

  /// A field whose lattice points lie `scale` mm apart.
  init(seed: UInt64, scale: Double) {
    self.seed = SeededGenerator.mixed(seed ^ 0x5851_F42D_4C95_7F2D)
    frequency = 1 / scale
  }

  /// The value at a point; eight look-ups.
  func value(at p: Point3) -> Double {
    let x = p.x * frequency
    let y = p.y * frequency
    let z = p.z * frequency
    let bx = x.rounded(.down)
    let by = y.rounded(.down)
    let bz = z.rounded(.down)
    let tx = eased(x - bx)
    let ty = eased(y - by)
    let tz = eased(z - bz)
    let i = Int64(bx)
    let j = Int64(by)
    let k = Int64(bz)
    func row(_ j: Int64, _ k: Int64) -> Double {
      Exact.mix(lattice(i, j, k), lattice(i + 1, j, k), tx)
    }
    let near = Exact.mix(row(j, k), row(j + 1, k), ty)
    let far = Exact.mix(row(j, k + 1), row(j + 1, k + 1), ty)
    return Exact.mix(near, far, tz)
  }

  private func eased(_ t: Double) -> Double { t * t * (3 - 2 * t) }

  private func lattice(_ i: Int64, _ j: Int64, _ k: Int64) -> Double {
    let place =
      UInt64(bitPattern: i) &* 0x8DA6_B343 ^ UInt64(bitPattern: j) &* 0xD816_3841_0001
      ^ UInt64(bitPattern: k) &* 0xCB1A_B31F_0000_0001
    return Double(SeededGenerator.mixed(place ^ seed) >> 11) * 0x1p-52 - 1
  }
}
