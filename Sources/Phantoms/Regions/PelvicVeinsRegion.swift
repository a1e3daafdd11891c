/// Common, external and internal iliac veins, from the vena cava to the groin.
enum PelvicVeinsRegion: BodyRegion {
  static func structures(_ plan: BodyPlan) -> [Structure] {
    Side.allCases.map { side in
      .organ("iliac_vena_\(side.rawValue)", .vessel, vein(plan, side), Material(.venousBlood))
    }
  }

  private static func vein(_ plan: BodyPlan, _ side: Side) -> any Solid {
    // The veins meet to the right of the aorta's end and a little lower, flat behind the arteries.
    func flat(_ point: Point3, _ wide: Double) -> Sweep.Knot {
      .init(point, thick: 7, wide: wide, normal: Point3(0, 1, 0))
    }
    let start = plan.at(.aorticBifurcation)
    let common: [Sweep.Knot] =
      side == .right
      ? [
        flat(start + Point3(20, -10, -10), 9.5), flat(start + Point3(24, -12, -28), 9),
        .init(34, -27, 171, 8),
      ]
      : [
        flat(start + Point3(11, -9, -9), 9), flat(start + Point3(-8, -12, -28), 9),
        .init(-32, -27, 171, 8),
      ]
    func knot(_ x: Double, _ y: Double, _ z: Double, _ radius: Double) -> Sweep.Knot {
      .init(side.placed(Point3(x, y, z)), radius)
    }
    let outer = Sweep(
      common + [
        knot(44, -30, 150, 7.4), knot(51, -25, 130, 7), knot(56, -14, 112, 6.8), knot(58, 4, 92, 6.8),
        knot(59, 16, 76, 6.8), knot(60, 18, 58, 6.6), knot(61, 16, 38, 6.4),
      ])
    let inner = Sweep([
      knot(44, -30, 152, 6), knot(48, -45, 136, 5.5), knot(48, -60, 114, 4.6), knot(46, -66, 96, 3.8),
    ])
    return Blend(outer, inner, radius: 4)
  }
}
