/// Colon from the caecum to the anal canal, and the small bowel within its frame.
enum BowelRegion: BodyRegion {
  static func structures(_ plan: BodyPlan) -> [Structure] {
    colon(plan) + smallBowel(plan)
  }

  private static let wall = UpperAbdomenRegion.gutWall
  /// Stool holds bubbles of gas.
  private static let stool = Tissue(-15, mottle: 115, grain: 5, spread: 25)
  private static let chyme = Tissue(20, mottle: 26, grain: 9, spread: 10)

  // MARK: Colon

  /// A point of the colon's axis with its radius, and how much of the lumen gas fills there (0 none, 1 all).
  private struct Station {
    let point: Point3
    let radius: Double
    let gas: Double
  }

  private static func stations(_ plan: BodyPlan) -> [Station] {
    var random = plan.random("colon")
    let (right, left) = (random.between(0.9, 1.1), random.between(0.88, 1.12))
    let sag = random.between(-12, 14)
    func lateral(_ angle: Double, _ z: Double, _ radius: Double, _ gas: Double) -> Station {
      Station(point: plan.cavity.point(angle, z: z, depth: radius + 4), radius: radius, gas: gas)
    }
    func inner(_ x: Double, _ y: Double, _ z: Double, _ radius: Double, _ gas: Double) -> Station {
      Station(point: Point3(x, y, z), radius: radius, gas: gas)
    }
    let flexure = plan.shift(.spleen)
    let splenic = plan.cavity.point(-88, z: 330, depth: 24) + flexure
    return [
      lateral(112, 158, 22 * right, 0.2), lateral(106, 182, 27 * right, 0.4),
      lateral(97, 210, 26 * right, 0.3), lateral(88, 242, 24 * right, 0.2),
      lateral(90, 270, 23 * right, 0.5), lateral(108, 284, 21, 0.7), lateral(132, 270, 20, 0.9),
      lateral(158, 256 - sag, 19, 0.9), lateral(182, 250 - sag, 19, 0.9), lateral(208, 258 - sag, 19, 0.85),
      lateral(232, 284, 19, 0.8), Station(point: splenic + Point3(8, 14, -14), radius: 18, gas: 0.7),
      Station(point: splenic, radius: 18, gas: 0.6), lateral(-74, 312, 17 * left, 0.3),
      lateral(-76, 280, 16 * left, 0), lateral(-80, 245, 16 * left, 0.2),
      lateral(-92, 210, 15.5 * left, 0), lateral(-106, 178, 15 * left, 0.2),
      inner(-70, 31, 148, 14, 0.4), inner(-46, 27, 130, 15, 0.6), inner(-16, 4, 128, 15, 0.7),
      inner(12, -14, 138, 15, 0.5), inner(20, -42, 138, 15, 0.2), inner(6, -62, 124, 16, 0.2),
      inner(0, -70, 104, 18, 0.4), inner(0, -69, 80, 20, 0.5), inner(0, -62, 58, 16, 0.2),
      inner(0, -50, 40, 10, 0), inner(0, -52, 20, 9, 0),
    ]
  }

  private static func colon(_ plan: BodyPlan) -> [Structure] {
    let knots = haustra(stations(plan), seed: plan.seed("haustra"))
    let outer = Sweep(knots.map { .init($0.point, $0.radius) }, step: 6)
    let lumen = Offset(outer, by: -2.6)
    // On the back gas gathers in front.
    var pockets: [any Solid] = []
    var run: [Sweep.Knot] = []
    for knot in knots + [Station(point: knots[0].point, radius: 1, gas: 0)] {
      if knot.gas > 0.25 {
        let room = knot.radius - 2.6
        let radius = room * Exact.mix(0.35, 1.1, knot.gas)
        run.append(.init(knot.point + Point3(0, max(room - radius, 0) * 0.95, 0), radius))
      } else {
        if run.count > 1 { pockets.append(Sweep(run, step: 6)) }
        run = []
      }
    }
    let wallStart = Structure.organ("colon", .bowel, outer, Material(wall))
    let filled = Structure("colon_stool", .organs(["colon"]), .bowel + 1, lumen, Material(stool))
    guard !pockets.isEmpty else { return [wallStart, filled] }
    let gas = Roughened(Union(pockets), height: 2.2, scale: 11, seed: plan.seed("colon_gas"))
    return [
      wallStart, filled,
      Structure(
        "colon_gas", .organs(["colon"]), .bowel + 2, gas.cut(to: lumen), Material(.gas)),
    ]
  }

  /// The stations refined to pouches and the folds between them; rectum and anal canal have none.
  private static func haustra(_ stations: [Station], seed: UInt64) -> [Station] {
    let curve = Curve3(stations.map(\.point), step: 10)
    let radii = curve.spread(stations.map(\.radius))
    let gas = curve.spread(stations.map(\.gas))
    var random = SeededGenerator(seed: seed)
    let smooth = Double(stations.count) - 7
    return curve.points.indices.map { index in
      let draw = random.signed()
      let depth = 1 - Exact.smooth(smooth, smooth + 2, curve.places[index])
      let pouch = index.isMultiple(of: 2) ? 1.1 + 0.08 * draw : 0.84 + 0.08 * draw
      return Station(
        point: curve.points[index], radius: radii[index] * Exact.mix(1, pouch, depth),
        gas: gas[index] + 0.15 * draw * depth)
    }
  }

  // MARK: Small bowel

  /// One tube from the duodenum to the caecum: down in loops along the back, up again in front of them.
  private static func smallBowel(_ plan: BodyPlan) -> [Structure] {
    let knots = loops(plan)
    let outer = Intersection([
      Offset(plan.cavity, by: -3), Sweep(knots.map { .init($0.point, $0.radius) }, step: 6),
    ])
    let lumen = Roughened(Offset(outer, by: -2.4), height: 1.4, scale: 5, seed: plan.seed("jejunum"))
    var random = plan.random("small_bowel_gas")
    let bubbles = knots.compactMap { knot -> (any Solid)? in
      guard random.between(0, 1) < 0.12 else { return nil }
      return Ellipsoid(
        knot.point + Point3(0, 3, 0), radii: Point3(knot.radius * 0.9, knot.radius * 0.5, knot.radius * 0.6))
    }
    var structures: [Structure] = [
      .organ("small_bowel", .organ + 40, outer, Material(wall)),
      Structure("small_bowel_chyme", .organs(["small_bowel"]), .organ + 41, lumen, Material(chyme)),
    ]
    structures.append(mesentery(plan, knots))
    if !bubbles.isEmpty {
      structures.append(
        Structure(
          "small_bowel_gas", .organs(["small_bowel"]), .organ + 42, Union(bubbles).cut(to: lumen),
          Material(.gas)))
    }
    return structures
  }

  /// The vessels that fan out from the root of the mesentery to the loops, in the fat between them.
  private static func mesentery(_ plan: BodyPlan, _ loops: [Station]) -> Structure {
    let root = Sweep.Knot(Point3(4, 4, 268) + plan.shift(.pancreas) * 0.5, 4.2)
    let goals = loops.enumerated().filter { $0.offset.isMultiple(of: 2) }.map(\.element.point)
    let fan = { (shift: Point3) in
      VesselTree(
        root: root, targets: goals, calibre: .init(twig: 1.1, power: 0.18, fewest: 1), shift: shift
      ).tubes
    }
    return Structure(
      "mesentery_vessels", .shading, .cavity + 4, Union(fan(Point3(0, 5, 3)) + fan(Point3(5, 9, -6))),
      Material(.venousBlood), over: ["cavity_fat"])
  }

  private static func loops(_ plan: BodyPlan) -> [Station] {
    let drift = [
      NoiseField(seed: plan.seed("loops.x"), scale: 42), NoiseField(seed: plan.seed("loops.y"), scale: 38),
      NoiseField(seed: plan.seed("loops.z"), scale: 44),
    ]
    var random = plan.random("loops")
    var path: [Point3] = [Point3(-33, 14, 292) + plan.shift(.pancreas)]
    /// A loop from side to side that rises and falls and leans, so that no two lie like shelves.
    func row(_ z: Double, _ y: Double, _ from: Double, _ to: Double) {
      let spread = 1 + 0.35 * plan.swelling(z) / 110
      let lean = random.between(-20, 20)
      let (height, turns) = (random.between(9, 19), random.between(400, 700))
      let (start, deep) = (random.between(0, 360), random.between(4, 11))
      for t in [0.0, 0.17, 0.34, 0.5, 0.66, 0.83, 1] {
        let wave = height * Exact.sine(start + t * turns)
        let bulge = deep * Exact.cosine(start + t * turns * 0.8)
        path.append(Point3(Exact.mix(from, to, t) * spread, y + bulge, z + lean * (t - 0.5) * 2 + wave))
      }
    }
    // Behind: from the left under the stomach down to the pelvis.
    for (index, z) in [270.0, 243, 216, 189, 162, 135].enumerated() {
      let (a, b) = z > 230 ? (-66.0, 44.0) : z > 175 ? (-70.0, 66.0) : (-56.0, 54.0)
      row(z, 11 + 0.35 * plan.swelling(z), index.isMultiple(of: 2) ? a : b, index.isMultiple(of: 2) ? b : a)
    }
    path.append(Point3(-28, 20, 112))
    path.append(Point3(18, 22, 114))
    // In front: up again, below the transverse colon.
    for (index, z) in [140.0, 166, 192, 218].enumerated() {
      let front = plan.cavity.point(180, z: z, depth: 17).y
      let half = z > 150 ? 70.0 : 48
      row(
        z, max(front, 46 * 0.6), index.isMultiple(of: 2) ? half : -half,
        index.isMultiple(of: 2) ? -half : half)
    }
    path.append(Point3(-60, 34, 214))
    let wandering = path.enumerated().map { step, p in
      step == 0
        ? p
        : p + Point3(14 * drift[0].value(at: p), 9 * drift[1].value(at: p), 12 * drift[2].value(at: p))
    }
    return wandering.map { Station(point: $0, radius: random.between(10, 12.6), gas: 0) }
  }
}
