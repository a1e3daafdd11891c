/// Round things at the surface of a kidney.
private enum RenalSite {
  /// The kidney that falls sick, and a place whose sphere reaches least into its neighbours.
  static func place(
    _ radius: Double, sunk: Double, on side: Side, in body: BodyDraft,
    apartFrom taken: [(point: Point3, distance: Double)], using random: inout SeededGenerator
  ) -> Point3? {
    guard let kidney = body.solid(Kidneys.name(side)) else { return nil }
    let neighbours = body.solids([
      "liver", "spleen", "pancreas", "colon", "duodenum", "stomach", "autochthon_\(side.rawValue)",
      "iliopsoas_\(side.rawValue)", "inferior_vena_cava", "adrenal_gland_\(side.rawValue)",
    ])
    let box = kidney.bounds
    let middle = Point3.mix(box.low, box.high, 0.5)
    var best: (point: Point3, cost: Double)?
    for _ in 0..<300 {
      let p = middle + LesionShape.direction(using: &random) * random.between(15, 75)
      // So far outside the surface that the wished share of the sphere is sunk into it.
      guard abs(kidney.distance(to: p) + sunk) < 1.5 else { continue }
      guard taken.allSatisfy({ ($0.point - p).length > $0.distance + radius }) else { continue }
      // The gate with its vessels stays free.
      let inward = (middle.x - p.x) * side.sign
      var cost = max(inward + 4, 0) * 3
      for neighbour in neighbours { cost += max(radius - neighbour.distance(to: p), 0) }
      cost += max(radius - 6 + body.plan.cavity.distance(to: p), 0)
      if cost < best?.cost ?? .infinity { best = (p, cost) }
    }
    return best?.point
  }

  static func side(in body: BodyDraft, using random: inout SeededGenerator) -> Side? {
    LesionShape.pick(Kidneys.present(in: body), using: &random)
  }
}

/// Water in thin walls at the surface of one kidney.
enum RenalCyst: BodyChange {
  static func apply(to body: inout BodyDraft) {
    var random = body.plan.random("renal-cyst")
    guard let side = RenalSite.side(in: body, using: &random) else { return }
    var taken: [(point: Point3, distance: Double)] = []
    var cysts: [any Solid] = []
    for number in 0..<(1 + Int(random.between(0, 2.999))) {
      let radius = number == 0 ? random.between(11, 27) : random.between(7.5, 13)
      guard
        let centre = RenalSite.place(
          radius, sunk: -0.15 * radius, on: side, in: body, apartFrom: taken, using: &random)
      else { continue }
      taken.append((centre, radius + 2))
      cysts.append(LesionShape.lump(at: centre, radius: radius, unevenness: 0, using: &random))
    }
    guard !cysts.isEmpty else { return }
    let name = Kidneys.name(side)
    body.add(
      Structure(
        "\(name)_cyst", .organs([name]), .bowel + 36, Union(cysts), Material(water), lesion: .renalCyst))
  }

  private static let water = Tissue(7, mottle: 2, uptake: Uptake(arterial: 1, portalVenous: 2), spread: 4)
}

/// A tumour of one kidney: bright early, with a dark core.
enum RenalTumour: BodyChange {
  static func apply(to body: inout BodyDraft) {
    var random = body.plan.random("renal-tumour")
    guard let side = RenalSite.side(in: body, using: &random) else { return }
    let share = random.between(0, 1)
    let radius = Exact.mix(14, 37, share * share)
    guard
      let centre = RenalSite.place(
        radius, sunk: 0.1 * radius, on: side, in: body, apartFrom: [], using: &random)
    else { return }
    let name = Kidneys.name(side)
    let lump = LesionShape.lump(at: centre, radius: radius, unevenness: 0.1, using: &random)
    body.add(
      Structure(
        "\(name)_tumour", .organs([name]), .bowel + 37, lump,
        Material(rim), lesion: .renalTumour))
    body.add(
      Structure(
        "\(name)_tumour_core", .organs([name]), .bowel + 38,
        LesionShape.core(at: centre, radius: radius, using: &random).cut(to: Offset(lump, by: -2)),
        Material(core), lesion: .renalTumour))
  }

  private static let rim = Tissue(
    38, mottle: 26, grain: 6, uptake: Uptake(arterial: 95, portalVenous: 70), spread: 6)
  private static let core = Tissue(
    26, mottle: 12, grain: 6, uptake: Uptake(arterial: 10, portalVenous: 16), spread: 5)
}
