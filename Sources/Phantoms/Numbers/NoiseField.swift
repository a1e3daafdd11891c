/// A smooth random field over space: random values on a lattice, eased between. -1...1, mean 0.
struct NoiseField {
  private let seed: UInt64
  private let frequency: Double

  /// A field whose lattice points lie `scale` mm apart.
  init(seed: UInt64, scale: Double) {
    self.seed = SeededGenerator.mixed(seed ^ 0x5851_F42D_4C95_7F2D)
    frequency = 1 / scale
  }

  /// The lattice values round the place of the last look-up.
  struct Cell {
    fileprivate var seed: UInt64 = 0
    fileprivate var i = Int64.min
    fileprivate var j = Int64.min
    fileprivate var k = Int64.min
    fileprivate var low = SIMD4<Double>(repeating: 0)
    fileprivate var high = SIMD4<Double>(repeating: 0)
  }

  /// The value at a point; eight look-ups.
  func value(at p: Point3) -> Double {
    var cell = Cell()
    return value(at: p, &cell)
  }

  /// The value at a point; without any look-up when the point lies in the same cell as the one before.
  func value(at p: Point3, _ cell: inout Cell) -> Double {
    let x = p.x * frequency
    let y = p.y * frequency
    let z = p.z * frequency
    let bx = x.rounded(.down)
    let by = y.rounded(.down)
    let bz = z.rounded(.down)
    let (i, j, k) = (Int64(bx), Int64(by), Int64(bz))
    if i != cell.i || j != cell.j || k != cell.k || seed != cell.seed { cell = self.cell(i, j, k) }
    // From far to near along z, then y, then x.
    let square = cell.low + (cell.high - cell.low) * eased(z - bz)
    let ty = eased(y - by)
    let near = Exact.mix(square.x, square.z, ty)
    let far = Exact.mix(square.y, square.w, ty)
    return Exact.mix(near, far, eased(x - bx))
  }

  private func cell(_ i: Int64, _ j: Int64, _ k: Int64) -> Cell {
    var cell = Cell()
    (cell.seed, cell.i, cell.j, cell.k) = (seed, i, j, k)
    func square(_ k: Int64) -> SIMD4<Double> {
      SIMD4<Double>(lattice(i, j, k), lattice(i + 1, j, k), lattice(i, j + 1, k), lattice(i + 1, j + 1, k))
    }
    cell.low = square(k)
    cell.high = square(k + 1)
    return cell
  }

  private func eased(_ t: Double) -> Double { t * t * (3 - 2 * t) }

  private func lattice(_ i: Int64, _ j: Int64, _ k: Int64) -> Double {
    let place =
      UInt64(bitPattern: i) &* 0x8DA6_B343 ^ UInt64(bitPattern: j) &* 0xD816_3841_0001
      ^ UInt64(bitPattern: k) &* 0xCB1A_B31F_0000_0001
    return Double(SeededGenerator.mixed(place ^ seed) >> 11) * 0x1p-52 - 1
  }
}
