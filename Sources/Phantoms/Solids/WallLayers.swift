/// The fat between the flat muscles of the trunk's wall: sheets at a share of the way from its outside to its inside.
struct WallLayers: Solid {
  let bounds: Box3
  let outside: Outline
  let inside: Outline
  /// Where the sheets lie: 0 outside, 1 inside.
  let shares: [Double]
  /// Half the thickness of a sheet, mm.
  let half: Double
  /// 1 where the sheets are, fading to 0: the height, and how far forward (-1 back, 1 front) a place lies.
  let presence: @Sendable (_ height: Double, _ forward: Double) -> Double
  let swell: NoiseField

  let steepness = 3.0

  func distance(to p: Point3) -> Double {
    let y = p.y - outside.middle.value(at: p.z)
    let radius = max((p.x * p.x + y * y).squareRoot(), 1)
    let here = presence(p.z, y / radius)
    guard here > 0 else { return 6 }
    let depth = -outside.distance(to: p)
    let rest = inside.distance(to: p)
    guard depth > 0, rest > 0 else { return 6 }
    let thickness = depth + rest
    var nearest = Double.infinity
    for share in shares { nearest = min(nearest, abs(depth - share * thickness)) }
    return nearest - half * here * (1.1 + 0.9 * swell.value(at: p)) + 2 * (1 - here)
  }
}
