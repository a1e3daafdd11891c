/// Thin walls between long cells packed side by side: the fat between the muscles of a limb.
///
/// The borders of a Voronoi pattern whose cells are stretched along z; a smooth field bends them and makes them
/// thicker and thinner, so that no wall looks ruled.
struct Septa: Solid {
  let bounds: Box3
  /// Half thickness of a wall, mm.
  private let half: Double
  private let cells: Cells
  private let bend: NoiseField
  private let swell: NoiseField
  private let width: Double

  /// The bent pattern changes faster than the straight one.
  let steepness = 1.8

  /// - Parameters:
  ///   - width: how wide a cell is across, mm; it is six times as long.
  ///   - half: half the thickness of a wall, mm.
  init(in bounds: Box3, width: Double, half: Double, seed: UInt64) {
    self.bounds = bounds
    self.width = width
    self.half = half
    cells = Cells(seed: seed, width: width)
    bend = NoiseField(seed: seed &+ 1, scale: 0.9 * width)
    swell = NoiseField(seed: seed &+ 2, scale: 1.3 * width)
  }

  func distance(to p: Point3) -> Double {
    let shift = 0.16 * width * bend.value(at: p)
    let bent = Point3(p.x + shift, p.y - shift, p.z)
    let wall = cells.border(at: bent) - half * (1 + 0.9 * swell.value(at: p))
    let outside = bounds.distance(to: p)
    return outside > 0 ? max(wall, outside) : wall
  }

  /// One jittered site in every box of a lattice.
  private struct Cells {
    let seed: UInt64
    let width: Double

    /// How far a neighbouring box's site is away at least along an axis: sites keep a tenth of a box from its sides.
    private func gaps(_ part: Double) -> (before: Double, after: Double) {
      let (before, after) = (part + 0.1, 1.1 - part)
      return (before * before, after * after)
    }

    /// Distance to the nearest border between cells, mm.
    func border(at p: Point3) -> Double {
      let q = Point3(p.x / width, p.y / width, p.z / (6 * width))
      let (bx, by, bz) = (q.x.rounded(.down), q.y.rounded(.down), q.z.rounded(.down))
      let (gx, gy, gz) = (gaps(q.x - bx), gaps(q.y - by), gaps(q.z - bz))
      // Squares; the own box first, so that most others can be left out.
      var (nearest, next) = (Double.infinity, Double.infinity)
      for stepK in 0..<3 {
        let k = Self.offset(stepK)
        let dz = k == 0 ? 0 : k < 0 ? gz.before : gz.after
        for stepJ in 0..<3 {
          let j = Self.offset(stepJ)
          let dy = dz + (j == 0 ? 0 : j < 0 ? gy.before : gy.after)
          guard dy < next else { continue }
          for stepI in 0..<3 {
            let i = Self.offset(stepI)
            let least = dy + (i == 0 ? 0 : i < 0 ? gx.before : gx.after)
            guard least < next else { continue }
            let corner = Point3(bx + i, by + j, bz + k)
            let away = corner + jitter(corner) - q
            let d = away.dot(away)
            if d < nearest {
              next = nearest
              nearest = d
            } else if d < next {
              next = d
            }
          }
        }
      }
      return (next.squareRoot() - nearest.squareRoot()) / 2 * width
    }

    /// The own box, the one before, the one behind.
    private static func offset(_ step: Int) -> Double { step == 0 ? 0 : step == 1 ? -1 : 1 }

    private func jitter(_ corner: Point3) -> Point3 {
      let place =
        UInt64(bitPattern: Int64(corner.x)) &* 0x9E37_79B9_7F4A_7C15
        ^ UInt64(bitPattern: Int64(corner.y)) &* 0xC2B2_AE3D_27D4_EB4F
        ^ UInt64(bitPattern: Int64(corner.z)) &* 0x1656_67B1_9E37_79F9
      let bits = SeededGenerator.mixed(place ^ seed)
      func part(_ shift: UInt64) -> Double { Double(bits >> shift & 0xFFFF) / 65536 * 0.8 + 0.1 }
      return Point3(part(0), part(16), part(32))
    }
  }
}
