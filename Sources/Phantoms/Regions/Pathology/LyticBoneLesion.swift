/// Soft tissue that has eaten a hole into a vertebra or a hip bone and through its cortex.
enum LyticBoneLesion: BodyChange {
  static func apply(to body: inout BodyDraft) {
    var random = body.plan.random("lytic-bone-lesion")
    let radius = random.between(9, 19)
    guard let (name, centre) = place(radius, in: body, using: &random) else { return }
    let lump = LesionShape.lump(at: centre, radius: radius, unevenness: 0.18, using: &random)
    // Muscle and fat beside the hole are invaded, what is hollow or carries blood is not.
    let soft = body.names(.wall..<(.lung))
    body.add(
      Structure(
        "lytic_lesion", .shading, .lesion + 7, lump, Material(tissue), over: soft.union([name]),
        lesion: .lyticBoneLesion))
  }

  private static func place(
    _ radius: Double, in body: BodyDraft, using random: inout SeededGenerator
  ) -> (name: String, centre: Point3)? {
    let level = LesionShape.pick(
      VertebraLevel.allCases.filter { $0.rawValue >= VertebraLevel.t8.rawValue }, using: &random)
    guard random.between(0, 1) < 0.5, let level, body[level.organ] != nil else {
      guard let side = LesionShape.pick(Side.allCases, using: &random) else { return nil }
      let name = "hip_\(side.rawValue)"
      guard let bone = body.solid(name) else { return nil }
      // Over the socket or beside the sacrum, where the bone is thick.
      let spot =
        random.between(0, 1) < 0.5
        ? body.plan.at(.hipAxis, side, -2, -4, 46) : body.plan.at(.posteriorSpine, side, 12, 12, 2)
      let near = LesionSite(solid: bone.cut(to: Ellipsoid(spot, radii: Point3(22, 22, 22))))
      return near.deepPlace(depth: 3, using: &random).map { (name, $0) }
    }
    let vertebra = body.plan.spine[level]
    let side = random.signed() < 0 ? -1.0 : 1
    let centre = vertebra.frame.point(
      side * max(vertebra.halfWidth - radius * 0.55, 4), random.between(-0.5, 0.4) * vertebra.halfDepth,
      random.between(-0.3, 0.3) * vertebra.halfHeight)
    return (level.organ, centre)
  }

  private static let tissue = Tissue(
    44, mottle: 14, grain: 5, uptake: Uptake(arterial: 40, portalVenous: 48), spread: 6)
}
