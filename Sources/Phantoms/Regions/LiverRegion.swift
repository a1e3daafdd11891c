/// Liver with its vessels, gallbladder, portal and splenic vein.
enum LiverRegion: BodyRegion {
  static func structures(_ plan: BodyPlan) -> [Structure] {
    var structures: [Structure] = [
      .organ("liver", .organ, liver(plan), Material(parenchyma)),
      Structure(
        "liver_fissure", .tissue, .organ + 1, fissure(plan), Material(.fat), over: ["liver"]),
      Structure(
        "liver_vessels", .shading, .organ + 2, Union(hepaticVeins(plan) + portalBranches(plan)),
        Material(.venousBlood), over: ["liver"]),
      .organ("portal_vein_and_splenic_vein", .vessel, portalVein(plan), Material(.venousBlood)),
    ]
    if !plan.patient.variants.contains(.noGallbladder) {
      structures.append(
        .organ("gallbladder", .bowel + 12, gallbladder(plan), Material(bile, inside: gallbladderWall, 1.4)))
    }
    return structures
  }

  private static let parenchyma = Tissue(
    57, mottle: 7, grain: 5, uptake: Uptake(arterial: 16, portalVenous: 55), spread: 8)
  private static let bile = Tissue(9, mottle: 4, spread: 6)
  private static let gallbladderWall = Tissue(
    36, mottle: 6, grain: 4, uptake: Uptake(arterial: 20, portalVenous: 45))

  /// Fills the right half under the diaphragm; its visceral surface faces down, back and to the left.
  private static func liver(_ plan: BodyPlan) -> any Solid {
    let shift = plan.shift(.liver)
    // A liver of a usual size hangs lower in a small or lean body.
    let drop = plan.stouter(60) + 2 * plan.leanness
    let right = Ellipsoid(
      Point3(70, 0, 348 - 0.3 * drop) + shift, radii: Point3(74, 92, 88 + 0.5 * drop), squareness: 0.25
    ).cut(to: HalfSpace(Point3(45, -5, 294 - drop) + shift, outward: Point3(-0.45, -0.35, -0.8)))
    let left = Ellipsoid(
      Point3(-16, 44, 374) + shift, radii: Point3(68, 45, 50 + 0.4 * drop), roll: -8, yaw: -10,
      squareness: 0.15
    ).cut(to: HalfSpace(Point3(-16, 40, 332 - 0.7 * drop) + shift, outward: Point3(-0.1, -0.6, -0.8)))
    let caudate = Ellipsoid(Point3(12, -6, 362) + shift, radii: Point3(17, 19, 26))
    let whole = Roughened(
      Blend.all([right, left, caudate], radius: 14), height: 2.5, scale: 34, seed: plan.seed("liver"))
    let fossa = Ellipsoid(Point3(57, 52, 290) + shift, radii: Point3(16, 22, 26), pitch: -25)
    return Intersection([
      Offset(plan.cavity, by: -2.5), Offset(plan.belowDiaphragm, by: -3), whole.minus(fossa),
    ])
  }

  /// The fissure of the round ligament, between left lobe and segment IV.
  private static func fissure(_ plan: BodyPlan) -> any Solid {
    Ellipsoid(Point3(2, 48, 340) + plan.shift(.liver), radii: Point3(2.6, 30, 16), pitch: 20, yaw: 8)
  }

  private static func gallbladder(_ plan: BodyPlan) -> any Solid {
    let shift = plan.shift(.gallbladder)
    var random = plan.random("gallbladder")
    let size = random.between(0.88, 1.18)
    // Its blind end just reaches the belly's wall.
    let end = Point3(62, 62, 297) + shift
    let back = Point3(0, max(plan.cavity.distance(to: end) + 11 * size + 3, 0), 0)
    func knot(_ x: Double, _ y: Double, _ z: Double, _ radius: Double, _ share: Double) -> Sweep.Knot {
      .init(Point3(x, y, z) + shift - back * share, radius)
    }
    let bag = Sweep([
      knot(62, 62, 297, 11 * size, 1), knot(60, 54, 303, 13.5 * size, 0.9),
      knot(56, 44, 315, 11.5 * size, 0.7), knot(48, 30, 328, 6 * size, 0.3), knot(40, 20, 331, 3, 0),
    ])
    return bag.cut(to: Offset(plan.cavity, by: -1))
  }

  /// Right, middle and left hepatic vein, gathered at the vena cava under the diaphragm.
  private static func hepaticVeins(_ plan: BodyPlan) -> [any Solid] {
    let shift = plan.shift(.liver)
    func vein(_ points: [(Double, Double, Double)]) -> any Solid {
      Sweep(
        points.enumerated().map { step, p in
          .init(Point3(p.0, p.1, p.2) + shift, 5.2 - 1.15 * Double(step))
        })
    }
    return [
      vein([(26, -18, 392), (58, -20, 382), (88, -18, 358), (108, -12, 326)]),
      vein([(24, -14, 392), (40, 16, 380), (52, 38, 356), (58, 52, 330)]),
      vein([(18, -12, 392), (2, 14, 386), (-18, 34, 378), (-44, 46, 372)]),
      vein([(58, -20, 382), (78, 8, 366), (98, 24, 340)]),
    ]
  }

  /// The portal vein's branches to the right and left lobe.
  private static func portalBranches(_ plan: BodyPlan) -> [any Solid] {
    let shift = plan.shift(.liver)
    func branch(_ radius: Double, _ points: [(Double, Double, Double)]) -> any Solid {
      Sweep(
        points.enumerated().map { step, p in
          .init(Point3(p.0, p.1, p.2) + shift, max(radius - 1.1 * Double(step), 1.2))
        })
    }
    return [
      branch(6, [(32, 4, 348), (58, 2, 350), (84, -14, 358), (106, -30, 366)]),
      branch(4.5, [(58, 2, 350), (82, 26, 342), (104, 40, 330)]),
      branch(4.2, [(70, -6, 352), (92, -26, 334), (108, -28, 310)]),
      branch(5, [(32, 4, 348), (14, 16, 358), (0, 34, 362), (-20, 48, 366), (-46, 54, 374)]),
      branch(3.6, [(0, 34, 362), (14, 54, 352), (26, 64, 342)]),
      branch(3.4, [(70, -2, 352), (84, 10, 374), (92, 20, 392)]),
    ]
  }

  /// The splenic vein behind the pancreas, the last of the mesenteric vein, and the portal vein to the liver's gate.
  private static func portalVein(_ plan: BodyPlan) -> any Solid {
    let (deep, low) = (plan.shift(.liver), plan.shift(.pancreas))
    let spleen = plan.shift(.spleen)
    let splenic = Sweep([
      .init(Point3(-80, -36, 350) + spleen, 4.2), .init(Point3(-56, -18, 342) + low, 4.6),
      .init(Point3(-26, 1, 334) + low, 5), .init(Point3(6, 6, 326) + low, 6),
    ])
    let portal = Sweep([
      .init(Point3(6, 9, 302) + low, 5.4), .init(Point3(6, 7, 326) + low, 7),
      .init(Point3(17, 7, 337) + Point3.mix(low, deep, 0.5), 7.4), .init(Point3(34, 4, 348) + deep, 7),
    ])
    return Blend(splenic, portal, radius: 5)
  }
}
