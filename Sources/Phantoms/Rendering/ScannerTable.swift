/// The table under a patient: a curved foam board in a shell of carbon fibre with a thin mattress on it.
///
/// It belongs to the scanner: straight, in the patient's millimetres, and no structure of the body. The body is painted
/// over it, as a back sinks into a mattress.
struct ScannerTable: Sendable {
  /// y of the board's upper surface in the middle, mm.
  private let surface: Double
  /// Nothing of it lies higher, mm.
  let top: Double
  /// Nothing of it lies lower, mm.
  let bottom: Double

  private static let halfWidth = 212.0
  private static let sag = 1 / 2400.0
  private static let mattress = 14.0
  private static let shell = 1.6

  /// - Parameter back: y of the lowest point of the patient's back, mm.
  init(under back: Double) {
    surface = back - 7
    let rise = Self.halfWidth * Self.halfWidth * Self.sag
    top = surface + rise + Self.mattress + 4
    bottom = surface - 44
  }

  /// HU at a point of the patient's space for a sample of some width; -1000 beside the table.
  func value(at p: Point3, width: Double) -> Double {
    guard p.y < top, p.y > bottom else { return -1000 }
    let slope = 2 * p.x * Self.sag
    let above = (p.y - surface - p.x * p.x * Self.sag) / (1 + slope * slope).squareRoot()
    let side = p.x / Self.halfWidth
    let thickness = 9 + 25 * max(1 - side * side, 0)
    let out = abs(p.x) - Self.halfWidth
    func cover(_ distance: Double) -> Double { min(max(0.5 - distance / width, 0), 1) }
    var value = -1000.0
    let mat = max(above - Self.mattress, -above, out + 18)
    value = Exact.mix(value, Exact.mix(-955, -730, cover(0.7 + mat - 1.4)), cover(mat))
    let board = max(above, -above - thickness, out)
    let core = Exact.mix(-945, 110, cover(-board - Self.shell))
    return Exact.mix(value, core, cover(board))
  }
}

extension ScannerTable {
  /// The table that carries a body.
  init(plan: BodyPlan, warp: Warp) {
    var lowest = 0.0
    for z in stride(from: 0.0, through: 560, by: 20) {
      let angles = stride(from: -60.0, through: 60, by: 10)
      for angle in angles { lowest = min(lowest, warp.patient(plan.skin.point(angle, z: z)).y) }
    }
    self.init(under: lowest)
  }
}
