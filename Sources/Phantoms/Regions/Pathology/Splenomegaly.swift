/// A spleen several times its size, grown towards the middle and down; its neighbours give way.
enum Splenomegaly: BodyChange {
  static func apply(to body: inout BodyDraft) {
    guard let spleen = body["spleen"] else { return }
    let plan = body.plan
    var random = plan.random("splenomegaly")
    // Stomach and colon keep some of the room: about three quarters of it become spleen.
    let target = random.between(830, 1250)
    let box = spleen.solid.bounds
    let old = Point3.mix(box.low, box.high, 0.5)
    let behind = body.solids(["iliopsoas_left", "autochthon_left"]).map { Offset($0, by: 2.5) }
    let kidney = body.solids(["kidney_left_fat"])
    // The smallest that is large enough for this body: how much of it wall and kidney take away differs.
    let sizes = stride(from: 1.15, through: 2.1, by: 0.05).map { Size($0, old: old, plan) }
    let size =
      sizes.first {
        millilitres((behind + kidney).reduce($0.shape(plan)) { $0.minus($1) }, plan) >= target
      } ?? sizes[sizes.count - 1]
    let growth = Displacement.grown(
      from: old, to: size.frame, radii: size.radii, scale: 1.2 * size.scale, fade: 1.8)
    body.reshape(prefixes: moved) { Displaced.moved($0, growth) }
    body.reshape(prefixes: ["spleen"]) { _ in behind.reduce(size.shape(plan)) { $0.minus($1) } }
    // The wall and the ribs do not give way.
    body.reshape(prefixes: ["stomach", "colon", "small_bowel"]) { $0.cut(to: Offset(plan.cavity, by: -3)) }
    body.mark(prefix: "spleen", as: .splenomegaly)
  }

  /// The kidney stays, and leaves its impression in the spleen.
  private static let moved = [
    "stomach", "colon", "small_bowel", "pancreas", "portal_vein_and_splenic_vein",
  ]

  /// A large spleen by its scale.
  private struct Size {
    let scale: Double
    let radii: Point3
    let frame: Frame3

    init(_ scale: Double, old: Point3, _ plan: BodyPlan) {
      self.scale = scale
      radii = Point3(31, 52, 64) * scale
      // Its top stays under the dome; it grows downwards, forwards and towards the middle.
      let centre = Point3(
        old.x + 22 * (scale - 1), old.y + 34 * (scale - 1), plan.at(.leftDome).z - 2 - radii.z)
      frame = Frame3(at: centre, pitch: -10, roll: 8, yaw: 34)
    }

    func shape(_ plan: BodyPlan) -> Intersection {
      let hollow = Ellipsoid(
        frame.point(radii.x * 1.5, radii.y * 0.35, 0), radii: Point3(radii.x, radii.y * 0.7, radii.z * 0.7))
      let large = Roughened(
        Ellipsoid(frame, radii: radii, squareness: 0.08).minus(hollow), height: 2.5, scale: 28,
        seed: plan.seed("spleen"))
      return Intersection([
        Offset(plan.cavity, by: -2), Offset(plan.belowDiaphragm, by: 26), large,
      ])
    }
  }

  /// The volume of a body in the patient, mL, to a few per cent.
  private static func millilitres(_ solid: any Solid, _ plan: BodyPlan) -> Double {
    let step = 7.0
    let (low, high) = (solid.bounds.low, solid.bounds.high)
    var count = 0.0
    for z in stride(from: low.z, through: high.z, by: step) {
      for y in stride(from: low.y, through: high.y, by: step) {
        for x in stride(from: low.x, through: high.x, by: step)
        where solid.distance(to: Point3(x, y, z)) < 0 { count += 1 }
      }
    }
    let scale = Warp(plan.patient).scale(at: Point3.mix(low, high, 0.5)) * step
    return count * scale * scale * scale / 1000
  }
}
