/// The left kidney was never made.
enum LeftKidneyMissing: BodyChange {
  static func apply(to body: inout BodyDraft) { SoleKidney.leave(.right, in: &body) }
}

/// The right kidney was never made.
enum RightKidneyMissing: BodyChange {
  static func apply(to body: inout BodyDraft) { SoleKidney.leave(.left, in: &body) }
}

/// One kidney for two: it has grown by a third to a half.
private enum SoleKidney {
  static func leave(_ side: Side, in body: inout BodyDraft) {
    let name = Kidneys.name(side)
    let other = Kidneys.name(side == .left ? .right : .left)
    // Never none at all, whatever variants are asked for together.
    guard let kidney = body.solid(name) else { return }
    body.remove(prefix: other)
    var random = body.plan.random("sole_kidney")
    let middle = Point3.mix(kidney.bounds.low, kidney.bounds.high, 0.5)
    let growth = Displacement.grown(
      from: middle, to: Frame3(at: middle), radii: Point3(52, 52, 76), scale: random.between(1.1, 1.14),
      fade: 1.6)
    body.reshape(prefixes: [name]) { Displaced.moved($0, growth) }
  }
}
