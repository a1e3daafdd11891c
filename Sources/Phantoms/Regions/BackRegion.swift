/// The deep muscles along the spine, and the fat that parts the outer muscles of the chest from what lies under them.
enum BackRegion: BodyRegion {
  static func structures(_ plan: BodyPlan) -> [Structure] {
    let column = column(plan)
    return Side.allCases.flatMap { side -> [Structure] in
      let name = "autochthon_\(side.rawValue)"
      let own = side.placed(column)
      return [
        Structure(name + "_fascia", .tissue, .muscle + -4, Offset(own, by: 1.8), Material(.fat)),
        .organ(name, .muscle + 2, own, Material(muscle(plan))),
      ]
    } + layers(plan)
  }

  /// With age fat comes to lie between the fibres.
  private static func muscle(_ plan: BodyPlan) -> Tissue {
    let age = Exact.smooth(30, 90, plan.patient.age)
    return Tissue(
      Exact.mix(56, 40, age), mottle: Exact.mix(16, 34, age), grain: 6,
      uptake: Uptake(arterial: 6, portalVenous: 14), spread: 5)
  }

  /// From the sacrum to the skull, right side.
  private static func column(_ plan: BodyPlan) -> any Solid {
    // Height; how far from the middle it reaches; y of its front and back.
    let rows: [(z: Double, out: Double, front: Double, back: Double)] = [
      (126, 22, -104, -117), (150, 34, -100, -119), (183, 46, -88, -118), (210, 58, -76, -114),
      (264, 64, -66, -112), (325, 66, -72, -113), (384, 52, -80, -116), (442, 44, -86, -119),
      (501, 38, -86, -120), (560, 40, -76, -112), (590, 39, -66, -102), (618, 37, -55, -91),
      (670, 39, -43, -79), (720, 41, -48, -84), (742, 38, -56, -88),
    ]
    let sections = rows.map { row in
      let half = (row.front - row.back) / 2
      return Loft.Section(
        row.z, centre: ((row.out + 2) / 2, (row.front + row.back) / 2), side: (row.out - 2) / 2, front: half,
        back: half, squareness: 0.4)
    }
    let loft = Loft(Frame3(at: Point3(0, 0, 0)), sections, rounding: 5)
    return loft.cut(to: Offset(plan.wall, by: -5))
      .cut(to: HalfSpace(Point3(2, 0, 0), outward: Point3(-1, 0, 0)))
  }

  /// Fat round the rib cage and in the armpits: what lies outside it are pectoral muscles, latissimus and trapezius.
  private static func layers(_ plan: BodyPlan) -> [Structure] {
    let chest = Formula(in: Box3(low: Point3(-200, -140, 300), high: Point3(200, 120, 600)), steepness: 1.2) {
      p in
      max(330 - p.z, p.z - 596, -92 - p.y)
    }
    let cage = Offset(plan.cage, by: 3).cut(to: chest)
    let pits = Union(
      Side.allCases.map { side in
        Blend(
          Ellipsoid(
            plan.at(.humeralHead, side, -30, 6, -38), radii: Point3(20, 24, 36), roll: 22 * side.sign),
          Ellipsoid(side.placed(Point3(138, -28, 505)), radii: Point3(9, 26, 34)), radius: 12) as any Solid
      })
    return [
      Structure("rib_fat", .tissue, .wall + 5, cage, Material(.looseFat)),
      Structure(
        "rib_muscle", .tissue, .wall + 6, Offset(plan.cage, by: 0.6).cut(to: chest), Material(.muscle)),
      Structure("armpit_fat", .tissue, .wall + 7, pits, Material(.looseFat)),
    ]
  }
}
