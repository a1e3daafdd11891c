/// Psoas from the twelfth thoracic vertebra, with the iliacus, to the lesser trochanter.
enum PsoasRegion: BodyRegion {
  static func structures(_ plan: BodyPlan) -> [Structure] {
    Side.allCases.map { side in
      .organ(
        "iliopsoas_\(side.rawValue)", .bowel + 20,
        Roughened(
          side.placed(muscle(plan)), height: 1.5, scale: 22, seed: plan.seed("iliopsoas_\(side.rawValue)")),
        Material(fibres, inside: .fascia, 0.6))
    }
  }

  private static let fibres = Tissue(
    56, mottle: 16, grain: 6, uptake: Uptake(arterial: 6, portalVenous: 12), spread: 5)

  private static func muscle(_ plan: BodyPlan) -> any Solid {
    // Beside the vertebral bodies: so far out and in front of their middle.
    func beside(_ level: VertebraLevel, _ out: Double, _ front: Double, _ thick: Double, _ wide: Double)
      -> Sweep.Knot
    {
      let vertebra = plan.spine[level]
      return .init(
        vertebra.frame.point(vertebra.halfWidth + out, front, 0), thick: thick, wide: wide,
        normal: Point3(1, 0.4, 0).unit)
    }
    let axis = plan.at(.hipAxis)
    func knot(_ p: Point3, _ thick: Double, _ wide: Double) -> Sweep.Knot {
      .init(p, thick: thick, wide: wide, normal: Point3(1, 0.2, 0).unit)
    }
    let psoas = Sweep([
      beside(.t12, 2, -6, 3.5, 6), beside(.l1, 4, -6, 7, 11), beside(.l2, 9, -4, 11, 15),
      beside(.l3, 14, -2, 15, 18), beside(.l4, 19, 2, 18, 20), beside(.l5, 25, 13, 19, 20),
      knot(Point3(62, -8, 178), 17, 19), knot(Point3(74, 6, 142), 15, 17), knot(Point3(85, 10, 112), 14, 16),
      knot(axis + Point3(4, 42, 12), 13, 14), knot(axis + Point3(16, 28, -22), 12, 13),
      knot(axis + Point3(24, 0, -46), 10, 11), knot(axis + Point3(24, -26, -56), 6, 6),
    ])
    func layer(_ p: Point3, _ thick: Double, _ wide: Double) -> Sweep.Knot {
      .init(p, thick: thick, wide: wide, normal: Point3(-0.8, 0.6, 0.1).unit)
    }
    let iliacus = Sweep([
      layer(Point3(102, -46, 200), 4, 18), layer(Point3(97, -40, 178), 8, 32),
      layer(Point3(93, -28, 150), 10, 33), layer(Point3(90, -10, 122), 11, 25),
      layer(axis + Point3(6, 34, 22), 11, 16),
    ])
    return Blend(psoas, iliacus, radius: 10)
  }
}
