/// Common, external and internal iliac veins, from the vena cava to the groin.
enum PelvicVeinsRegion: BodyRegion {
  static func structures(_ plan: BodyPlan) -> [Structure] {
    Side.allCases.map { side in
      .organ("iliac_vena_\(side.rawValue)", .vessel, vein(plan, side), Material(.venousBlood))
    }
  }

  private static func vein(_ plan: BodyPlan, _ side: Side) -> any Solid {
    // The veins meet to the right of the aorta's end and a little lower.
    let start = plan.at(.aorticBifurcation)
    let common: [Sweep.Knot] =
      side == .right
      ? [
        .init(start + Point3(16, -9, -10), 9), .init(start + Point3(23, -10, -26), 8.5),
        .init(36, -24, 172, 8),
      ]
      : [
        .init(start + Point3(9, -9, -16), 8.5), .init(start + Point3(-10, -11, -30), 8),
        .init(-32, -26, 170, 8),
      ]
    func knot(_ x: Double, _ y: Double, _ z: Double, _ radius: Double) -> Sweep.Knot {
      .init(side.placed(Point3(x, y, z)), radius)
    }
    let outer = Sweep(
      common + [
        knot(47, -22, 150, 7.6), knot(57, -10, 124, 7), knot(64, 4, 100, 6.8), knot(68, 16, 78, 6.8),
        knot(70, 20, 58, 6.6), knot(71, 17, 38, 6.4),
      ])
    let inner = Sweep([
      knot(45, -25, 154, 6), knot(48, -44, 136, 5.5), knot(48, -60, 114, 4.6), knot(46, -66, 96, 3.8),
    ])
    return Blend(outer, inner, radius: 4)
  }
}
