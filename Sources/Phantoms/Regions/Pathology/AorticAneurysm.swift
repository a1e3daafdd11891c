/// The aorta below the renal arteries grown wide: a lumen, thrombus round it, chalk in the wall.
enum AorticAneurysm: BodyChange {
  static func apply(to body: inout BodyDraft) {
    guard let aorta = body["aorta_descending"], let sac = Sac(body.plan, aorta.solid) else { return }
    body.reshape(prefixes: pushed) { Displaced.moved($0, sac.push) }
    body.add(
      Structure(
        "aortic_sac", aorta.identity, .vessel + 14, sac.outer, Material(thrombus, inside: wall, 1.2),
        lesion: .aorticAneurysm))
    body.add(
      Structure(
        "aortic_sac_lumen", aorta.identity, .vessel + 15, sac.lumen, Material(.arterialBlood),
        lesion: .aorticAneurysm))
    body.add(
      Structure(
        "aortic_sac_chalk", .shading, .vessel + 16, sac.chalk, Material(Tissue(720, mottle: 260, grain: 3)),
        over: ["aortic_sac"]))
  }

  /// What gives way to it.
  private static let pushed = [
    "inferior_vena_cava", "duodenum", "small_bowel", "pancreas", "colon", "portal_vein", "kidney",
    "mesenteric",
  ]

  private static let thrombus = Tissue(38, mottle: 10, grain: 6, spread: 5)
  private static let wall = Tissue(46, mottle: 8, uptake: Uptake(arterial: 25, portalVenous: 40))
}

/// The shape of an aneurysm and the room it takes.
private struct Sac {
  let outer: any Solid
  let lumen: any Solid
  let chalk: any Solid
  let push: Displacement

  init?(_ plan: BodyPlan, _ aorta: any Solid) {
    var random = plan.random("aortic-aneurysm")
    // From below the renal arteries to just above the bifurcation.
    let start = Point3(-6, -11, 296)
    let end = plan.at(.aorticBifurcation).z + 4
    let axis = TubeAxis.follow(aorta, from: start, towards: Point3(0, 0, -1), step: 3) { $0.point.z > end }
    guard axis.count > 8, let top = axis.first, let bottom = axis.last else { return nil }
    let widest = random.between(22.5, 32.5)
    let side = random.between(-3, 1)
    let middle = random.between(0.42, 0.58)
    /// 0 at both ends, 1 at the widest place.
    func bulge(_ z: Double) -> Double {
      let t = (top.point.z - z) / (top.point.z - bottom.point.z)
      let u = t < middle ? t / middle : (1 - t) / (1 - middle)
      return Exact.smooth(0, 1, min(max(u, 0), 1))
    }
    let sac = axis.map { knot -> Sweep.Knot in
      let b = bulge(knot.point.z)
      let radius = Exact.mix(knot.thick, widest, b)
      // The spine behind it does not give way.
      return .init(knot.point + Point3(side * b, (radius - knot.thick) * 0.94, 0), radius)
    }
    let eccentric = random.between(-0.35, 0.1)
    let open = random.between(0.5, 0.68)
    outer = Roughened(Sweep(sac), height: 0.7, scale: 14, seed: random.next())
    lumen = Sweep(
      sac.map { knot in
        let b = bulge(knot.point.z)
        let radius = knot.thick * Exact.mix(0.9, open, b)
        return .init(
          knot.point + Point3(0.15, eccentric, 0) * ((knot.thick - radius) * b), radius)
      })
    let shell = Sweep(sac)
    let patches = NoiseField(seed: random.next(), scale: 13)
    chalk = Formula(in: shell.bounds, steepness: 1.6) { p in
      let onWall = abs(shell.distance(to: p) + 0.8) - 0.7
      return max(onWall, (0.22 - patches.value(at: p)) * 4)
    }
    push = Sac.push(axis: axis, sac: sac)
  }

  /// What touched the aorta touches the sac, and the further away the less it moves.
  private static func push(axis: [Sweep.Knot], sac: [Sweep.Knot]) -> Displacement {
    func profile(_ value: @escaping (Int) -> Double) -> Profile {
      Profile(axis.indices.reversed().map { (axis[$0].point.z, value($0)) })
    }
    let (oldX, oldY, oldR) = (
      profile { axis[$0].point.x }, profile { axis[$0].point.y }, profile { axis[$0].thick }
    )
    let (newX, newY, newR) = (
      profile { sac[$0].point.x }, profile { sac[$0].point.y }, profile { sac[$0].thick }
    )
    let reach = 62.0
    let (low, high) = (axis[axis.count - 1].point, axis[0].point)
    let box = Box3(
      low: Point3(low.x - reach - 20, low.y - reach, low.z - 14),
      high: Point3(high.x + reach + 20, high.y + reach + 60, high.z + 14))
    return Displacement(bounds: box, reach: 40, steepness: 2.6) { p in
      let z = p.z
      let (r0, r1) = (oldR.value(at: z), newR.value(at: z))
      let fade = r1 + reach - 24
      let new = Point3(newX.value(at: z), newY.value(at: z), z)
      let d = p - new
      let away = d.length
      guard away < fade, r1 > r0 + 0.2 else { return p }
      let old = Point3(oldX.value(at: z), oldY.value(at: z), z)
      let before = away <= r1 ? away * r0 / r1 : r0 + (away - r1) * (fade - r0) / (fade - r1)
      let centre = Point3.mix(old, new, Exact.smooth(r1, fade, away))
      return centre + d * (away > 1e-9 ? before / away : 0)
    }
  }
}
