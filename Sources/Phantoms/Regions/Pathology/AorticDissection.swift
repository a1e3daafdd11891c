/// A tear from the end of the arch downwards: a flap that winds round the aorta between a true and a wide false lumen.
enum AorticDissection: BodyChange {
  static func apply(to body: inout BodyDraft) {
    guard let aorta = body["aortic_arch"], let descending = body["aorta_descending"],
      let tear = Tear(body.plan, aorta.solid)
    else { return }
    body.reshape(prefixes: ["esophagus", "azygos_vein", "vein_walls"]) { Displaced.moved($0, tear.push) }
    let parts: Set = ["aortic_arch", "aorta_ascending", "aorta_descending", "aorta_dissected"]
    body.add(
      Structure(
        "aorta_dissected", descending.identity, .vessel + 14, tear.wide,
        Material(.arterialBlood, inside: wall, 1.5)))
    body.add(
      Structure(
        "aorta_false_lumen", .shading, .vessel + 17, tear.falseLumen, Material(slowBlood), over: parts,
        lesion: .aorticDissection))
    body.add(
      Structure("aorta_flap", .shading, .vessel + 18, tear.flap, Material(wall), over: parts))
  }

  /// Contrast medium comes late here, and leaves late.
  private static let slowBlood = Tissue(
    43, mottle: 14, grain: 9, uptake: Uptake(arterial: 135, portalVenous: 88), spread: 5)
  private static let wall = Tissue(44, mottle: 6, uptake: Uptake(arterial: 20, portalVenous: 30))

  private struct Tear {
    let wide: any Solid
    let falseLumen: any Solid
    let flap: any Solid
    let push: Displacement

    init?(_ plan: BodyPlan, _ aorta: any Solid) {
      var random = plan.random("aortic-dissection")
      let end = random.between(248, 272)
      let start = plan.nearHeart(-20, -38, 500)
      let up = TubeAxis.follow(aorta, from: start, towards: Point3(0, 0, 1), step: 4) {
        // Up to the crown of the arch: as long as it still climbs behind the middle of the arch.
        $0.point.y < plan.nearHeart(0, -20, 540).y
      }
      let down = TubeAxis.follow(aorta, from: start, towards: Point3(0, 0, -1), step: 4) { $0.point.z > end }
      let axis = up.dropFirst().reversed() + down
      guard up.count > 3, down.count > 30 else { return nil }
      let growth = random.between(1.22, 1.4)
      let first = random.between(120, 200)
      let turns = random.between(90, 230)
      let last = Double(axis.count - 1)
      let knots = axis.enumerated().map { index, knot -> Sweep.Knot in
        let t = Double(index) / last
        let open = Exact.smooth(0, 0.12, t) * (1 - Exact.smooth(0.82, 1, t))
        return .init(knot.point, knot.thick * Exact.mix(1.01, growth, open))
      }
      let tube = Sweep(knots)
      wide = tube
      push = .widened(from: Array(axis), to: knots, margin: 26)
      func profile(_ value: (Sweep.Knot) -> Double) -> Profile {
        var knotsUp: [(Double, Double)] = []
        for knot in knots.reversed() where knot.point.z > (knotsUp.last?.0 ?? -1000) + 0.5 {
          knotsUp.append((knot.point.z, value(knot)))
        }
        return Profile(knotsUp)
      }
      let (x, y, radius) = (profile(\.point.x), profile(\.point.y), profile(\.thick))
      let (low, high) = (end, knots[0].point.z)
      /// How far beyond the flap, on the side of the false lumen.
      let beyond: @Sendable (Point3) -> Double = { p in
        let turn = first + turns * (high - p.z) / (high - low)
        let (s, c) = (Exact.sine(turn), Exact.cosine(turn))
        let (dx, dy) = (p.x - x.value(at: p.z), p.y - y.value(at: p.z))
        let r = radius.value(at: p.z)
        let across = dx * c - dy * s
        // The false lumen is the larger and bulges into the true one; it closes at both ends.
        let closes = 1.3 * (1 - Exact.smooth(low, low + 26, p.z)) + 1.1 * Exact.smooth(high - 12, high, p.z)
        return dx * s + dy * c + r * (0.16 - 0.26 * across * across / (r * r) - closes)
      }
      let inside = Offset(tube, by: -1.3)
      let box = tube.bounds
      falseLumen = Formula(in: box, steepness: 1.8) { -beyond($0) }.cut(to: inside)
      flap = Formula(in: box, steepness: 1.8) { abs(beyond($0)) - 0.75 }.cut(to: inside)
    }
  }
}
