/// Free fluid in the belly: round liver and spleen, in the flanks and the pelvis; the bowel floats before it.
enum Ascites: BodyChange {
  /// How far the belly's swelling grows with it, mm; `BodyPlan` adds it.
  static let swelling = 12.0

  static func apply(to body: inout BodyDraft) {
    let plan = body.plan
    var random = plan.random("ascites")
    let amount = random.between(0, 1)
    let gap = Exact.mix(5, 13, amount)
    body.reshape(prefixes: ["liver", "spleen"]) { solid in
      solid.cut(to: Offset(plan.cavity, by: -2.5 - gap)).cut(
        to: Offset(plan.belowDiaphragm, by: -3 - 0.7 * gap))
    }
    let float = float(plan, Exact.mix(1.12, 1.3, amount))
    body.reshape(prefixes: ["small_bowel", "colon"]) { Displaced.moved($0, float) }
    body.add(
      Structure(
        "ascites", .tissue, .cavity + 10, fluid(body, gap, amount), Material(water), over: ["cavity_fat"],
        lesion: .ascites))
  }

  /// Towards the front wall; what lies behind the peritoneum stays.
  private static func float(_ plan: BodyPlan, _ rise: Double) -> Displacement {
    let box = Box3(low: Point3(-112, -38, 104), high: Point3(112, 160, 300))
    return Displacement(bounds: box, reach: 24, steepness: rise + 0.45) { p in
      let front = plan.cavity.front.value(at: p.z) - 3
      let inside = 1 - Exact.smooth(66, 108, abs(p.x))
      let tall = Exact.smooth(106, 150, p.z) * (1 - Exact.smooth(240, 296, p.z))
      let back = Exact.smooth(-36, 8, p.y)
      let share = (rise - 1) * inside * tall * back
      return Point3(p.x, min(p.y, front - (front - p.y) * (1 + share)), p.z)
    }
  }

  private static func fluid(_ body: BodyDraft, _ gap: Double, _ amount: Double) -> any Solid {
    let plan = body.plan
    let belly = Intersection([Offset(plan.cavity, by: -1), Offset(plan.belowDiaphragm, by: -1.5)])
    let wrapped = Union(body.solids(["liver", "spleen"]).map { Offset($0, by: gap + 9) } + [pouch])
    let noise = NoiseField(seed: plan.seed("ascites.shore"), scale: 24)
    let around = Formula(in: wrapped.bounds, steepness: wrapped.steepness + 0.5) { p in
      wrapped.distance(to: p) + 3 * noise.value(at: p)
    }
    let flank = Exact.mix(12, 34, amount)
    let gutters = Formula(
      in: Box3(low: Point3(-170, -90, 88), high: Point3(170, 140, 330)), steepness: 2.2
    ) { p in
      // Along the side walls, and between the loops where they leave the wall.
      let depth = -plan.cavity.distance(to: p) - flank - 8 * noise.value(at: p)
      let mesentery = 16 - abs(p.x) * 0.3
      return max(depth, mesentery * 0.5, 96 - p.z, p.z - 322)
    }
    return Union([around, gutters, pelvis(amount)]).cut(to: belly).cut(to: peritoneum)
  }

  /// In front of what lies behind the peritoneum.
  private static var peritoneum: any Solid {
    Formula(in: Box3(low: Point3(-200, -110, 40), high: Point3(200, 200, 430)), steepness: 1.9) { p in
      let hind =
        -20 - 44 * Exact.smooth(52, 96, abs(p.x)) - 30 * (1 - Exact.smooth(120, 180, p.z))
        - 26 * Exact.smooth(300, 350, p.z)
      return hind - p.y
    }
  }

  /// Between liver and right kidney.
  private static var pouch: any Solid { Ellipsoid(Point3(86, -34, 286), radii: Point3(26, 26, 34)) }

  /// Over bladder and rectum.
  private static func pelvis(_ amount: Double) -> any Solid {
    let high = Exact.mix(116, 150, amount)
    // A bowl between rectum and bladder, open to the flanks.
    return Ellipsoid(Point3(0, -24, high), radii: Point3(112, 74, high - 62)).cut(
      to: HalfSpace(Point3(0, 0, high), outward: Point3(0, 0, 1)))
  }

  private static let water = Tissue(8, mottle: 5, grain: 10, spread: 6)
}
