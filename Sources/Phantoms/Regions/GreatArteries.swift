/// Courses of the aorta, its two ends, the roots of the neck's arteries and the pulmonary artery.
struct GreatArteries {
  private let plan: BodyPlan
  /// Width of this patient's aorta: it widens with age.
  private let calibre: Double

  init(_ plan: BodyPlan) {
    self.plan = plan
    var random = plan.random("aorta")
    calibre = 1 + 0.0025 * (plan.patient.age - 60) + 0.05 * random.signed()
  }

  private func knot(_ x: Double, _ y: Double, _ z: Double, _ radius: Double) -> Sweep.Knot {
    plan.nearHeart(x, y, z, radius * calibre)
  }

  /// The height that parts the arch from what rises to it and falls from it.
  private static let archBase = 523.0

  /// Under the heart: what lies below is the descending aorta, wherever it runs.
  private static let sole = Point3(0, 0, 430)

  /// From the valve over the arch to the bifurcation.
  var aorta: Sweep {
    let end = plan.at(.aorticBifurcation)
    return Sweep(
      [
        knot(-15, 14, 478, 13.5), knot(-5, 13, 490, 17), knot(6, 15, 504, 15.5), knot(13, 14, 520, 15.5),
        knot(9, 7, 536, 14.5), knot(-3, -6, 543, 13.5), knot(-14, -22, 539, 13), knot(-20, -34, 526, 12.8),
        knot(-21, -38, 510, 12.4), knot(-20, -38, 484, 12), knot(-18, -36, 456, 11.8),
        knot(-14, -31, 426, 11.4), knot(-11, -25, 396, 11), knot(-9, -20, 366, 10.6),
        knot(-8, -16, 336, 10.2), knot(-7, -12, 306, 9.4), knot(-5, -9, 276, 9), knot(-3, -7, 248, 8.6),
      ] + [Sweep.Knot(end, 8.2 * calibre)])
  }

  /// What rises to the arch: in front, below its base.
  var ascendingPart: any Solid {
    aorta.cut(to: HalfSpace(plan.nearHeart(0, 0, Self.archBase), outward: Point3(0, 0, 1)))
      .cut(to: HalfSpace(Point3(0, -12, 500), outward: Point3(0, -1, 0)))
      .cut(to: HalfSpace(Self.sole, outward: Point3(0, 0, -1)))
  }

  /// What falls from it.
  var descendingPart: any Solid {
    let front = Intersection([
      HalfSpace(Point3(0, -12, 500), outward: Point3(0, 1, 0)),
      HalfSpace(plan.nearHeart(0, 0, Self.archBase), outward: Point3(0, 0, 1)),
    ])
    let below = HalfSpace(Self.sole, outward: Point3(0, 0, 1))
    return aorta.cut(to: Union([front, below]))
  }

  /// Common and outer iliac artery with the beginning of the inner one, down to the groin.
  func iliac(_ side: Side) -> any Solid {
    let start = plan.at(.aorticBifurcation)
    var random = plan.random("iliac_artery_\(side.rawValue)")
    let sway = 3 * random.signed()
    func at(_ x: Double, _ y: Double, _ z: Double, _ radius: Double) -> Sweep.Knot {
      Sweep.Knot(side.placed(Point3(x, y, z)), radius * calibre)
    }
    // In front of the veins, then along the psoas' inner border and over the pubic bone, where the vein lies inside.
    let main = Sweep([
      Sweep.Knot(start + side.placed(Point3(3, -1, -3)), 5.6 * calibre), at(14, -6 + sway, 205, 5.6),
      at(26, -7, 190, 5.4), at(37, -11 + 0.5 * sway, 171, 5.2), at(45, -15, 152, 4.8), at(53, -11, 130, 4.6),
      at(61, -1, 110, 4.5), at(68, 10, 92, 4.5), at(72, 17, 74, 4.5), at(73, 18, 58, 4.4),
      at(73, 16, 46, 4.4),
    ])
    let inner = Sweep([
      at(36, -13, 170, 4.2), at(30, -20, 159, 4), at(29, -32, 148, 3.8), at(34, -45, 136, 3.6),
      at(38, -52, 122, 3.4),
    ])
    return Union([main, inner])
  }

  /// The trunk and the roots of the other arteries to neck and arms, up to where the neck's own begin at the inlet of
  /// the chest.
  var branches: [(organ: String, solid: any Solid)] {
    let isBovine = plan.patient.variants.contains(.bovineArch)
    // In front of the windpipe, or left of it.
    let carotidRoot =
      isBovine
      ? [knot(11, 5, 558, 4.2), knot(-3, 8.5, 564, 3.9), knot(-14, 4, 572, 3.8)]
      : [knot(-11, -4, 548, 4), knot(-15, -2, 569, 3.8)]
    // The trunk parts into carotid and subclavian artery just below the inlet.
    let wide = plan.sparing(0.5)
    let fork = knot(21, 2, 583, 6.8 * wide)
    func inlet(_ side: Side, _ right: Double, _ front: Double, _ radius: Double) -> Sweep.Knot {
      .init(plan.at(.thoracicInlet, side, right, front, 1), radius)
    }
    return [
      (
        "brachiocephalic_trunk",
        Sweep([knot(5, 4, 549, 7.6 * wide), knot(15, 6, 566, 7.4 * wide), fork])
      ),
      ("common_carotid_artery_right", Sweep([knot(20, 3, 581, 4.2), inlet(.right, 20, 9, 3.6)])),
      ("subclavian_artery_right", Sweep([knot(21, 1, 581, 5), inlet(.right, 24, -1, 4.8)])),
      (
        "common_carotid_artery_left",
        Sweep(carotidRoot + [inlet(.left, 20, 9, 3.6)])
      ),
      (
        "subclavian_artery_left",
        Sweep([knot(-14, -21, 548, 5), knot(-21, -19, 568, 4.8), inlet(.left, 24, -1, 4.8)])
      ),
    ]
  }

  private func lungKnots(_ knots: [(Double, Double, Double, Double)]) -> [Sweep.Knot] {
    knots.map { plan.nearHeart($0.0, $0.1, $0.2, $0.3) }
  }

  /// Right or left pulmonary artery from the fork to where it leaves the hilum.
  func lungBranch(_ side: Side) -> [Sweep.Knot] {
    lungKnots(
      side == .right
        ? [
          (-18, 2, 515, 12.5), (-2, -5, 508, 11.5), (16, -9, 505, 11), (34, -13, 502, 10), (45, -19, 494, 8),
          (50, -26, 480, 6.8),
        ]
        : [
          (-20, 4, 517, 12), (-29, -8, 519, 11), (-38, -22, 515, 10), (-45, -33, 504, 8.6),
          (-49, -39, 490, 7.2), (-52, -42, 478, 6.2),
        ])
  }

  /// Trunk and both branches.
  var pulmonary: any Solid {
    let trunk = Sweep(
      lungKnots([
        (-24, 32, 503, 13.5), (-25, 24, 512, 15), (-22, 12, 516, 15), (-19, 3, 515, 13),
      ]))
    return Blend.all(
      [trunk, Sweep(lungBranch(.right)), Sweep(lungBranch(.left))], radius: 8)
  }
}
