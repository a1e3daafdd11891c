/// The left vertebral artery leaves the arch between carotid and subclavian artery.
enum VertebralFromArch: BodyChange {
  static func apply(to body: inout BodyDraft) {
    let name = "vertebral_artery_left"
    guard let usual = body.solid(name) else { return }
    let plan = body.plan
    // Above the transverse process of C6 the course is the usual one; it comes from below instead of from the side.
    let vertebra = plan.spine[.c6]
    let gate = vertebra.frame.point(-(vertebra.canal.halfWidth + 6), -vertebra.halfDepth * 0.75, 0)
    let upper = usual.cut(to: HalfSpace(gate, outward: Point3(0, 0, -1)))
    let root = Sweep(
      [
        .init(plan.nearHeart(-9, -15, 545), 2.6), .init(plan.nearHeart(-15, -15, 562), 2.4),
        .init(plan.nearHeart(-18, -16, 584), 2.2), .init(Point3(-19, -18, 606), 2.1),
        .init(Point3(-19, -20, gate.z - 18), 2.1), .init(gate, 2.1),
      ], step: 3)
    body.reshape(prefixes: [name]) { _ in Union([upper, root]) }
  }
}
