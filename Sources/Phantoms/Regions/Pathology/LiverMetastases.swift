/// Metastases of the liver: dark, with a rim that takes up contrast medium early.
enum LiverMetastases: BodyChange {
  static func apply(to body: inout BodyDraft) {
    guard let liver = body.solid("liver") else { return }
    var random = body.plan.random("liver-metastases")
    let count = 2 + Int(random.between(0, 6.999))
    var taken: [(point: Point3, distance: Double)] = []
    for number in 0..<count {
      // The first is never a small one.
      let share = number == 0 ? random.between(0.4, 1) : random.between(0, 1)
      let radius = Exact.mix(4, 22.5, share * share)
      let site = LesionSite(solid: liver)
      guard
        let centre = site.place(
          depth: radius * 0.55, apartFrom: taken.map { ($0.point, $0.distance + radius) },
          using: &random)
      else { continue }
      taken.append((centre, radius + 3))
      let lump = LesionShape.lump(at: centre, radius: radius, unevenness: 0.1, using: &random)
      body.add(
        Structure(
          "liver_metastasis_\(number + 1)", .shading, .lesion + 5, lump,
          Material(core, inside: rim, max(radius * 0.3, 1.6)), over: ["liver"], lesion: .liverMetastases))
    }
  }

  private static let rim = Tissue(
    44, mottle: 9, grain: 4, uptake: Uptake(arterial: 42, portalVenous: 32), spread: 4)
  private static let core = Tissue(
    34, mottle: 9, grain: 5, uptake: Uptake(arterial: 6, portalVenous: 14), spread: 5)
}
