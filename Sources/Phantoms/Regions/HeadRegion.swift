/// What lies in the skull and its face: brain, brainstem, eyes with optic nerves, parotid glands, jaw joints.
///
/// The bones are in `SkullRegion`; they are whole bodies, and the spaces for brain and eyes lie over them.
enum HeadRegion: BodyRegion {
  static func structures(_ plan: BodyPlan) -> [Structure] {
    brain(plan) + Side.allCases.flatMap { orbit(plan, $0) + jawJoint(plan, $0) + [parotid(plan, $0)] }
      + [chiasm(plan)]
  }

  // MARK: Brain

  private static let grey = Tissue(
    38, mottle: 4, grain: 7, uptake: Uptake(arterial: 2, portalVenous: 3), spread: 2)
  private static let white = Tissue(
    29, mottle: 3, grain: 9, uptake: Uptake(arterial: 1, portalVenous: 2), spread: 2)

  private static func brain(_ plan: BodyPlan) -> [Structure] {
    let space = SkullShape(plan).brainSpace
    let folded = Roughened(Offset(space, by: -1.8), height: 1.7, scale: 11, seed: plan.seed("brain"))
    // The falx and the tent between the halves and the cerebellum.
    let gap = Formula(in: Box3(low: Point3(-3, -120, 800), high: Point3(3, 90, 880))) { p in
      max(abs(p.x) - 1.1, 812 - p.z)
    }
    let stem = Blend.all(
      [
        Sweep([
          .init(0, -38, 748, 6.5), .init(0, -33, 760, 8),
          .init(Point3(0, -24, 772), thick: 12.5, wide: 15, normal: Point3(0, 1, 0)),
          .init(Point3(0, -20, 784), thick: 11, wide: 15, normal: Point3(0, 1, 0)),
          .init(Point3(0, -16, 797), thick: 9, wide: 14, normal: Point3(0, 1, 0)),
        ])
      ], radius: 3)
    return [
      Structure("brain_fluid", .tissue, .nerve + -5, space, Material(.cerebrospinalFluid)),
      .organ("brain", .nerve + 3, folded.minus(gap), Material(white, inside: grey, 4)),
      Structure(
        "brain_furrows", .shading, .nerve + 4,
        BrainFolds(space, age: plan.patient.age, seed: plan.seed("brain_furrows")),
        Material(.cerebrospinalFluid), over: ["brain"]),
      Structure(
        "brain_cisterns", .shading, .nerve + 4, cisterns, Material(.cerebrospinalFluid), over: ["brain"]),
      Structure(
        "brain_ventricles", .shading, .nerve + 4, ventricles, Material(.cerebrospinalFluid), over: ["brain"]),
      .organ("brainstem", .nerve + 6, stem, Material(white), partOf: "brain"),
    ]
  }

  /// The side ventricles' bows with the third between them.
  private static var ventricles: any Solid {
    var parts: [any Solid] = [
      Ellipsoid(Point3(0, -12, 806), radii: Point3(2.2, 13, 9)),
      Ellipsoid(Point3(0, -46, 776), radii: Point3(6, 4, 8)),
    ]
    for s in [1.0, -1.0] {
      parts.append(
        Sweep([
          .init(s * 12, 24, 818, 3.5), .init(s * 9, 8, 826, 5), .init(s * 11, -20, 830, 5),
          .init(s * 21, -44, 822, 7), .init(s * 27, -40, 808, 4.5), .init(s * 31, -14, 796, 3),
        ]))
      parts.append(Sweep([.init(s * 21, -44, 822, 5.5), .init(s * 22, -66, 818, 3)]))
    }
    return Union(parts)
  }

  /// Fluid before and beside the brainstem, over the sella, and in the side furrows.
  private static var cisterns: any Solid {
    var parts: [any Solid] = [
      Ellipsoid(Point3(0, 8, 797), radii: Point3(13, 10, 6)),
      Sweep([.init(0, -10, 790, 9), .init(0, -14, 772, 8), .init(0, -26, 758, 9)]),
    ]
    for s in [1.0, -1.0] {
      parts.append(
        Sweep([
          .init(s * 32, 12, 798, 3), .init(s * 50, 14, 806, 2.6), .init(s * 57, -4, 815, 2.2),
          .init(s * 58, -28, 826, 1.6),
        ]))
      parts.append(
        Sweep([.init(s * 16, -14, 795, 3), .init(s * 19, -30, 798, 3), .init(s * 8, -42, 800, 3)]))
    }
    return Union(parts)
  }

  // MARK: Eyes

  private static let nerve = Tissue(
    36, mottle: 4, grain: 3, uptake: Uptake(arterial: 2, portalVenous: 4), spread: 4)

  /// Where the nerve leaves the eye, the apex of the orbit, the middle of the chiasm.
  private static func nerveLine(_ plan: BodyPlan) -> [Point3] {
    let eye = plan.at(.eye)
    return [
      eye + Point3(-3, -12, 0), eye + Point3(-7, -22, -2), Point3(17, 26, 792), Point3(12, 18, 795),
      plan.at(.sella, .right, 3, -4, 7),
    ]
  }

  private static func orbit(_ plan: BodyPlan, _ side: Side) -> [Structure] {
    let eye = plan.at(.eye, side)
    let name = side.rawValue
    let line = nerveLine(plan).map { side.placed($0) }
    let optic = Sweep(zip(line, [2.0, 2.2, 2.1, 2.1, 2.3]).map { .init($0, $1) }, step: 3)
    let lens = Ellipsoid(eye + Point3(0, 7.6, 0), radii: Point3(4.6, 2.3, 4.6))
    let apex = line[2]
    // The straight muscles of the eye.
    let pulls = [Point3(11, 0, 0), Point3(-11, 0, 0), Point3(0, 0, 11), Point3(0, 0, -11)].map { offset in
      Sweep([
        .init(apex, 1.6),
        .init(Point3.mix(apex, eye, 0.5) + offset * 0.85, thick: 2, wide: 4, normal: offset),
        .init(eye + offset * 1.02 + Point3(0, 0, 0), thick: 1.1, wide: 4, normal: offset),
      ])
    }
    return [
      Structure(
        "orbit_fat_\(name)", .tissue, .bone + 40, side.placed(SkullShape(plan).orbit), Material(.fat)),
      Structure("eye_muscles_\(name)", .tissue, .bone + 41, Union(pulls), Material(.muscle)),
      .organ("optic_nerve_\(name)", .nerve + 8, optic, Material(nerve)),
      .organ(
        "eye_\(name)", .nerve + 10, Ellipsoid(eye, radii: Point3(12.1, 12.1, 12.0)),
        Material(Tissue(9, mottle: 3, spread: 3), inside: Tissue(48, mottle: 5), 1.2)),
      .organ(
        "lens_\(name)", .nerve + 11, lens, Material(Tissue(88, mottle: 5, spread: 12)), partOf: "eye_\(name)"),
    ]
  }

  private static func chiasm(_ plan: BodyPlan) -> Structure {
    let middle = plan.at(.sella, .right, 0, -5, 7.5)
    let cross = Union(
      [
        Ellipsoid(middle, radii: Point3(6.5, 4, 2.5)) as any Solid
      ]
        + [1.0, -1.0].map { s in
          Sweep([.init(middle + Point3(s * 3, -1, 0), 2.2), .init(middle + Point3(s * 8, -8, 1.5), 2.0)])
        })
    return .organ("optic_chiasm", .nerve + 12, cross, Material(nerve))
  }

  // MARK: Glands and joints

  /// Behind the jaw's branch, below the ear, with a tongue forward over the chewing muscle.
  private static func parotid(_ plan: BodyPlan, _ side: Side) -> Structure {
    let name = "parotid_gland_\(side.rawValue)"
    let body = Ellipsoid(
      plan.at(.jawAngle, side, 10, -13, 24), radii: Point3(11, 14, 25), roll: 6 * side.sign)
    let deep = Ellipsoid(plan.at(.jawAngle, side, 1, -16, 24), radii: Point3(11, 8, 15))
    let front = Ellipsoid(plan.at(.jawAngle, side, 12, 8, 34), radii: Point3(5, 20, 13), yaw: 10 * side.sign)
    let solid = Blend.all([body, deep, front], radius: 8)
    let gland = Tissue(8, mottle: 22, grain: 5, uptake: Uptake(arterial: 25, portalVenous: 32), spread: 18)
    return .organ(
      name, .organ, Roughened(solid, height: 1.2, scale: 8, seed: plan.seed(name)), Material(gland))
  }

  /// Capsule and disc; the jaw's head and the roof of the socket show in it.
  private static func jawJoint(_ plan: BodyPlan, _ side: Side) -> [Structure] {
    let name = "temporomandibular_joint_\(side.rawValue)"
    let middle = plan.at(.temporomandibularJoint, side)
    let roof = Ellipsoid(middle + Point3(0, 0, 16), radii: Point3(14, 13, 12))
    let head = Ellipsoid(middle + Point3(0, 0, -4), radii: Point3(9.5, 4.6, 5.6), yaw: 12 * side.sign)
    let bone = Material(Tissue(330, mottle: 60, spread: 40), inside: .cortex, 1.1)
    return [
      .organ(
        name, .bone + 20, Ellipsoid(middle, radii: Point3(13, 10, 10)), Material(Tissue(75, mottle: 18))),
      Structure(name + "_bones", .shading, .bone + 21, Union([head, roof]), bone, over: [name]),
    ]
  }
}
