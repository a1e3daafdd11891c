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
    let fat = Structure(
      "thigh_septa", .tissue, .muscle + -10, Union(Side.allCases.map { $0.placed(septa(plan)) }),
      Material(.fat))
    return [fat]
      + Side.allCases.flatMap { side in
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

  /// The fat between the muscles of the right thigh: leaves that run from the femur outwards, in front of the adductors,
  /// behind them, and before the hamstrings' outer border.
  private static func septa(_ plan: BodyPlan) -> any Solid {
    let (hip, knee) = (plan.at(.hipAxis), plan.at(.kneeSide))
    let heights = [0.12, 0.35, 0.6, 0.85]
    let leaves = [62.0, 205, 305].map { angle -> any Solid in
      let net = heights.map { t -> [Point3] in
        let axis = Point3.mix(hip + Point3(36, -10, -30), knee + Point3(0, 2, 20), t)
        let reach = Exact.mix(66, 46, t)
        return [0.2, 0.5, 0.8, 1].map { share in
          // Leaves are bent, and turn a little on the way down.
          let turn = angle + 30 * share - 40 * t
          return axis + Point3(-Exact.cosine(turn), Exact.sine(turn), 0) * (reach * share)
        }
      }
      return Sheet(net, thickness: Array(repeating: [0.8, 1.2, 1.6, 2], count: 4), refine: 2)
    }
    return Union(leaves).cut(to: Offset(Sweep(muscles(plan, .right)), by: -1))
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
