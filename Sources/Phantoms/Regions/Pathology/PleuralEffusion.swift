/// Fluid behind the lung of a patient on the back, with lung collapsed along it.
enum PleuralEffusion: BodyChange {
  static func apply(to body: inout BodyDraft) {
    var random = body.plan.random("pleural-effusion")
    let draw = random.between(0, 1)
    let sides: [Side] = draw < 0.4 ? [.right] : draw < 0.65 ? [.left] : [.left, .right]
    for side in sides {
      let amount = random.between(0.15, 1)
      let lobes = Mediastinum.lobes.filter { $0.hasSuffix(side.rawValue) }
      let lung = body.solids(lobes.sorted())
      guard !lung.isEmpty else { continue }
      let space = Union(lung)
      let rough = NoiseField(seed: random.next(), scale: 30)
      let level = level(side, amount, body.plan)
      let box = space.bounds
      let fluid = Formula(in: box, steepness: 1.9) { p in level(p) + 2 * rough.value(at: p) }
      let band = Exact.mix(8, 24, amount)
      let strands = NoiseField(seed: random.next(), scale: 13)
      let collapsed = Formula(in: box, steepness: 2.6) { p in
        // Thicker at the base, where the lung is heaviest upon itself.
        let low = 1 - Exact.smooth(330, 500, p.z)
        return level(p) - band * Exact.mix(0.35, 1, low) * (1 + 0.5 * strands.value(at: p))
      }
      // A little beyond the lung's surface, or its air would leave a dark seam along the wall.
      let room = Offset(space, by: 1.2)
      let over = Set(lobes).union(["cavity_fat"])
      body.add(
        Structure(
          "collapsed_lung_\(side.rawValue)", .shading, .lung + 20, collapsed.cut(to: room),
          Material(airless, inside: half, 4), over: over))
      body.add(
        Structure(
          "pleural_fluid_\(side.rawValue)", .tissue, .lung + 21, fluid.cut(to: room), Material(water),
          over: over, lesion: .pleuralEffusion))
    }
  }

  /// Height above the fluid's surface, about mm: it lies on the hind wall, highest at the base, and climbs along the
  /// side wall and beside the spine.
  private static func level(
    _ side: Side, _ amount: Double, _ plan: BodyPlan
  ) -> @Sendable (Point3) -> Double {
    let hind = plan.cavity.back
    return { p in
      let depth = Exact.mix(Exact.mix(30, 74, amount), Exact.mix(3, 22, amount), Exact.smooth(345, 560, p.z))
      let out = p.x * side.sign - 62
      let meniscus = 0.0085 * out * out
      return (p.y - (hind.value(at: p.z) - 4 + depth + meniscus)) / 1.4
    }
  }

  private static let water = Tissue(9, mottle: 5, grain: 8, spread: 7)
  private static let airless = Tissue(
    34, mottle: 40, grain: 6, uptake: Uptake(arterial: 60, portalVenous: 72), spread: 6)
  private static let half = Tissue(-330, mottle: 240, grain: 5)
}
