/// A tumour of the soft parts in a thigh, a buttock or the back.
enum SoftTissueMass: BodyChange {
  static func apply(to body: inout BodyDraft) {
    var random = body.plan.random("soft-tissue-mass")
    let radius = random.between(20, 45)
    guard let side = LesionShape.pick(Side.allCases, using: &random),
      let centre = place(radius, side, in: body, using: &random)
    else { return }
    let lump = LesionShape.lump(at: centre, radius: radius, unevenness: 0.1, using: &random)
    // Muscles and the fat between them; bone, the inside of the trunk and the fascia under the skin keep it in.
    let soft = body.names(.wall..<(.lung)).subtracting(["cavity_fat"])
    body.add(
      Structure(
        "soft_tissue_mass", .shading, .lesion + 8, lump, Material(rim), over: soft, lesion: .softTissueMass))
    body.add(
      Structure(
        "soft_tissue_mass_core", .shading, .lesion + 9,
        LesionShape.core(at: centre, radius: radius, using: &random).cut(to: Offset(lump, by: -3)),
        Material(core), over: soft, lesion: .softTissueMass))
  }

  private static func place(
    _ radius: Double, _ side: Side, in body: BodyDraft, using random: inout SeededGenerator
  ) -> Point3? {
    let draw = random.between(0, 1)
    if draw < 0.4 {
      // Outer or hind thigh.
      return body.plan.at(.hipAxis, side, random.between(24, 50), random.between(-40, 24), -108)
    }
    let muscle = draw < 0.75 ? "gluteus_maximus" : "autochthon"
    guard let solid = body.solid("\(muscle)_\(side.rawValue)") else { return nil }
    // Of the back the loin, where the muscle is thickest.
    let heights = muscle == "autochthon" ? (200.0, 400.0) : (20.0, 150.0)
    let box = Box3(low: Point3(-250, -250, heights.0), high: Point3(250, 0, heights.1))
    return LesionSite(solid: solid, within: box).deepPlace(depth: radius * 0.5, using: &random)
  }

  private static let rim = Tissue(
    40, mottle: 18, grain: 9, uptake: Uptake(arterial: 26, portalVenous: 42), spread: 6)
  private static let core = Tissue(
    22, mottle: 14, grain: 9, uptake: Uptake(arterial: 4, portalVenous: 8), spread: 6)
}
