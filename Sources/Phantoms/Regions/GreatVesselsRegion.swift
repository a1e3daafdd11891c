/// The great vessels of chest and abdomen: aorta with its parts and ends, pulmonary artery and veins, the cavae, the
/// azygos vein and the brachiocephalic veins.
enum GreatVesselsRegion: BodyRegion {
  static func structures(_ plan: BodyPlan) -> [Structure] { arteries(plan) + veins(plan) }

  private static func arteries(_ plan: BodyPlan) -> [Structure] {
    let shape = GreatArteries(plan)
    let aortic = Material(.arterialBlood, inside: wall, 1.5)
    var structures = [
      // The whole lies under its two other parts, so that the cuts leave no seam.
      Structure(
        "aortic_arch", .organs(["aortic_arch", "aorta"]), .vessel + 12, shape.aorta, aortic),
      Structure(
        "aorta_ascending", .organs(["aorta_ascending", "aorta"]), .vessel + 13, shape.ascendingPart, aortic),
      Structure(
        "aorta_descending", .organs(["aorta_descending", "aorta"]), .vessel + 13, shape.descendingPart,
        aortic),
      .organ("pulmonary_artery", .vessel + 8, shape.pulmonary, Material(lungBlood)),
    ]
    for side in Side.allCases {
      structures.append(
        .organ(
          "iliac_artery_\(side.rawValue)", .vessel + 10, shape.iliac(side),
          Material(.arterialBlood, inside: wall, 1)))
    }
    for branch in shape.branches {
      structures.append(
        Structure(
          "\(branch.organ)_root", .organs([branch.organ]), .vessel + 2, branch.solid,
          Material(.arterialBlood)))
    }
    let walls = Offset(Union(shape.branches.map(\.solid)), by: 1.5)
    structures.append(Structure("arch_branch_walls", .tissue, .vessel + 1, walls, Material(wall)))
    return structures
  }

  private static func veins(_ plan: BodyPlan) -> [Structure] {
    let shape = GreatVeins(plan)
    var structures: [Structure] = [
      .organ("superior_vena_cava", .vessel + 6, shape.superiorCava, Material(upperBlood)),
      .organ("inferior_vena_cava", .vessel + 5, Sweep(shape.inferiorCava), Material(lowerBlood)),
      .organ("azygos_vein", .vessel + 4, shape.azygos, Material(.venousBlood)),
      .organ(
        "pulmonary_vein", .vessel + 7, Union(shape.pulmonary.map { Sweep($0.knots) }), Material(leftBlood)),
    ]
    let narrow = [shape.azygos] + Side.allCases.map { shape.brachiocephalic($0) }
    structures.append(
      Structure(
        "vein_walls", .tissue, .vessel + 1, Offset(Union(narrow), by: 1.5), Material(wall)))
    for side in Side.allCases {
      structures.append(
        .organ(
          "brachiocephalic_vein_\(side.rawValue)", .vessel + 5, shape.brachiocephalic(side),
          Material(upperBlood)))
    }
    return structures
  }

  static let wall = Tissue(44, mottle: 6, uptake: Uptake(arterial: 40, portalVenous: 50), spread: 4)
  static let lungBlood = Tissue(
    42, mottle: 4, uptake: Uptake(arterial: 235, portalVenous: 120), spread: 5)
  static let leftBlood = Tissue(
    42, mottle: 4, uptake: Uptake(arterial: 290, portalVenous: 122), spread: 5)
  /// Contrast medium from the arm mixes poorly here.
  private static let upperBlood = Tissue(
    42, mottle: 22, grain: 9, uptake: Uptake(arterial: 190, portalVenous: 118), spread: 6)
  private static let lowerBlood = Tissue(
    42, mottle: 8, grain: 12, uptake: Uptake(arterial: 45, portalVenous: 112), spread: 5)
}
