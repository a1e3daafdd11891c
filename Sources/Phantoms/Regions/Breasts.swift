/// The breasts of a woman on her back: fat with glands that age makes rarer.
enum Breasts {
  /// What they add to the trunk's skin.
  static func shapes(_ plan: BodyPlan) -> [any Solid] {
    guard plan.patient.sex == .female else { return [] }
    return Side.allCases.map { breast(plan, $0, inset: 0) }
  }

  static func glands(_ plan: BodyPlan) -> [Structure] {
    guard plan.patient.sex == .female else { return [] }
    let rest = Exact.mix(0.94, 0.5, Exact.smooth(35, 80, plan.patient.age))
    return Side.allCases.map { side in
      let name = "breast_gland_\(side.rawValue)"
      let body = Roughened(
        breast(plan, side, inset: 9, scale: rest), height: 7, scale: 13, seed: plan.seed(name))
      return Structure(name, .tissue, .fat, body, Material(gland))
    }
  }

  private static let gland = Tissue(
    18, mottle: 34, grain: 6, uptake: Uptake(arterial: 8, portalVenous: 18), spread: 8)

  /// On the back they spread to the sides.
  private static func breast(
    _ plan: BodyPlan, _ side: Side, inset: Double, scale: Double = 1
  ) -> any Solid {
    var random = plan.random("breasts")
    let size = random.between(0.85, 1.15) * (0.8 + 0.012 * plan.fat)
    let place = plan.wall.point(142, z: 476)
    let radii = Point3(62 * size - inset, 30 * size - 0.6 * inset, 60 * size - inset) * scale
    return Ellipsoid(side.placed(place + Point3(6, -2, 0)), radii: radii, yaw: -30 * side.sign)
  }
}
