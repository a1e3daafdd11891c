/// The neck: thyroid, muscles, larynx, hyoid bone and throat, in the fat between them.
enum NeckRegion: BodyRegion {
  static func structures(_ plan: BodyPlan) -> [Structure] {
    [fat(plan)] + muscles(plan) + thyroid(plan) + larynx(plan)
  }

  /// The trunk's outline is muscle throughout; in the neck fat lies between the muscles.
  private static func fat(_ plan: BodyPlan) -> Structure {
    let heights = Formula(in: Box3(low: Point3(-120, -120, 575), high: Point3(120, 80, 745))) { p in
      max(582 - p.z, p.z - 738)
    }
    return Structure(
      "neck_fat", .tissue, .cavity + 5, Offset(plan.wall, by: -2.5).cut(to: heights), Material(.looseFat))
  }

  // MARK: Muscles

  private static func muscles(_ plan: BodyPlan) -> [Structure] {
    let shared = Side.allCases.flatMap { side -> [Structure] in
      let name = side.rawValue
      return [
        part("sternocleidomastoid", name, .muscle + 14, turner(plan, side)),
        part("scalenus", name, .muscle + 11, middleScalenus(plan, side)),
        part("scalenus_anterior", name, .muscle + 12, frontScalenus(plan, side)),
        part("anterior_cervical_muscles", name, .muscle + 10, longMuscle(plan, side)),
      ]
    }
    let strap = Union(
      Side.allCases.flatMap { side -> [any Solid] in
        func at(_ x: Double, _ y: Double, _ z: Double) -> Point3 { side.placed(Point3(x, y, z)) }
        let front = side.placed(Point3(0.4, 1, 0)).unit
        return [
          // Before the larynx from hyoid to sternum; at the back of the neck from the trunk to the skull.
          Sweep([
            .init(at(9, 36, 680), thick: 2.2, wide: 7, normal: front),
            .init(at(15, 37, 652), thick: 2.4, wide: 8, normal: front),
            .init(at(16, 27, 615), thick: 2.6, wide: 9, normal: front),
            .init(at(14, 16, 585), thick: 2.6, wide: 9, normal: front),
          ]),
          Sweep([
            .init(at(44, -50, 735), 9), .init(at(47, -54, 700), thick: 10, wide: 13, normal: Point3(0, 1, 0)),
            .init(at(48, -58, 655), thick: 11, wide: 14, normal: Point3(0, 1, 0)),
            .init(at(64, -66, 618), 14),
          ]),
        ]
      })
    // A hood over the deep muscles of the neck's back.
    let hood = Offset(plan.wall, by: -1).cut(
      to: Formula(in: Box3(low: Point3(-110, -125, 575), high: Point3(110, -60, 752)), steepness: 1.2) { p in
        max(-70 + abs(p.x) * 0.25 - p.z * 0 + p.y, 578 - p.z)
      })
    return shared + [
      Structure("neck_muscles", .tissue, .muscle + 1, strap, Material(.muscle)),
      Structure("neck_hood", .tissue, .muscle + -8, hood, Material(.muscle)),
    ]
  }

  /// One side of a muscle that is one organ on both sides.
  private static func part(
    _ organ: String, _ side: String, _ order: Structure.Order, _ solid: any Solid
  ) -> Structure {
    Structure("\(organ)_\(side)", .organs([organ]), order, solid, Material(.muscle))
  }

  /// From the mastoid to sternum and collar bone.
  private static func turner(_ plan: BodyPlan, _ side: Side) -> any Solid {
    let start = plan.at(.mastoid, side, 1, 0, -8)
    func knot(_ x: Double, _ y: Double, _ z: Double, _ thick: Double, _ wide: Double) -> Sweep.Knot {
      .init(
        side.placed(Point3(x, y, z)), thick: thick, wide: wide, normal: side.placed(Point3(0.85, 0.5, 0)))
    }
    let upper = [
      Sweep.Knot(start, thick: 5, wide: 10, normal: side.placed(Point3(1, 0.2, 0))),
      knot(51, -16, 712, 6.5, 16), knot(47, 4, 670, 7, 18), knot(40, 17, 634, 6.5, 15),
    ]
    let line = ShoulderGirdle.clavicleLine(plan)
    let sternal = plan.at(.clavicleEnd, side, 2, 0, 2)
    let clavicular = side.placed(line[1] + Point3(6, -2, 6))
    return Union([
      Sweep(
        upper + [knot(26, 23, 602, 5, 8), .init(sternal, thick: 3.5, wide: 5, normal: Point3(0, 1, 0))]),
      Sweep([
        upper[3], knot(40, 20, 606, 4.5, 10), .init(clavicular, thick: 3, wide: 9, normal: Point3(0, 1, 0)),
      ]),
    ])
  }

  private static func frontScalenus(_ plan: BodyPlan, _ side: Side) -> any Solid {
    func knot(_ x: Double, _ y: Double, _ z: Double, _ r: Double) -> Sweep.Knot {
      .init(side.placed(Point3(x, y, z)), r)
    }
    return Sweep([
      knot(27, -24, 682, 3), knot(30, -20, 655, 5), knot(37, -13, 622, 6.4), knot(48, -5, 597, 6.2),
      knot(54, -1, 584, 4.4),
    ])
  }

  private static func middleScalenus(_ plan: BodyPlan, _ side: Side) -> any Solid {
    func knot(_ x: Double, _ y: Double, _ z: Double, _ r: Double) -> Sweep.Knot {
      .init(side.placed(Point3(x, y, z)), thick: r, wide: r * 1.25, normal: side.placed(Point3(1, 0, 0)))
    }
    return Union([
      Sweep([
        knot(30, -34, 712, 4), knot(34, -32, 680, 6.5), knot(38, -30, 650, 8), knot(50, -30, 618, 8.5),
        knot(64, -32, 594, 6),
      ]),
      Sweep([knot(34, -38, 652, 6), knot(50, -46, 618, 8), knot(74, -52, 588, 6)]),
    ])
  }

  /// Longus colli and capitis, before the vertebrae from T2 to the skull.
  private static func longMuscle(_ plan: BodyPlan, _ side: Side) -> any Solid {
    let levels: [(VertebraLevel, Double, Double)] = [
      (.t2, 6, 2.2), (.c7, 8, 3.4), (.c5, 9, 4.4), (.c3, 9.5, 4.8), (.c2, 8, 4.6), (.c1, 8, 4),
    ]
    return Sweep(
      levels.map { level, out, thick in
        let vertebra = plan.spine[level]
        let depth = level == .c1 ? 15 : vertebra.halfDepth + thick - 1
        return .init(
          vertebra.frame.point(out * side.sign, depth, 0), thick: thick, wide: thick * 1.7,
          normal: vertebra.frame.front)
      })
  }

  // MARK: Thyroid

  private static func thyroid(_ plan: BodyPlan) -> [Structure] {
    let gland = Tissue(92, mottle: 14, grain: 5, uptake: Uptake(arterial: 75, portalVenous: 60), spread: 18)
    let middle = Structure(
      "thyroid_isthmus", .organs(["thyroid_gland"]), .organ + 20,
      Sweep([.init(-12, 30, 620, 4), .init(0, 35, 620, 3.4), .init(12, 30, 620, 4)]), Material(gland))
    return Side.allCases.map { side in
      let name = "thyroid_lobe_\(side.rawValue)"
      var random = plan.random(name)
      let size = random.between(0.9, 1.12)
      let lobe = Ellipsoid(
        side.placed(Point3(17, 21, 625)), radii: Point3(9 * size, 11.5 * size, 24 * size), pitch: 16,
        roll: 5 * side.sign)
      return .organ(
        name, .organ + 21, Roughened(lobe, height: 1, scale: 9, seed: plan.seed(name)), Material(gland),
        partOf: "thyroid_gland")
    } + [middle]
  }

  // MARK: Larynx and throat

  private static func larynx(_ plan: BodyPlan) -> [Structure] {
    let larynx = plan.at(.larynx)
    let cricoid = plan.at(.cricoid)
    let hyoid = plan.at(.hyoid)
    let horns = Side.allCases.map { side in
      Sweep([
        .init(hyoid + Point3(0, 3, 0), thick: 3, wide: 4.5, normal: Point3(0, 1, 0)),
        .init(hyoid + side.placed(Point3(11, 0, 1)), 3), .init(hyoid + side.placed(Point3(19, -20, 5)), 2.2),
      ]) as any Solid
    }
    let shield = Side.allCases.flatMap { side -> [any Solid] in
      func at(_ x: Double, _ y: Double, _ z: Double) -> Point3 { larynx + side.placed(Point3(x, y, z)) }
      return [
        Sheet(
          [
            [at(0, 2, 8), at(11, -10, 11), at(19, -28, 11)],
            [at(0, 2, -9), at(10, -10, -10), at(16, -26, -10)],
          ], thickness: [[1.9, 1.7, 2.1], [1.9, 1.7, 2.1]]),
        Sweep([.init(at(19, -28, 10), 2), .init(at(20, -28, 22), 1.6)]),
      ]
    }
    let ring = (0...12).map { step -> Sweep.Knot in
      let angle = Double(step) * 30
      let back = -Exact.sine(angle)
      return .init(
        cricoid + Point3(12 * Exact.cosine(angle), -1 + 13 * Exact.sine(angle), 3 + 5 * max(back, 0)),
        thick: 2.2, wide: back > 0.3 ? 9 : 3.6,
        normal: Point3(Exact.cosine(angle), Exact.sine(angle), 0).unit)
    }
    let walls = Union([Offset(throatAir(plan), by: 5), Offset(voiceAir(plan), by: 4)])
    let shell = Tissue(210, mottle: 150, grain: 5, spread: 60)
    return [
      Structure("throat_muscle", .tissue, .organ + 10, walls, Material(.muscle)),
      Structure("hyoid", .tissue, .bone + 20, Union(horns), Material(Tissue(260), inside: .thinCortex, 1.2)),
      Structure("thyroid_cartilage", .tissue, .bone + 21, Union(shield), Material(shell)),
      Structure("cricoid_cartilage", .tissue, .bone + 22, Sweep(ring, step: 5), Material(shell)),
      Structure(
        "epiglottis", .tissue, .airway + 5,
        Sweep([
          .init(Point3(0, 30, 668), thick: 1.6, wide: 5, normal: Point3(0, 1, 0.3).unit),
          .init(Point3(0, 19, 694), thick: 1.6, wide: 9, normal: Point3(0, 1, 0.5).unit),
        ]), Material(Tissue(70, mottle: 10))),
      Structure("throat_air", .tissue, .airway + 2, throatAir(plan), Material(.gas)),
      Structure("voice_air", .tissue, .airway + 3, voiceAir(plan), Material(.gas)),
    ]
  }

  /// From behind the nose down to the entrance of the larynx.
  private static func throatAir(_ plan: BodyPlan) -> any Solid {
    func knot(_ y: Double, _ z: Double, _ thick: Double, _ wide: Double) -> Sweep.Knot {
      .init(Point3(0, y, z), thick: thick, wide: wide, normal: Point3(0, 1, 0))
    }
    return Sweep([
      knot(10, 756, 7, 11), knot(2, 738, 5, 11), knot(-1, 720, 5.5, 12), knot(3, 700, 7, 13),
      knot(10, 684, 7, 13), knot(17, 672, 6, 8),
    ])
  }

  /// Through the glottis to the beginning of the trachea.
  private static func voiceAir(_ plan: BodyPlan) -> any Solid {
    let larynx = plan.at(.larynx)
    let cricoid = plan.at(.cricoid)
    return Sweep([
      .init(Point3(0, 17, 674), thick: 7, wide: 6, normal: Point3(0, 1, 0)),
      .init(larynx + Point3(0, -16, 4), thick: 9, wide: 5, normal: Point3(0, 1, 0)),
      .init(larynx + Point3(0, -14, -4), thick: 10, wide: 2.4, normal: Point3(0, 1, 0)),
      .init(cricoid + Point3(0, 0, 8), thick: 9, wide: 7, normal: Point3(0, 1, 0)),
      .init(cricoid + Point3(0, -1, -6), 8),
    ])
  }
}
