/// Hip bones, femora, urinary bladder, prostate or uterus, and the pelvic floor.
enum PelvisRegion: BodyRegion {
  static func structures(_ plan: BodyPlan) -> [Structure] {
    Side.allCases.flatMap { side in
      [
        Structure.organ(
          "hip_\(side.rawValue)", .bone + 4, side.placed(hip(plan)), Material(.marrow, inside: .cortex, 1.5)),
        Structure(
          "hip_cartilage_\(side.rawValue)", .tissue, .bone + -8,
          Ellipsoid(plan.at(.hipAxis, side), radii: Point3(28, 28, 28)),
          Material(.cartilage)),
      ] + femur(plan, side)
    } + organs(plan) + [
      Structure(
        "symphysis", .tissue, .bone + -9,
        Ellipsoid(plan.at(.symphysis) + Point3(0, -2, -2), radii: Point3(5, 9, 18)), Material(.disc)),
      Structure("pelvic_floor", .tissue, .muscle + 2, floor, Material(.muscle)),
    ]
  }

  private static let headMarrow = Tissue(240, mottle: 70, grain: 4, spread: 40)
  private static let urine = Tissue(6, mottle: 2, spread: 4)
  private static let bladderWall = Tissue(
    36, mottle: 6, grain: 4, uptake: Uptake(arterial: 12, portalVenous: 30))
  private static let prostate = Tissue(
    40, mottle: 10, grain: 6, uptake: Uptake(arterial: 20, portalVenous: 40), spread: 5)
  private static let uterus = Tissue(
    48, mottle: 10, grain: 7, uptake: Uptake(arterial: 35, portalVenous: 60), spread: 5)

  // MARK: Hip

  /// Wing, socket, both pubic rami and the ischium, right side; the obturator foramen stays open between them.
  private static func hip(_ plan: BodyPlan) -> any Solid {
    let axis = plan.at(.hipAxis)
    let cup = Ellipsoid(axis + Point3(-5, -1, 4), radii: Point3(31, 35, 35))
      .cut(to: HalfSpace(axis + Point3(7, 2, -3), outward: Point3(0.82, 0.28, -0.48)))
    let column = Sweep([
      .init(64, -66, 108, 10), .init(72, -62, 84, 12), .init(76, -62, 58, 12.5), .init(68, -72, 34, 12.5),
      .init(59, -72, 14, 13), .init(54, -62, 9, 11),
    ])
    let spine = Sweep([.init(66, -72, 68, 6), .init(55, -82, 60, 2.6)])
    let upperRamus = Sweep([
      .init(74, -16, 82, 12), .init(50, 2, 77, 8), .init(28, 11, 70, 7), pubis(9, 11, 60, 6.5, 12),
      pubis(9, 9, 50, 6, 9),
    ])
    let lowerRamus = Sweep([
      .init(9, 9, 48, 6), .init(21, -6, 30, 5.2), .init(35, -30, 14, 5.5), .init(52, -58, 8, 9),
    ])
    let parts: [any Solid] = [wing, cup, column, upperRamus, lowerRamus]
    let bone = Blend(Blend.all(parts, radius: 9), spine, radius: 4)
    // The disc of the symphysis parts the two.
    return Offset(bone, by: plan.stouter(6)).minus(Ellipsoid(axis, radii: Point3(27, 27, 27)))
      .cut(to: HalfSpace(Point3(3, 0, 50), outward: Point3(-1, 0, 0)))
  }

  private static func pubis(_ x: Double, _ y: Double, _ z: Double, _ thick: Double, _ wide: Double)
    -> Sweep.Knot
  {
    .init(Point3(x, y, z), thick: thick, wide: wide, normal: Point3(0.1, 1, 0.2).unit)
  }

  /// The iliac wing: rows from the socket's roof up to the crest, each from the sacrum to the front.
  private static var wing: any Solid {
    let net: [[Point3]] = [
      [
        Point3(62, -74, 106), Point3(74, -60, 102), Point3(85, -46, 100), Point3(93, -30, 100),
        Point3(98, -12, 102),
      ],
      [
        Point3(53, -90, 126), Point3(68, -76, 131), Point3(85, -58, 136), Point3(100, -32, 138),
        Point3(110, -2, 138),
      ],
      [
        Point3(50, -107, 154), Point3(68, -92, 166), Point3(94, -66, 178), Point3(114, -30, 176),
        Point3(120, 10, 168),
      ],
      [
        Point3(50, -106, 178), Point3(76, -92, 202), Point3(103, -70, 216), Point3(124, -36, 213),
        Point3(122, 16, 184),
      ],
    ]
    let halves: [[Double]] = [
      [9, 8.5, 9, 10, 9], [9, 5.5, 3.6, 4.6, 6.5], [9, 5, 3, 3.2, 5.5], [6, 5.5, 5.2, 5.6, 5],
    ]
    return Sheet(net, thickness: halves)
  }

  // MARK: Femur

  /// Head, neck, both trochanters, condyles; the shaft has a thick cortex of its own.
  private static func femur(_ plan: BodyPlan, _ side: Side) -> [Structure] {
    let axis = plan.at(.hipAxis)
    let knee = plan.at(.kneeSide)
    let head = Ellipsoid(axis, radii: Point3(24, 24, 24))
    let neck = Sweep([
      .init(axis, 17), .init(axis + Point3(22, -5, -13), 14.5), .init(axis + Point3(38, -12, -27), 18.5),
    ])
    let greater = Ellipsoid(
      plan.at(.trochanter) + Point3(-10, -1, -20), radii: Point3(14, 18, 25), pitch: -8, roll: -8)
    let lesser = Sweep([.init(axis + Point3(34, -18, -50), 11), .init(axis + Point3(23, -29, -56), 6.5)])
    let root = Sweep([
      .init(axis + Point3(40, -13, -28), 20), .init(axis + Point3(38, -13, -60), 16.5),
      .init(axis + Point3(37, -11, -84), 15),
    ])
    let slender = Blend.all([neck, greater, root, lesser], radius: 9)
    let upper = Blend(head, Offset(slender, by: plan.stouter(8)), radius: 9)
    let shaft = Sweep([
      .init(axis + Point3(37, -11.5, -76), 15), .init(axis + Point3(34, -10, -150), 14),
      .init(Point3.mix(axis + Point3(34, -10, -150), knee, 0.5), 14.5), .init(knee + Point3(0, 2, 52), 16),
    ])
    let condyles = [-22.0, 22].map { out in
      Sweep([
        .init(knee + Point3(out, 6, 6), 15), .init(knee + Point3(out, -6, -2), 18),
        .init(knee + Point3(out, -16, 6), 15),
      ]) as any Solid
    }
    let flare = Sweep([
      .init(knee + Point3(0, 2, 58), 16),
      .init(knee + Point3(0, 2, 24), thick: 19, wide: 30, normal: Point3(0, 1, 0)),
      .init(knee + Point3(0, 3, 6), thick: 18, wide: 36, normal: Point3(0, 1, 0)),
    ])
    let notch = Ellipsoid(knee + Point3(0, -22, -8), radii: Point3(9, 20, 20))
    let lower = Blend.all([flare] + condyles, radius: 8).minus(notch)
    let id = "femur_\(side.rawValue)"
    return [
      .organ(id, .bone + 6, side.placed(upper), Material(headMarrow, inside: .cortex, 1.8)),
      Structure(
        "\(id)_shaft", .organs([id]), .bone + 7, side.placed(Offset(shaft, by: plan.stouter(8))),
        Material(.fattyMarrow, inside: .cortex, 6)),
      Structure(
        "\(id)_condyles", .organs([id]), .bone + 6, side.placed(Offset(lower, by: plan.stouter(8))),
        Material(headMarrow, inside: .cortex, 1.6)),
    ]
  }

  // MARK: Organs of the pelvis

  private static func organs(_ plan: BodyPlan) -> [Structure] {
    var random = plan.random("urinary_bladder")
    let fill = random.between(0.74, 1.15)
    let base = plan.at(.bladder, .right, 0, 0, -24)
    let bladder = Ellipsoid(
      base + Point3(0, 2, 27 * fill), radii: Point3(37, 30, 27) * fill, pitch: -6, squareness: 0.2)
    var structures: [Structure] = [
      .organ("urinary_bladder", .bowel + 14, bladder, Material(urine, inside: bladderWall, 3))
    ]
    switch plan.patient.sex {
    case .male:
      let size = random.between(0.85, 1.25)
      structures += [
        .organ(
          "prostate", .bowel + 13,
          Ellipsoid(Point3(0, -20, 51), radii: Point3(22 * size, 15, 17), squareness: 0.15),
          Material(prostate)),
        Structure(
          "seminal_vesicles", .tissue, .bowel + 3,
          Union(
            Side.allCases.map {
              Ellipsoid($0.placed(Point3(17, -42, 74)), radii: Point3(16, 6, 7), roll: 14 * -$0.sign)
            }), Material(Tissue(22, mottle: 14, grain: 4))),
      ]
    case .female:
      let body = Ellipsoid(Point3(2, -28, 120), radii: Point3(24, 19, 27), pitch: 38)
      let cervix = Sweep([
        .init(1, -40, 100, 13), .init(0, -44, 80, 12), .init(0, -36, 48, 8), .init(0, -26, 24, 7),
      ])
      structures.append(
        Structure("uterus", .tissue, .bowel + 13, Blend(body, cervix, radius: 12), Material(uterus)))
    }
    return structures
  }

  /// The levator: a funnel from the side walls of the pelvis to the anal canal.
  private static var floor: any Solid {
    Union(
      Side.allCases.map { side in
        side.placed(
          Sheet(
            [
              [
                Point3(20, 4, 52), Point3(46, -20, 62), Point3(54, -48, 64), Point3(42, -74, 56),
                Point3(8, -86, 46),
              ],
              [
                Point3(12, -8, 38), Point3(22, -26, 36), Point3(22, -48, 34), Point3(18, -66, 36),
                Point3(4, -76, 38),
              ],
              [
                Point3(9, -20, 26), Point3(11, -32, 22), Point3(12, -50, 20), Point3(9, -62, 22),
                Point3(2, -68, 26),
              ],
            ], thickness: Array(repeating: Array(repeating: 2.6, count: 5), count: 3)))
      })
  }
}
