/// A spiculated mass in one lung.
enum LungMass: BodyChange {
  static func apply(to body: inout BodyDraft) {
    var random = body.plan.random("lung-mass")
    let radius = random.between(15, 32)
    guard let lobe = LesionShape.pick(LungSpace.weighted, using: &random), let solid = body.solid(lobe) else {
      return
    }
    let site = LesionSite(solid: solid, avoided: body.solids(["mediastinum", "diaphragm"]))
    guard
      let centre = site.place(depth: radius * 0.5, clearance: radius * 0.8, using: &random)
        ?? site.deepPlace(depth: radius * 0.3, using: &random)
    else { return }
    let lump = LesionShape.lump(at: centre, radius: radius, unevenness: 0.15, using: &random)
    let spikes = (0..<44).map { _ in spike(from: centre, radius, using: &random) }
    body.add(
      Structure(
        "lung_mass_halo", .shading, .lesion, Offset(lump, by: 3.5),
        Material(Tissue(-520, mottle: 160, grain: 4)), over: Mediastinum.lobes))
    body.add(
      Structure(
        "lung_mass_spikes", .shading, .lesion + 1, Union(spikes), Material(rim), over: Mediastinum.lobes,
        lesion: .lungMass))
    body.add(
      Structure(
        "lung_mass", .shading, .lesion + 2, lump, Material(rim), over: Mediastinum.lobes, lesion: .lungMass))
    body.add(
      Structure(
        "lung_mass_core", .shading, .lesion + 3,
        LesionShape.core(at: centre, radius: radius, using: &random), Material(core),
        over: Mediastinum.lobes, lesion: .lungMass))
  }

  /// A strand that leaves the mass and thins out.
  private static func spike(
    from centre: Point3, _ radius: Double, using random: inout SeededGenerator
  ) -> any Solid {
    let way = LesionShape.direction(using: &random)
    let bend = LesionShape.direction(using: &random) * (radius * 0.22)
    let length = radius * random.between(1.2, 1.75)
    return Sweep(
      [
        .init(centre + way * (radius * 0.8), 3.2), .init(centre + way * (radius * 1.08) + bend * 0.4, 1.5),
        .init(centre + way * length + bend, 0.35),
      ], step: 6)
  }

  private static let rim = Tissue(
    38, mottle: 12, grain: 5, uptake: Uptake(arterial: 28, portalVenous: 44), spread: 6)
  private static let core = Tissue(
    26, mottle: 12, grain: 7, uptake: Uptake(arterial: 5, portalVenous: 9), spread: 5)
}

/// Several round nodules in both lungs.
enum LungNodules: BodyChange {
  static func apply(to body: inout BodyDraft) {
    var random = body.plan.random("lung-nodules")
    let lobes = LungSpace.weighted
    let keepOff = body.solids(["fissures", "lung_arteries", "lung_veins", "lung_airways"])
    let middle = body.solids(["mediastinum"])
    var taken: [(point: Point3, distance: Double)] = []
    var nodules: [any Solid] = []
    for number in 0..<(3 + Int(random.between(0, 10))) {
      // Small ones are the more frequent, but the first is not one of them.
      let share = random.between(number == 0 ? 0.7 : 0, 1)
      let radius = Exact.mix(2, 7.5, share * share)
      guard let lobe = LesionShape.pick(lobes, using: &random), let solid = body.solid(lobe) else { continue }
      let site = LesionSite(solid: solid, avoided: middle)
      for _ in 0..<120 {
        guard
          let p = site.place(
            depth: radius + 1, clearance: radius + 6, apartFrom: taken, using: &random),
          keepOff.allSatisfy({ $0.distance(to: p) > radius * 0.7 + 0.4 })
        else { continue }
        taken.append((p, radius + 16))
        nodules.append(LesionShape.lump(at: p, radius: radius, unevenness: 0.06, using: &random))
        break
      }
    }
    guard !nodules.isEmpty else { return }
    body.add(
      Structure(
        "lung_nodules", .shading, .lesion + 4, Union(nodules), Material(solidTissue),
        over: Mediastinum.lobes, lesion: .lungNodules))
  }

  private static let solidTissue = Tissue(
    36, mottle: 8, grain: 4, uptake: Uptake(arterial: 24, portalVenous: 38), spread: 8)
}

/// The lobes by how often something grows in them.
enum LungSpace {
  static let weighted = [
    "lung_upper_lobe_right", "lung_upper_lobe_right", "lung_upper_lobe_right", "lung_lower_lobe_right",
    "lung_lower_lobe_right", "lung_middle_lobe_right", "lung_upper_lobe_left", "lung_upper_lobe_left",
    "lung_lower_lobe_left", "lung_lower_lobe_left",
  ]
}
