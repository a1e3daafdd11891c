/// The torso's outlines at every height: skin, the muscles under the fat, and the cavity within.
///
/// Each is an oval of its own half widths to the side, the front and the back, changing smoothly with height;
/// z is 0 at the iliac wings and 360 mm at the eighth thoracic vertebra.
struct TorsoWall {
  /// One outline.
  struct Outline {
    let side: TorsoProfile
    let front: TorsoProfile
    let back: TorsoProfile
    /// 0 for an ellipse, towards 1 for a rounded rectangle.
    let squareness: Double
    /// Depth of the groove over the spine, mm.
    let groove: Double

    /// Distance from the outline along the ray from the body's axis, mm; negative inside.
    func distance(to p: Point3) -> Double {
      let radius = (p.x * p.x + p.y * p.y).squareRoot()
      return radius < 1e-9 ? -side.value(at: p.z) : radius - radius / share(of: p)
    }

    /// Where a point lies between axis (0) and outline (1), outside above 1.
    func share(of p: Point3) -> Double {
      let u = p.x / side.value(at: p.z)
      var reach = p.y < 0 ? back.value(at: p.z) : front.value(at: p.z)
      if groove > 0, p.y < 0 { reach -= groove / (1 + p.x * p.x / 180) }
      let v = p.y / reach
      let (uu, vv) = (u * u, v * v)
      let sum = uu + vv
      // The oval between ellipse and square: u^2 + v^2 - s u^2 v^2 / r^2 = r^2 solved for r.
      let root = max(sum * sum - 4 * squareness * uu * vv, 0).squareRoot()
      return max(((sum + root) / 2).squareRoot(), 1e-6)
    }

    /// The point on the outline, less a depth, in a direction given in degrees from the back (0) over the side (90)
    /// to the front (180), on the patient's right.
    func point(_ degrees: Double, z: Double, depth: Double) -> Point3 {
      let direction = Point3(Exact.sine(degrees), -Exact.cosine(degrees), 0)
      let far = 200.0
      let share = share(of: Point3(direction.x * far, direction.y * far, z))
      let radius = far / share - depth
      return Point3(direction.x * radius, direction.y * radius, z)
    }
  }

  /// The skin.
  let skin = Outline(
    side: TorsoProfile([(0, 178), (60, 170), (150, 156), (250, 160), (360, 168)]),
    front: TorsoProfile([(0, 98), (70, 108), (140, 114), (220, 110), (290, 106), (360, 108)]),
    back: TorsoProfile([(0, 130), (60, 124), (130, 120), (220, 122), (360, 120)]), squareness: 0.3, groove: 7)

  /// The outer surface of muscles and ribs; subcutaneous fat lies between it and the skin.
  let muscle = Outline(
    side: TorsoProfile([(0, 152), (60, 148), (150, 138), (250, 147), (360, 156)]),
    front: TorsoProfile([(0, 74), (70, 85), (140, 92), (220, 93), (290, 94), (360, 98)]),
    back: TorsoProfile([(0, 104), (60, 102), (130, 104), (220, 109), (360, 109)]), squareness: 0.3, groove: 5)

  /// The inner surface of the wall: lungs, peritoneum.
  let cavity = Outline(
    side: TorsoProfile([(0, 118), (60, 122), (150, 119), (250, 131), (360, 140)]),
    front: TorsoProfile([(0, 64), (70, 75), (140, 81), (220, 81), (290, 80), (360, 82)]),
    back: TorsoProfile([(0, 64), (60, 62), (130, 66), (200, 82), (260, 94), (360, 97)]), squareness: 0.25,
    groove: 0)

  /// Height of the diaphragm over a place: two domes, the right one higher, low along the ribs and lowest behind.
  func diaphragm(_ p: Point3) -> Double {
    let right = Exact.smooth(-70, 60, p.x)
    let dome = Exact.mix(290, 305, right)
    // The heart rests between the domes.
    let saddle = 12 / (1 + p.x * p.x / 900)
    let share = min(cavity.share(of: p), 1.15)
    let fall =
      p.y < 0 ? Exact.mix(58, 68, Exact.smooth(0, 70, -p.y)) : Exact.mix(58, 28, Exact.smooth(0, 60, p.y))
    let s2 = share * share
    return dome - saddle - fall * s2 * s2
  }
}

/// The wall and what lies under the patient, painted first; everything else goes inside.
extension TorsoPainter {
  mutating func paintWall() {
    let whole = Box3(low: Point3(-400, -400, -100), high: Point3(400, 400, 500))
    let wall = wall
    paint(
      [TorsoSculpture(bounds: whole) { wall.skin.distance(to: $0) }],
      Canvas.Brush(TorsoTissue(-104, shell: 15, thick: 2.2, mottle: 16, grain: 11)))
    paint(
      [TorsoSculpture(bounds: whole) { wall.muscle.distance(to: $0) }],
      Canvas.Brush(TorsoTissue(52, mottle: 18, grain: 8)))
    paintMuscleLayers(whole)
    paint([TorsoSculpture(bounds: whole) { wall.cavity.distance(to: $0) }], Canvas.Brush(.fat))
    paintBed()
  }

  /// The flat muscles of the flanks lie in three sheets with fat between; the straight ones in front have none.
  private mutating func paintMuscleLayers(_ whole: Box3) {
    let wall = wall
    for share in [0.36, 0.68] {
      let sheet = TorsoSculpture(bounds: whole) { p in
        let outer = wall.muscle.distance(to: p)
        let inner = wall.cavity.distance(to: p)
        let thickness = inner - outer
        let place = -outer / max(thickness, 1) - share
        // Only at the flanks, and not where the ribs run.
        let flank = Exact.smooth(55, 75, abs(p.x)) * Exact.smooth(-70, -40, p.y)
        let lowEnough = 1 - Exact.smooth(185, 215, p.z)
        return abs(place) * thickness - 1.3 * flank * lowEnough + (1 - flank * lowEnough) * 3
      }
      paint([sheet], Canvas.Brush(TorsoTissue(-70)))
    }
    // The white line between the straight muscles.
    let line = TorsoSculpture(bounds: whole) { p in
      max(abs(p.x) - 2.5, 20 - p.y, p.z - 280)
    }
    paint(
      [line], Canvas.Brush(TorsoTissue(-20), clip: canvas.field { wall.muscle.distance(to: $0) }.inset(by: 2))
    )
  }

  /// A curved carbon-fibre board with a foam core.
  private mutating func paintBed() {
    let long = Box3(low: Point3(-400, -300, -100), high: Point3(400, -60, 500))
    let board = TorsoSculpture(bounds: long) { p in
      let surface = -134 + p.x * p.x / 2600 - 9
      return max(abs(p.y - surface) - 8, abs(p.x) - 185)
    }
    paint(
      [board],
      Canvas.Brush(TorsoTissue(-930, shell: -60, thick: 1.4), clip: fields.skin.complement(margin: -1)))
  }
}
