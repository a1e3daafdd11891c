/// Fillings and crowns of metal.
enum DentalMetal: BodyChange {
  static func apply(to body: inout BodyDraft) {
    guard let teeth = body.solid("teeth") else { return }
    var random = body.plan.random("dental-metal")
    let count = 2 + Int(random.between(0, 2.999))
    // Back teeth: their crowns lie at the height of the bite, well behind the front of the arch.
    let box = teeth.bounds
    let bite = (box.low.z + box.high.z) / 2
    let rows = Box3(
      low: Point3(box.low.x, box.low.y, bite - 10), high: Point3(box.high.x, box.high.y - 10, bite + 10))
    let site = LesionSite(solid: teeth, within: rows)
    var taken: [(point: Point3, distance: Double)] = []
    for number in 0..<count {
      guard let p = site.place(depth: 1.2, apartFrom: taken, using: &random, tries: 4000) else { continue }
      taken.append((p, 9))
      let isCrown = random.between(0, 1) < 0.4
      let radius = isCrown ? 5.0 : random.between(2.6, 3.6)
      body.add(
        Structure(
          "dental_metal_\(number + 1)", .shading, .implant + 10,
          Ellipsoid(p, radii: Point3(radius, radius, radius * 1.1), squareness: 0.2),
          Material(isCrown ? gold : amalgam), over: ["teeth"], lesion: .dentalMetal))
    }
  }

  private static let amalgam = Tissue(9500, spread: 1500)
  private static let gold = Tissue(14000, spread: 2000)
}
