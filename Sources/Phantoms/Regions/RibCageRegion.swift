/// Ribs 1 to 12 of both sides, their cartilages and the sternum.
enum RibCageRegion: BodyRegion {
  static func structures(_ plan: BodyPlan) -> [Structure] {
    let courses = (1...12).map { RibCourse($0, plan) }
    var structures: [Structure] = []
    for side in Side.allCases {
      for course in courses {
        structures.append(
          .organ(
            "rib_\(side.rawValue)_\(course.number)", .bone + 2, side.placed(course.bone),
            Material(marrow, inside: .cortex, 1.0)))
      }
    }
    let cartilages = courses.compactMap { $0.cartilage(nextAbove: courses) }
    structures.append(
      Structure(
        "costal_cartilages", .organs(["costal_cartilages"]), .bone + 1,
        Union(cartilages + cartilages.map { Mirrored($0) }),
        Material(.cartilage, inside: Tissue(150, mottle: 60, grain: 5, spread: 40), 1.2)))
    structures.append(
      .organ("sternum", .bone + 3, sternum(plan), Material(marrow, inside: .thinCortex, 1.1)))
    return structures
  }

  private static let marrow = Tissue(170, mottle: 60, grain: 3.2, spread: 40)

  /// Manubrium, body and the point below, from the notch to the xiphoid.
  private static func sternum(_ plan: BodyPlan) -> any Solid {
    let notch = plan.at(.sternalNotch)
    let angle = plan.at(.sternalAngle)
    let end = plan.at(.xiphoid)
    func plate(_ p: Point3, _ wide: Double, _ thick: Double) -> Sweep.Knot {
      .init(p, thick: thick, wide: wide, normal: Point3(0, 1, -0.25).unit)
    }
    let manubrium = Sweep([
      plate(notch + Point3(0, -7, -9), 26, 6), plate(Point3.mix(notch, angle, 0.5) + Point3(0, -8, 0), 25, 6),
      plate(angle + Point3(0, -8, 2), 16, 5.2),
    ])
    let body = Sweep([
      plate(angle + Point3(0, -8, -4), 14, 5.2),
      plate(Point3.mix(angle, end, 0.35) + Point3(0, -7, 0), 15, 5),
      plate(Point3.mix(angle, end, 0.75) + Point3(0, -7, 0), 19, 5), plate(end + Point3(0, -8, 6), 14, 4.5),
    ])
    let point = Sweep([plate(end + Point3(0, -9, 0), 8, 3.5), plate(end + Point3(0, -8, -22), 4, 2.6)])
    return Blend.all([manubrium, body, point], radius: 3)
  }
}
