/// The fat between the generic muscles of the trunk's wall and the limbs: what makes them look like muscles on CT.
///
/// Named muscles of other regions lie over it.
enum MusclePlanes {
  static func structures(_ plan: BodyPlan) -> [Structure] {
    let wall: Set<String> = ["muscle_wall"]
    return [
      Structure("muscle_septa", .tissue, .wall + 1, septa(plan), Material(.fat), over: wall),
      Structure("abdominal_wall_planes", .tissue, .wall + 2, layers(plan), Material(.fat), over: wall),
      Structure("groin_fat", .tissue, .wall + 3, groin(plan), Material(.looseFat), over: wall),
    ]
  }

  /// Fat comes between the fibres with weight and age.
  private static func thickness(_ plan: BodyPlan) -> Double {
    let age = Exact.smooth(30, 90, plan.patient.age)
    return 0.25 + 0.3 * age + 0.011 * plan.fat
  }

  /// Between the muscles of thighs, hips, shoulders and arms.
  private static func septa(_ plan: BodyPlan) -> any Solid {
    let half = thickness(plan)
    func part(_ name: String, _ low: Point3, _ high: Point3, width: Double) -> any Solid {
      Septa(in: Box3(low: low, high: high), width: width, half: half, seed: plan.seed("septa.\(name)"))
    }
    return Union([
      part("legs", Point3(-215, -160, -800), Point3(215, 90, 128), width: 40),
      part("right", Point3(96, -150, 500), Point3(330, 130, 1180), width: 30),
      part("left", Point3(-330, -150, 500), Point3(-96, 130, 1180), width: 30),
      part("right_arm", Point3(172, -150, -40), Point3(330, 130, 500), width: 28),
      part("left_arm", Point3(-330, -150, -40), Point3(-172, 130, 500), width: 28),
      part("nape", Point3(-96, -150, 560), Point3(96, -20, 740), width: 24),
    ])
  }

  /// Between the three flat muscles of the flank, and down the middle between the straight ones.
  private static func layers(_ plan: BodyPlan) -> any Solid {
    let half = thickness(plan)
    let flank = WallLayers(
      bounds: Box3(low: Point3(-230, -110, 120), high: Point3(230, 160, 372)), outside: plan.wall,
      inside: plan.cavity, shares: [0.36, 0.68], half: half,
      presence: { height, forward in
        Exact.smooth(122, 170, height) * (1 - Exact.smooth(330, 368, height))
          * Exact.smooth(-0.82, -0.6, forward) * (1 - Exact.smooth(0.74, 0.86, forward))
      }, swell: NoiseField(seed: plan.seed("flank"), scale: 26))
    let line = Formula(in: Box3(low: Point3(-8, 0, 120), high: Point3(8, 170, 400))) { p in
      abs(p.x) - 0.9 - 1.6 * Exact.smooth(180, 240, p.z) * (1 - Exact.smooth(280, 350, p.z))
    }
    return Union([flank, line])
  }

  /// Round the vessels where they pass from the pelvis into the thigh.
  private static func groin(_ plan: BodyPlan) -> any Solid {
    Union(
      Side.allCases.map { side in
        func knot(_ x: Double, _ y: Double, _ z: Double, _ radius: Double) -> Sweep.Knot {
          .init(side.placed(Point3(x, y, z)), radius)
        }
        return Sweep([
          knot(64, 22, 118, 11), knot(68, 25, 92, 14), knot(71, 21, 62, 15), knot(72, 17, 28, 13),
          knot(73, 6, -20, 11), knot(79, -12, -90, 8),
        ])
      })
  }
}
