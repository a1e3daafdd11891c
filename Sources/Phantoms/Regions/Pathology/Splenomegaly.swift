/// A spleen several times its size, grown towards the middle and down; its neighbours give way.
enum Splenomegaly: BodyChange {
  static func apply(to body: inout BodyDraft) {
    guard let spleen = body["spleen"] else { return }
    let plan = body.plan
    var random = plan.random("splenomegaly")
    let scale = random.between(1.5, 1.72)
    let box = spleen.solid.bounds
    let old = Point3.mix(box.low, box.high, 0.5)
    let tilt = Frame3(
      at: old + Point3(14, 16, -38 * (scale - 1) * 1.6), pitch: -14, roll: 8, yaw: 30)
    let growth = Displacement.grown(
      from: old, to: tilt, radii: Point3(38, 58, 64) * scale, scale: scale, fade: 1.75)
    body.reshape(prefixes: moved) { Displaced.moved($0, growth) }
    // The wall and the ribs do not give way.
    body.reshape(prefixes: ["spleen"]) {
      $0.cut(to: Offset(plan.cavity, by: -2)).cut(to: Offset(plan.belowDiaphragm, by: 12))
    }
    body.reshape(prefixes: ["stomach", "colon", "small_bowel", "kidney_left"]) {
      $0.cut(to: Offset(plan.cavity, by: -3))
    }
    body.mark(prefix: "spleen", as: .splenomegaly)
  }

  private static let moved = [
    "spleen", "stomach", "colon", "small_bowel", "kidney_left", "adrenal_gland_left", "pancreas",
    "portal_vein_and_splenic_vein",
  ]
}
