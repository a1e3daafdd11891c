/// A spleen several times its size, grown towards the middle and down; its neighbours give way.
enum Splenomegaly: BodyChange {
  static func apply(to body: inout BodyDraft) {
    guard let spleen = body["spleen"] else { return }
    let plan = body.plan
    var random = plan.random("splenomegaly")
    let scale = random.between(1.22, 1.5)
    let radii = Point3(31, 52, 64) * scale
    let box = spleen.solid.bounds
    let old = Point3.mix(box.low, box.high, 0.5)
    // Its top stays under the dome; it grows downwards, forwards and towards the middle.
    let centre = Point3(
      old.x + 22 * (scale - 1), old.y + 34 * (scale - 1), plan.at(.leftDome).z - 2 - radii.z)
    let tilt = Frame3(at: centre, pitch: -10, roll: 8, yaw: 34)
    let growth = Displacement.grown(from: old, to: tilt, radii: radii, scale: 1.2 * scale, fade: 1.8)
    body.reshape(prefixes: moved) { Displaced.moved($0, growth) }
    let hollow = Ellipsoid(
      tilt.point(radii.x * 1.5, radii.y * 0.35, 0), radii: Point3(radii.x, radii.y * 0.7, radii.z * 0.7))
    let large = Roughened(
      Ellipsoid(tilt, radii: radii, squareness: 0.08).minus(hollow), height: 2.5, scale: 28,
      seed: plan.seed("spleen"))
    // The wall and the ribs do not give way.
    let room = Intersection([Offset(plan.cavity, by: -2), Offset(plan.belowDiaphragm, by: 26)])
    let behind = body.solids(["iliopsoas_left", "autochthon_left"]).map { Offset($0, by: 2.5) }
    body.reshape(prefixes: ["spleen"]) { _ in
      behind.reduce(large.cut(to: room)) { $0.minus($1) }
    }
    body.reshape(prefixes: ["stomach", "colon", "small_bowel"]) {
      $0.cut(to: Offset(plan.cavity, by: -3))
    }
    body.mark(prefix: "spleen", as: .splenomegaly)
  }

  /// The kidney stays, and leaves its impression in the spleen.
  private static let moved = [
    "stomach", "colon", "small_bowel", "pancreas",
    "portal_vein_and_splenic_vein",
  ]
}
