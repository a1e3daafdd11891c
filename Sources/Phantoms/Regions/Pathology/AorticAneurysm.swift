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
    // It goes on into the healthy vessel, so that no wall closes it above or below.
    let onwards = [Sweep.Knot(top.point + Point3(0, 0, top.thick + 2), top.thick - 1.5)]
    let below = [Sweep.Knot(bottom.point - Point3(0, 0, bottom.thick), bottom.thick - 1.5)]
    lumen = Sweep(
      onwards
        + sac.map { knot in
          let b = bulge(knot.point.z)
          let radius = knot.thick * Exact.mix(0.88, open, b)
          return .init(
            knot.point + Point3(0.15, eccentric, 0) * ((knot.thick - radius) * b), radius)
        } + below)
    let shell = Sweep(sac)
    let patches = NoiseField(seed: random.next(), scale: 13)
    chalk = Formula(in: shell.bounds, steepness: 1.6) { p in
      let onWall = abs(shell.distance(to: p) + 0.8) - 0.7
      return max(onWall, (0.22 - patches.value(at: p)) * 4)
    }
    push = .widened(from: axis, to: sac, margin: 38)
  }
}
