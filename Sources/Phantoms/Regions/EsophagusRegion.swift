/// The oesophagus from the cricoid to the stomach: a flat muscular tube with a little gas.
enum EsophagusRegion: BodyRegion {
  static func structures(_ plan: BodyPlan) -> [Structure] {
    [
      .organ("esophagus", .organ + 30, Sweep(course(plan)), Material(lumen, inside: wall, 3)),
      Structure("esophagus_gas", .organs(["esophagus"]), .organ + 31, gas(plan), Material(.gas)),
    ]
  }

  /// Its axis with half thickness and half width: behind the windpipe, right of the aorta, then forwards over it to the
  /// left and through the diaphragm.
  static func course(_ plan: BodyPlan) -> [Sweep.Knot] {
    var random = plan.random("esophagus")
    let sway = 2.5 * random.signed()
    func knot(_ x: Double, _ y: Double, _ z: Double, _ wide: Double, _ thick: Double) -> Sweep.Knot {
      .init(plan.nearHeart(x, y, z), thick: thick, wide: wide, normal: Point3(0, 1, 0.3).unit)
    }
    let start = plan.at(.cricoid, .right, -1, -25, -6)
    let end = plan.at(.stomach, .right, 30, -15, 36)
    return [
      .init(start, thick: 5, wide: 8, normal: Point3(0, 1, 0)), knot(-4, -9, 602, 8, 5.6),
      knot(-4 + sway, -25, 566, 8.5, 5.8), knot(-3, -33, 540, 8.5, 5.6), knot(-1, -37, 514, 8.5, 5.2),
      knot(3, -36, 488, 9, 5.2), knot(4 + sway, -34, 462, 9, 5.6), knot(2, -27, 438, 9, 6.2),
      knot(-4, -18, 418, 9, 6.8), .init(end, thick: 8, wide: 9.5, normal: Point3(0, 1, 0.4).unit),
    ]
  }

  /// Gas in one or two stretches of the lumen.
  private static func gas(_ plan: BodyPlan) -> any Solid {
    let axis = Curve3(course(plan).map(\.point), step: 4).points
    var random = plan.random("esophagus_gas")
    let pockets = (0..<2).map { pocket in
      let share = pocket == 0 ? random.between(0.08, 0.35) : random.between(0.45, 0.75)
      let start = Int(share * Double(axis.count))
      let count = 4 + Int(random.between(0, 5))
      let width = random.between(1.8, 3.2)
      let points = axis[start..<min(start + count, axis.count)]
      return Sweep(
        points.map { .init($0, thick: 1.5, wide: width, normal: Point3(0, 1, 0)) }) as any Solid
    }
    return Union(pockets)
  }

  private static let wall = Tissue(
    40, mottle: 9, grain: 4, uptake: Uptake(arterial: 22, portalVenous: 38), spread: 5)
  private static let lumen = Tissue(22, mottle: 14, grain: 4, uptake: Uptake(arterial: 8, portalVenous: 14))
}
