/// What lies round and below the knee, so that a scan of the thighs ends in a leg: kneecap, shin bones, their cartilage.
///
/// The femur is in `PelvisRegion`; nothing here bears a label.
enum LegRegion: BodyRegion {
  static func structures(_ plan: BodyPlan) -> [Structure] {
    let (knee, ankle) = (plan.at(.kneeSide), plan.at(.ankle))
    let plateau = Sweep([
      .init(knee + Point3(0, -6, -32), thick: 19, wide: 33, normal: Point3(0, 1, 0)),
      .init(knee + Point3(0, -6, -58), thick: 17, wide: 24, normal: Point3(0, 1, 0)),
      .init(knee + Point3(-3, -4, -92), 16),
    ])
    let tibia = Sweep([
      .init(knee + Point3(-3, -4, -80), 15), .init(Point3.mix(knee, ankle, 0.5) + Point3(-6, 4, 0), 12.5),
      .init(ankle + Point3(-6, 4, 30), 13),
    ])
    let fibula = Sweep([
      .init(knee + Point3(33, -24, -46), 9), .init(knee + Point3(34, -26, -76), 6),
      .init(ankle + Point3(24, -8, 40), 6.5),
    ])
    let kneecap = Ellipsoid(knee + Point3(0, 33, 8), radii: Point3(21, 9, 21))
    let joint = Ellipsoid(knee + Point3(0, -4, -14), radii: Point3(38, 27, 22), squareness: 0.3)
    let spongy = Material(.marrow, inside: .thinCortex, 1.5)
    let hollow = Material(.fattyMarrow, inside: .cortex, 5)
    return Side.allCases.flatMap { side in
      let parts: [(String, Structure.Order, any Solid, Material)] = [
        ("knee_cartilage", .bone + -6, joint, Material(.cartilage)),
        ("tibia_plateau", .bone + 2, plateau, spongy), ("tibia", .bone + 3, tibia, hollow),
        ("fibula", .bone + 2, fibula, Material(.marrow, inside: .cortex, 2.5)),
        ("patella", .bone + 2, kneecap, spongy),
      ]
      return parts.map { name, order, solid, material in
        Structure("\(name)_\(side.rawValue)", .tissue, order, side.placed(solid), material)
      }
    }
  }

  /// The flesh of thigh and leg from hip to ankle, for the skin to lie round.
  static func muscles(_ plan: BodyPlan, _ side: Side) -> [Sweep.Knot] {
    let hip = plan.at(.hipAxis, side)
    let (knee, ankle) = (plan.at(.kneeSide, side), plan.at(.ankle, side))
    func from(_ place: Point3, _ out: Double, _ front: Double, _ up: Double, _ radius: Double) -> Sweep.Knot {
      .init(place + side.placed(Point3(out, front, up)), radius)
    }
    return [
      from(hip, 0, -6, 10, 72), from(hip, 7, -6, -90, 76), from(hip, 7, -8, -200, 68),
      from(knee, 0, 0, 70, 52), from(knee, 0, -4, 0, 46), from(knee, 0, -12, -60, 44),
      from(knee, 2, -22, -130, 50), from(knee, 0, -22, -220, 42), from(ankle, 0, 0, 60, 30),
      from(ankle, 0, 0, 0, 28),
    ]
  }
}
