/// The lungs: five lobes with fissures, vessels and airways in them, the fat between them and the diaphragm below.
enum LungRegion: BodyRegion {
  static func structures(_ plan: BodyPlan) -> [Structure] {
    let shape = LungShape(plan)
    let within = Mediastinum.lobes.union(["mediastinum"])
    var structures = shape.lobes.map { Structure.organ($0.organ, .lung, $0.solid, Material(parenchyma)) }
    structures += [
      Structure("fissures", .shading, .lung + 1, shape.fissures, Material(leaf), over: Mediastinum.lobes),
      Structure(
        "mediastinum", .tissue, .lung + 3, Mediastinum.solid(plan), Material(.looseFat, inside: pleura, 0.8),
        over: Mediastinum.lobes),
      Structure(
        "diaphragm", .tissue, .lung + 4, diaphragm(plan), Material(.muscle),
        over: Mediastinum.lobes.union(["mediastinum", "cavity_fat"])),
    ]
    let trees = Side.allCases.map { LungTrees($0, plan, shape) }
    structures += [
      Structure(
        "lung_arteries", .shading, .lung + 6, Union(trees.flatMap(\.arteries)),
        Material(GreatVesselsRegion.lungBlood), over: within),
      Structure(
        "lung_veins", .shading, .lung + 7, Union(trees.flatMap(\.veins)),
        Material(GreatVesselsRegion.leftBlood), over: within),
      Structure(
        "lung_airways", .shading, .lung + 8, Union(trees.flatMap(\.airways)),
        Material(.gas, inside: AirwayRegion.wall, 0.9), over: within),
    ]
    return structures
  }

  /// A sheet of muscle that hangs under the lungs.
  private static func diaphragm(_ plan: BodyPlan) -> any Solid {
    let box = Box3(low: Point3(-150, -115, 285), high: Point3(150, 90, 450))
    let sheet = Formula(in: box, steepness: 6) { p in
      abs(p.z - plan.diaphragm(p.x, p.y) + 1.5) - 1.7
    }
    return sheet.cut(to: plan.chest)
  }

  private static let parenchyma = Tissue(
    -868, mottle: 34, grain: 4, uptake: Uptake(arterial: 14, portalVenous: 12), spread: 24)
  private static let leaf = Tissue(-650)
  private static let pleura = Tissue(10, mottle: 10)
}

/// The three trees of one lung.
private struct LungTrees {
  let arteries: [any Solid]
  let veins: [any Solid]
  let airways: [any Solid]

  init(_ side: Side, _ plan: BodyPlan, _ shape: LungShape) {
    let places = shape.places(side, apart: 21, depth: 6)
    let vessels = GreatArteries(plan)
    let arteryRoot = vessels.lungBranch(side)
    let bronchus = AirwayRegion.bronchus(side, plan)
    let beside = side.placed(Point3(3.5, 2, 3))
    arteries =
      VesselTree(
        root: arteryRoot[arteryRoot.count - 2], targets: places,
        calibre: .init(twig: 0.85, power: 0.28, fewest: 1),
        shift: beside
      ).tubes
    airways =
      VesselTree(
        root: bronchus[bronchus.count - 3], targets: places,
        calibre: .init(twig: 1.25, power: 0.12, fewest: 7)
      ).tubes
    let roots = GreatVeins(plan).pulmonary.filter { $0.side == side }
    // Each vein drains what lies on its side of the oblique fissure.
    veins = roots.flatMap { root -> [any Solid] in
      let own = places.filter { (shape.oblique(side, $0) > 0) == root.isUpper }
      guard let start = root.knots.last else { return [] }
      return VesselTree(
        root: start, targets: own.map { $0 + Point3(6, -6, -7) },
        calibre: .init(twig: 0.8, power: 0.26, fewest: 1)
      ).tubes
    }
  }
}
