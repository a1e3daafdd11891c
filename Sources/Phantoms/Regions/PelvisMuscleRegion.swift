/// The three gluteal muscles of both sides, each in its fat.
///
/// Shapes after the label maps of public scans; origins on sacrum and ilium, insertions at the trochanter and below it.
enum PelvisMuscleRegion: BodyRegion {
  static func structures(_ plan: BodyPlan) -> [Structure] {
    let tissue = muscle(plan)
    let more = plan.stouter(7)
    let (largest, middle, least) = (maximus(plan), Offset(medius(plan), by: more), minimus(plan))
    return Side.allCases.flatMap { side -> [Structure] in
      let name = side.rawValue
      func organ(_ id: String, _ solid: any Solid, _ step: Int) -> [Structure] {
        [
          Structure(
            "gluteal_fat_\(step)_\(name)", .tissue, .muscle + step, Offset(side.placed(solid), by: 2),
            Material(.fat)),
          .organ("\(id)_\(name)", .muscle + (step + 1), side.placed(solid), Material(tissue)),
        ]
      }
      return organ("gluteus_medius", middle, 20) + organ("gluteus_minimus", least, 22)
        + organ("gluteus_maximus", largest, 24)
    }
  }

  /// Fat within the muscle grows with weight and age.
  private static func muscle(_ plan: BodyPlan) -> Tissue {
    let fatty = Exact.smooth(30, 95, plan.patient.age)
    return Tissue(
      Exact.mix(56, 38, fatty), mottle: Exact.mix(18, 34, fatty), grain: 6,
      uptake: Uptake(arterial: 5, portalVenous: 12), spread: 6)
  }

  /// A band from sacrum and hip bone outwards and down to the thigh.
  private static func maximus(_ plan: BodyPlan) -> any Solid {
    let rows: [[Point3]] = [
      [Point3(62, -106, 178), Point3(90, -100, 160), Point3(120, -86, 136), Point3(146, -62, 110)],
      [Point3(44, -112, 154), Point3(78, -108, 130), Point3(116, -94, 106), Point3(149, -66, 82)],
      [Point3(29, -110, 118), Point3(66, -110, 98), Point3(108, -97, 74), Point3(147, -70, 52)],
      [Point3(21, -104, 78), Point3(57, -106, 64), Point3(98, -99, 46), Point3(139, -76, 24)],
      [Point3(25, -98, 44), Point3(53, -101, 34), Point3(88, -98, 18), Point3(126, -80, 0)],
    ]
    let halves: [[Double]] = [
      [6, 9, 9, 6], [9, 15, 14, 7], [10, 17, 16, 8], [10, 17, 16, 9], [7, 11, 11, 8],
    ]
    return Sheet(rows, thickness: halves, refine: 2)
  }

  /// A fan from the outer face of the iliac wing to the trochanter.
  private static func medius(_ plan: BodyPlan) -> any Solid {
    let goal = plan.at(.trochanter)
    let rows: [[Point3]] = [
      [
        Point3(74, -96, 186), Point3(100, -80, 205), Point3(124, -50, 208), Point3(132, -16, 190),
        Point3(127, 6, 172),
      ],
      [
        Point3(88, -86, 150), Point3(112, -72, 156), Point3(131, -46, 156), Point3(138, -18, 150),
        Point3(133, 4, 144),
      ],
      [
        Point3(116, -70, 108), Point3(132, -62, 110), Point3(144, -45, 110), Point3(146, -24, 110),
        Point3(140, -8, 108),
      ],
      [
        goal + Point3(-9, -6, 10), goal + Point3(-6, 0, 10), goal + Point3(-2, 6, 9),
        goal + Point3(-3, 13, 10),
        goal + Point3(-6, 19, 12),
      ],
    ]
    let halves: [[Double]] = [[4, 6, 6, 5, 3], [9, 12, 12, 9, 5], [8, 11, 11, 9, 6], [4, 4, 4, 4, 4]]
    return Sheet(rows, thickness: halves, refine: 2)
  }

  /// Under the medius, on the bone above the hip joint.
  private static func minimus(_ plan: BodyPlan) -> any Solid {
    let goal = plan.at(.trochanter)
    let rows: [[Point3]] = [
      [Point3(98, -62, 146), Point3(110, -44, 156), Point3(120, -18, 158), Point3(124, 2, 150)],
      [Point3(98, -62, 120), Point3(107, -42, 122), Point3(116, -16, 124), Point3(120, 4, 122)],
      [
        goal + Point3(-32, -4, 22), goal + Point3(-28, 6, 20), goal + Point3(-24, 18, 20),
        goal + Point3(-22, 28, 22),
      ],
      [
        goal + Point3(-14, 6, 8), goal + Point3(-12, 12, 8), goal + Point3(-11, 18, 9),
        goal + Point3(-12, 22, 11),
      ],
    ]
    let halves: [[Double]] = [[4, 5, 5, 3], [6, 8, 8, 6], [6, 7, 7, 6], [3, 4, 4, 3]]
    return Sheet(rows, thickness: halves, refine: 2)
  }
}
