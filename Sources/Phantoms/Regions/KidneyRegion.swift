/// Kidneys with cortex, medulla and the fat of their sinus, the fat round them, and the adrenal glands.
enum KidneyRegion: BodyRegion {
  static func structures(_ plan: BodyPlan) -> [Structure] {
    Side.allCases.flatMap { kidney(plan, $0) + [adrenal(plan, $0)] }
  }

  private static let cortex = Tissue(
    33, mottle: 6, grain: 4, uptake: Uptake(arterial: 125, portalVenous: 140), spread: 4)
  private static let medulla = Tissue(
    31, mottle: 6, grain: 5, uptake: Uptake(arterial: 38, portalVenous: 125), spread: 4)
  private static let urine = Tissue(8, mottle: 3, spread: 4)
  private static let gland = Tissue(
    28, mottle: 8, grain: 4, uptake: Uptake(arterial: 30, portalVenous: 45), spread: 8)

  private static func kidney(_ plan: BodyPlan, _ side: Side) -> [Structure] {
    var random = plan.random("kidney_\(side.rawValue)")
    let size = random.between(0.93, 1.08)
    // The liver keeps the right one lower.
    let centre = plan.at(.kidney, side, 4, 6, side == .left ? 8 : -2)
    func body(_ radii: Point3, at p: Point3) -> Ellipsoid {
      Ellipsoid(p, radii: radii * size, pitch: 10, roll: -13 * side.sign, yaw: -30 * side.sign)
    }
    let whole = Roughened(
      body(Point3(29, 22, 55), at: centre), height: 1.4, scale: 15,
      seed: plan.seed("kidney_\(side.rawValue)_lobes"))
    let gate = centre + side.placed(Point3(-19, 10, 0))
    let sinus = Roughened(
      body(Point3(16, 9, 24), at: gate), height: 2.5, scale: 9,
      seed: plan.seed("kidney_\(side.rawValue)_calyces"))
    let pelvis = Sweep([
      .init(gate + side.placed(Point3(8, -4, 10)), 2.5), .init(gate, 5),
      .init(gate + side.placed(Point3(-14, 2, -8)), 4), .init(gate + side.placed(Point3(-20, 0, -34)), 2.2),
    ])
    let id = "kidney_\(side.rawValue)"
    return [
      Structure(
        "\(id)_fat", .tissue, .bowel + 28, Offset(body(Point3(29, 22, 55), at: centre), by: 5), Material(.fat)
      ),
      .organ(id, .bowel + 30, whole, Material(medulla, inside: cortex, 7)),
      Structure("\(id)_sinus", .tissue, .bowel + 31, sinus, Material(.fat)),
      Structure("\(id)_pelvis", .tissue, .bowel + 32, pelvis, Material(urine)),
    ]
  }

  /// A body with two limbs that open backwards, like an inverted Y.
  private static func adrenal(_ plan: BodyPlan, _ side: Side) -> Structure {
    // The right one lies behind the vena cava, the left one beside the aorta before the kidney's upper pole.
    let place = side == .right ? plan.at(.adrenal, side, 0, 8, 0) : plan.at(.adrenal, side, 6, 18, -8)
    func limb(_ spread: Double, _ low: Double, _ high: Double) -> any Solid {
      func knot(_ z: Double, _ out: Double, _ wide: Double) -> Sweep.Knot {
        .init(
          place + side.placed(Point3(out, -6, z)), thick: 2.7, wide: wide,
          normal: side.placed(Point3(1, spread, 0)).unit)
      }
      return Sweep([knot(low, 4 * spread, 7), knot(0, 3 * spread, 9), knot(high, 0, 5)])
    }
    let body = Sweep([
      .init(place + Point3(0, 2, -10), 3.2), .init(place + Point3(0, 3, 2), 3.6),
      .init(place + Point3(0, 0, 14), 2.6),
    ])
    return .organ(
      "adrenal_gland_\(side.rawValue)", .bowel + 35,
      Blend.all([body, limb(0.55, -15, 15), limb(-0.55, -15, 12)], radius: 3), Material(gland))
  }
}
