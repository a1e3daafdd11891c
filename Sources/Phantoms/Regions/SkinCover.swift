/// What skin must lie over, however lean the body: bones and glands that one feels through it.
enum SkinCover {
  /// Bones, muscles and glands near the surface, each with a little fat.
  static func solid(_ plan: BodyPlan) -> any Solid {
    let regions: [any BodyRegion.Type] = [
      SkullRegion.self, HeadRegion.self, NeckRegion.self, ShoulderGirdle.self, PelvisMuscleRegion.self,
    ]
    let near = regions.flatMap { $0.structures(plan) }.filter { names.contains($0.name) }.map(\.solid)
    let spines = plan.spine.vertebrae.filter { $0.level.rawValue >= VertebraLevel.c7.rawValue }.map {
      VertebraShape($0).spine
    }
    return Offset(Union(near + spines), by: 4.5 + 0.08 * plan.fat)
  }

  private static let names: Set<String> = {
    let paired = [
      "parotid_gland", "sternocleidomastoid", "thyroid_lobe", "clavicula", "scapula", "gluteus_maximus",
      "gluteus_medius",
    ]
    let both = paired.flatMap { name in Side.allCases.map { "\(name)_\($0.rawValue)" } }
    return Set(["skull_face", "skull_vault", "mandible", "thyroid_isthmus"] + both)
  }()
}
