/// What the organs of the chest share: how they move with breath, and the space between the lungs.
enum Mediastinum {
  /// The lobes of the lungs by name: what chest tissue may cover.
  static let lobes: Set<String> = [
    "lung_upper_lobe_left", "lung_lower_lobe_left", "lung_upper_lobe_right", "lung_middle_lobe_right",
    "lung_lower_lobe_right",
  ]

  /// The space between the lungs: it hugs heart, vessels, windpipe and spine, and closes in front to a thin leaf.
  static func solid(_ plan: BodyPlan) -> any Solid {
    let heart = HeartShape(plan)
    let vessels = GreatArteries(plan)
    let veins = GreatVeins(plan)
    let leaf = Formula(
      in: Box3(low: Point3(-30, -120, 380), high: Point3(30, 90, 620)), steepness: 1.2
    ) { p in
      let middle = -3 * (1 - Exact.smooth(440, 520, p.z))
      // Wide towards the neck, where the lungs draw apart.
      let half = 5 + 26 * Exact.smooth(535, 590, p.z)
      return abs(p.x - middle) - half
    }
    let pad = Ellipsoid(plan.nearHeart(-24, 34, 422), radii: Point3(58, 34, 24), roll: 6)
    let parts: [any Solid] = [
      leaf, Offset(heart.sac, by: 1), pad,
      Offset(vessels.aorta, by: 2.5), Offset(vessels.pulmonary, by: 2.5),
      Offset(veins.superiorCava, by: 2.5), Offset(Sweep(veins.inferiorCava), by: 1.5),
      Offset(Sweep(AirwayRegion.trachea(plan)), by: 6),
      Offset(Sweep(AirwayRegion.bronchus(.left, plan)), by: 4),
      Offset(Sweep(AirwayRegion.bronchus(.right, plan)), by: 4),
      Offset(Sweep(EsophagusRegion.course(plan)), by: 4),
    ]
    return Blend.all(parts, radius: 12)
  }
}

extension BodyPlan {
  /// A place at the heart or at the vessels that hang on it, mm of the reference body: they sink with the diaphragm,
  /// the heart by two fifths, what lies above it less, the neck not at all.
  func nearHeart(_ x: Double, _ y: Double, _ z: Double) -> Point3 {
    Point3(x, y, z - descent * 0.4 * (1 - Exact.smooth(485, 545, z)))
  }

  /// A round knot of a vessel there.
  func nearHeart(_ x: Double, _ y: Double, _ z: Double, _ radius: Double) -> Sweep.Knot {
    Sweep.Knot(nearHeart(x, y, z), radius)
  }
}
