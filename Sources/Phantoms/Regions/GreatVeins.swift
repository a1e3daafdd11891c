/// Courses of the great veins of the chest and of the lower cava.
struct GreatVeins {
  private let plan: BodyPlan

  init(_ plan: BodyPlan) { self.plan = plan }

  private func flat(_ x: Double, _ y: Double, _ z: Double, _ wide: Double, _ thick: Double) -> Sweep.Knot {
    .init(plan.nearHeart(x, y, z), thick: thick, wide: wide, normal: Point3(0, 1, 0))
  }

  var superiorCava: any Solid {
    Sweep([
      plan.nearHeart(36, 5, 555, 8.6), plan.nearHeart(37, 3, 540, 9.2), plan.nearHeart(38, 3, 520, 9.6),
      plan.nearHeart(37, 5, 500, 10), plan.nearHeart(34, 9, 484, 10.5),
    ])
  }

  /// From the iliac veins to the right atrium.
  var inferiorCava: [Sweep.Knot] {
    let start = plan.at(.aorticBifurcation, .right, 17, -7, -6)
    var random = plan.random("inferior_vena_cava")
    let fill = random.between(0.88, 1.1)
    let knots: [Sweep.Knot] = [
      flat(15, -14, 240, 10.4, 7.6 * fill), flat(15, -13, 276, 10.4, 7.8 * fill),
      flat(18, -11, 304, 11.4, 8.4 * fill), flat(21, -9, 330, 12, 9 * fill),
      flat(23, -10, 354, 12, 9.5 * fill), flat(25, -12, 378, 12.4, 10), flat(28, -7, 404, 13, 10.5),
      flat(29, 1, 424, 13, 11.5), flat(29, 8, 440, 12.5, 12),
    ]
    return [.init(start, thick: 7 * fill, wide: 10, normal: Point3(0, 1, 0))] + knots
  }

  /// Along the spine's right front, then over the right bronchus into the upper cava.
  var azygos: any Solid {
    let heights = stride(from: 368.0, through: 528, by: 20).map { $0 }
    let climb = heights.map { z in
      let t = (z - 368) / 160
      let front = Exact.mix(16.3, 12.2, t)
      return Sweep.Knot(
        Exact.mix(6, 10, t), plan.spine.line.value(at: z) + front + 4.2, z, Exact.mix(2.9, 4.2, t))
    }
    let bend: [Sweep.Knot] = [.init(15, -39, 535, 4.4), .init(26, -24, 537, 4.8), .init(35, -6, 531, 5)]
    return Sweep(climb + bend)
  }

  /// From where the neck's and the arm's vein join, to the upper cava.
  func brachiocephalic(_ side: Side) -> any Solid {
    // Flat between the sternum and the arteries.
    func across(_ x: Double, _ y: Double, _ z: Double, _ wide: Double) -> Sweep.Knot {
      .init(Point3(x, y, z), thick: 4.8, wide: wide, normal: Point3(0, 1, 0))
    }
    let angle = Sweep.Knot(plan.at(.thoracicInlet, side, 31, 16, -4), 6.4)
    return side == .right
      ? Sweep([angle, .init(36, 8, 572, 6.8), .init(37, 5, 556, 7.4)])
      : Sweep([
        angle, .init(-27, 12, 577, 6.3), across(-12, 16, 569, 7), across(8, 17, 563, 7),
        across(24, 13, 558, 7.2),
        .init(35, 6, 553, 7),
      ])
  }

  /// The four veins of the lungs, from the left atrium outwards.
  var pulmonary: [(side: Side, isUpper: Bool, knots: [Sweep.Knot])] {
    let at = plan.nearHeart(_:_:_:_:)
    return [
      (.right, true, [at(18, -8, 484, 8.8), at(34, -6, 489, 7.4), at(49, -7, 495, 5.6)]),
      (.right, false, [at(18, -16, 472, 8.8), at(33, -25, 467, 7.4), at(48, -35, 461, 5.4)]),
      (.left, true, [at(-28, -10, 489, 8.4), at(-41, -8, 495, 7.2), at(-54, -6, 501, 5.6)]),
      (.left, false, [at(-28, -16, 474, 8.4), at(-40, -27, 470, 7), at(-54, -39, 465, 5.4)]),
    ]
  }
}
