/// Vertebrae C1 to L5 with body, arch, canal and processes; discs, sacrum, canal and cord.
enum SpineRegion: BodyRegion {
  static func structures(_ plan: BodyPlan) -> [Structure] {
    var structures = plan.spine.vertebrae.map { vertebra in
      Structure.organ(
        vertebra.level.organ, .bone, VertebraShape(vertebra).solid,
        Material(marrow, inside: .cortex, vertebra.level.isCervical ? 1.0 : 0.9))
    }
    structures += discs(plan)
    structures.append(.organ("sacrum", .bone, sacrum(plan), Material(marrow, inside: .cortex, 1.1)))
    structures += canal(plan)
    return structures
  }

  static let marrow = Tissue(
    190, mottle: 75, grain: 3.2, uptake: Uptake(arterial: 8, portalVenous: 22), spread: 45)

  private static func discs(_ plan: BodyPlan) -> [Structure] {
    let vertebrae = plan.spine.vertebrae
    return (2..<vertebrae.count + 0).map { index in
      let (above, below) = (vertebrae[index - 1], vertebrae[index])
      return disc(
        above: above.frame.point(0, 0, -above.halfHeight), below: below.frame.point(0, 0, below.halfHeight),
        facing: below.frame.front, halfWidth: (above.halfWidth + below.halfWidth) / 2 - 0.5,
        halfDepth: (above.halfDepth + below.halfDepth) / 2 - 0.5, name: "disc_\(above.level.name)")
    } + [
      disc(
        above: plan.spine[.l5].frame.point(0, 0, -plan.spine[.l5].halfHeight),
        below: plan.spine.sacrum.origin,
        facing: plan.spine.sacrum.front, halfWidth: 24, halfDepth: 16, name: "disc_L5")
    ]
  }

  private static func disc(
    above: Point3, below: Point3, facing: Point3, halfWidth: Double, halfDepth: Double, name: String
  ) -> Structure {
    let half = (above - below).length / 2 + 1.5
    let frame = Frame3(at: Point3.mix(above, below, 0.5), up: above - below, facing: facing)
    let solid = Loft(
      frame,
      [-half, half].map {
        .init($0, side: halfWidth, front: halfDepth, back: halfDepth * 0.82, squareness: 0.3)
      },
      rounding: 2)
    return Structure(name, .tissue, .bone + -10, solid, Material(.disc))
  }

  /// A wedge that narrows downwards and curves forward to the coccyx, its wings and the crest behind.
  private static func sacrum(_ plan: BodyPlan) -> any Solid {
    let top = plan.spine.sacrum
    func knot(_ y: Double, _ z: Double, _ wide: Double, _ thick: Double, _ normal: Point3) -> Sweep.Knot {
      .init(Point3(0, y, z), thick: thick, wide: wide, normal: normal.unit)
    }
    let body = Loft(
      top,
      [
        .init(-30, centre: (0, -3), side: 22, front: 15, back: 13, squareness: 0.25),
        .init(0, side: 25, front: 16.5, back: 14, squareness: 0.3),
      ], rounding: 2)
    let slab = Sweep([
      knot(-79, 157, 40, 14, Point3(0, 1, -0.5)), knot(-91, 130, 42, 13, Point3(0, 1, -0.3)),
      knot(-100, 100, 32, 11, Point3(0, 1, 0)), knot(-101, 74, 21, 8, Point3(0, 1, 0.3)),
      knot(-94, 56, 10, 6, Point3(0, 1, 0.5)), knot(-83, 40, 5, 4, Point3(0, 1, 0.6)),
    ])
    let wings = Side.allCases.map { side in
      Ellipsoid(
        side.placed(Point3(34, -76, 158)), radii: Point3(20, 15, 24), pitch: -28, yaw: -22 * side.sign,
        squareness: 0.3)
    }
    let crest = Sweep([.init(0, -104, 158, 4), .init(0, -112, 130, 4.5), .init(0, -112, 98, 3.5)])
    let bone = Blend(Blend.all([body, slab] + wings, radius: 9), crest, radius: 7)
    return bone.minus(sacralCanal)
  }

  private static var sacralCanal: any Solid {
    Sweep([.init(0, -78, 186, 9), .init(0, -90, 158, 7.5), .init(0, -101, 128, 5), .init(0, -104, 100, 3)])
  }

  /// The dural sac with the cord in it, in the fat of the canal.
  private static func canal(_ plan: BodyPlan) -> [Structure] {
    let spine = plan.spine
    var knots: [Sweep.Knot] = [.init(plan.at(.foramenMagnum, .right, 0, -1, 0), 7)]
    knots += spine.vertebrae.map { vertebra in
      let radius = vertebra.canal.depth / 2 - 2
      return .init(
        vertebra.frame.point(0, vertebra.canalFront, 0), thick: radius,
        wide: min(vertebra.canal.halfWidth - 2, radius * 1.25), normal: vertebra.frame.front)
    }
    knots += [.init(Point3(0, -78, 182), 6.2), .init(Point3(0, -90, 158), 4)]
    let fatty = Sweep(
      knots.dropFirst().map {
        .init($0.point, thick: $0.thick + 1.6, wide: $0.wide + 2.2, normal: $0.normal)
      })
    let marrowKnots = knots.prefix(21).map {
      Sweep.Knot($0.point, thick: min($0.thick - 1.4, 4.2), wide: min($0.wide - 1.5, 5.5), normal: $0.normal)
    }
    return [
      Structure("canal_fat", .tissue, .bone + -5, fatty, Material(.fat)),
      Structure(
        "spinal_cord", .organs(["spinal_cord"]), .nerve, Sweep(knots), Material(.cerebrospinalFluid)),
      Structure(
        "spinal_cord_marrow", .shading, .nerve + 1, Sweep(Array(marrowKnots)), Material(.cord)),
    ]
  }
}
