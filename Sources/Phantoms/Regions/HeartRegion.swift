/// The heart: muscle of the left ventricle, four chambers, left appendage, and fat in a sac.
enum HeartRegion: BodyRegion {
  static func structures(_ plan: BodyPlan) -> [Structure] {
    let shape = HeartShape(plan)
    return [
      Structure(
        "pericardial_fat", .tissue, .heart, shape.sac, Material(fat, inside: pericardium, 1.3)),
      .organ(
        "heart_atrium_right", .heart + 5, shape.rightAtrium, Material(rightBlood, inside: wall, 1.6),
        partOf: "heart"),
      .organ(
        "heart_ventricle_right", .heart + 6, shape.rightVentricle, Material(rightBlood, inside: wall, 2.6),
        partOf: "heart"),
      // Part of the atrium for tasks that do not know it.
      Structure(
        "atrial_appendage_left", .organs(["atrial_appendage_left", "heart_atrium_left", "heart"]),
        .heart + 7, shape.leftAppendage, Material(leftBlood, inside: wall, 1.4)),
      .organ(
        "heart_atrium_left", .heart + 8, shape.leftAtrium, Material(leftBlood, inside: wall, 1.6),
        partOf: "heart"),
      .organ("heart_myocardium", .heart + 9, shape.leftVentricle, Material(myocardium), partOf: "heart"),
      .organ(
        "heart_ventricle_left", .heart + 10,
        Roughened(shape.leftCavity, height: 1.8, scale: 7, seed: plan.seed("trabeculae")),
        Material(leftBlood), partOf: "heart"),
    ]
  }

  private static let fat = Tissue(-98, mottle: 18, grain: 6, spread: 5)
  private static let pericardium = Tissue(20, mottle: 10)
  private static let wall = Tissue(45, mottle: 6, uptake: Uptake(arterial: 55, portalVenous: 62), spread: 4)
  private static let myocardium = Tissue(
    46, mottle: 6, grain: 7, uptake: Uptake(arterial: 55, portalVenous: 62), spread: 4)
  private static let leftBlood = Tissue(
    42, mottle: 5, grain: 9, uptake: Uptake(arterial: 285, portalVenous: 120), spread: 4)
  private static let rightBlood = Tissue(
    42, mottle: 14, grain: 12, uptake: Uptake(arterial: 205, portalVenous: 116), spread: 4)
}
