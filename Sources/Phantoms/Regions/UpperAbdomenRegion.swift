/// Spleen, stomach, duodenum and pancreas.
enum UpperAbdomenRegion: BodyRegion {
  static func structures(_ plan: BodyPlan) -> [Structure] {
    spleen(plan) + stomach(plan) + duodenum(plan) + [
      .organ(
        "pancreas", .bowel + 8,
        Roughened(pancreas(plan), height: 2, scale: 7, seed: plan.seed("pancreas")), Material(gland))
    ]
  }

  private static let gland = Tissue(
    40, mottle: 18, grain: 4, uptake: Uptake(arterial: 55, portalVenous: 48), spread: 8)
  private static let pulp = Tissue(
    48, mottle: 6, grain: 5, uptake: Uptake(arterial: 70, portalVenous: 72), spread: 4)
  static let gutWall = Tissue(
    42, mottle: 8, grain: 4, uptake: Uptake(arterial: 25, portalVenous: 42), spread: 4)
  private static let meal = Tissue(24, mottle: 22, grain: 6, spread: 14)

  /// Lies along the wall behind the stomach; hollow towards it. Lifts the diaphragm a little where it lies.
  private static func spleen(_ plan: BodyPlan) -> [Structure] {
    let centre = plan.at(.spleen) + Point3(17, 16, -2)
    let body = Ellipsoid(centre, radii: Point3(32, 53, 60), pitch: -14, roll: 8, yaw: 36, squareness: 0.1)
    let hollow = Ellipsoid(centre + Point3(50, 26, 2), radii: Point3(30, 32, 40))
    let smooth = Roughened(body, height: 2, scale: 24, seed: plan.seed("spleen"))
    let whole = Intersection([
      Offset(plan.cavity, by: -2), Offset(plan.belowDiaphragm, by: 26), smooth.minus(hollow),
    ])
    return [
      // The diaphragm over it, which parts it from the lung.
      Structure(
        "spleen_bed", .tissue, .organ + 2, Offset(whole, by: 3), Material(.muscle),
        over: Mediastinum.lobes.union(["mediastinum"])),
      .organ("spleen", .organ + 3, whole, Material(pulp)),
    ]
  }

  /// Cardia, fundus, body, antrum and pylorus; wall with folds, fluid behind, gas in front, as on the back.
  private static func stomach(_ plan: BodyPlan) -> [Structure] {
    var random = plan.random("stomach")
    let size = random.between(0.86, 1.12)
    let gas = random.between(18, 32)
    let shift = plan.shift(.stomach)
    let belly = plan.swelling(310)
    func knot(_ x: Double, _ y: Double, _ z: Double, _ radius: Double) -> Sweep.Knot {
      .init(Point3(x, y + 0.5 * belly * Exact.smooth(0, 46, y), z) + shift, radius * size)
    }
    let bag = Sweep([
      knot(-58, -26, 374, 27), knot(-68, -4, 356, 30), knot(-66, 20, 332, 26), knot(-50, 37, 310, 21),
      knot(-22, 45, 300, 17), knot(4, 42, 303, 13.5), knot(24, 33, 312, 8.5),
    ])
    let cardia = Sweep([knot(-16, -18, 384, 8), knot(-40, -16, 374, 12)])
    let outer = Intersection([
      Offset(plan.cavity, by: -3), Offset(plan.belowDiaphragm, by: -6), Blend(bag, cardia, radius: 10),
    ])
    let lumen = Roughened(
      Offset(outer, by: -6), height: 2.6, scale: 10, seed: plan.seed("stomach_rugae"))
    let top = HalfSpace(Point3(0, gas, 340), outward: Point3(0, -1, 0))
    return [
      .organ("stomach", .bowel + 5, outer, Material(gutWall)),
      Structure("stomach_fluid", .organs(["stomach"]), .bowel + 6, lumen, Material(meal)),
      Structure("stomach_gas", .organs(["stomach"]), .bowel + 7, lumen.cut(to: top), Material(.gas)),
    ]
  }

  /// From the pylorus round the pancreas' head, across in front of the great vessels, up to the jejunum.
  private static func duodenum(_ plan: BodyPlan) -> [Structure] {
    let (bulb, deep) = (plan.shift(.stomach), plan.shift(.pancreas))
    let points: [(Double, Double, Double, Double)] = [
      (28, 33, 313, 10), (40, 24, 312, 12), (48, 8, 304, 12), (50, -4, 288, 12), (49, -8, 272, 12),
      (40, -7, 260, 11.5), (24, 2, 256, 11), (2, 9, 258, 10.5), (-20, 7, 264, 11), (-31, 6, 280, 11),
      (-33, 14, 292, 11),
    ]
    let knots = points.enumerated().map { step, p in
      Sweep.Knot(Point3(p.0, p.1, p.2) + Point3.mix(bulb, deep, min(Double(step) / 3, 1)), p.3)
    }
    let outer = Sweep(knots)
    let lumen = Roughened(Offset(outer, by: -3), height: 1.6, scale: 7, seed: plan.seed("duodenum"))
    let bubble = Ellipsoid(
      knots[1].point + Point3(-1, 4, 1), radii: Point3(7, 5, 6)
    ).cut(to: Offset(outer, by: -3))
    return [
      .organ("duodenum", .bowel + 10, outer, Material(gutWall)),
      Structure("duodenum_fluid", .organs(["duodenum"]), .bowel + 11, lumen, Material(meal)),
      Structure("duodenum_gas", .organs(["duodenum"]), .bowel + 12, bubble, Material(.gas)),
    ]
  }

  /// Head in the duodenum's arch with its hook, neck before the portal vein, body over the spine, tail to the spleen.
  private static func pancreas(_ plan: BodyPlan) -> any Solid {
    let shift = plan.shift(.pancreas)
    let tail = plan.shift(.spleen)
    func knot(_ x: Double, _ y: Double, _ z: Double, _ thick: Double, _ wide: Double) -> Sweep.Knot {
      .init(
        Point3(x, y, z) + Point3.mix(shift, tail, Exact.smooth(30, 80, -x)), thick: thick, wide: wide,
        normal: Point3(0, 1, 0))
    }
    let hook = Sweep([knot(12, 2, 276, 7, 8), knot(25, 4, 288, 12, 12), knot(28, 8, 304, 12, 13)])
    let body = Sweep([
      knot(28, 8, 304, 12, 13), knot(16, 15, 315, 9.5, 12), knot(3, 18, 323, 8, 10),
      knot(-20, 15, 331, 8.5, 11), knot(-44, 2, 338, 9, 11.5), knot(-66, -16, 344, 8.5, 11),
      knot(-80, -28, 348, 6, 8),
    ])
    return Blend(hook, body, radius: 7)
  }
}
