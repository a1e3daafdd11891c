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
    let wide = plan.sparing(0.8)
    let root = Sweep(
      [
        .init(plan.nearHeart(-11, -15, 545), 2.8 * wide), .init(plan.nearHeart(-16, -14, 562), 2.7 * wide),
        .init(plan.nearHeart(-19, -16, 584), 2.5 * wide), .init(Point3(-19, -18, 606), 2.5 * wide),
        .init(Point3(-19, -20, gate.z - 18), 2.5 * wide), .init(gate, 2.5 * wide),
      ], step: 3)
    body.reshape(prefixes: [name]) { _ in Union([upper, root]) }
  }
}
