/// What everything else lies in: skin, fat, the generic muscles of wall and limbs, and the cavity's fat.
enum EnvelopeRegion: BodyRegion {
  static func structures(_ plan: BodyPlan) -> [Structure] {
    let fat = plan.fat
    let muscles = limbMuscles(plan)
    let limbFat = 4 + 0.45 * fat
    let limbs = muscles.map { Offset($0, by: limbFat) as any Solid }
    let trunk = Blend(Blend.all([plan.skin] + Breasts.shapes(plan), radius: 24), head(plan), radius: 28)
    let skin = Blend(Blend(trunk, Union(limbs), radius: 16), SkinCover.solid(plan), radius: 10)
    return [
      Structure("skin", .tissue, .skin, skin, Material(.fat, inside: .skin, 1.8)),
      Structure(
        "muscle_wall", .tissue, .wall, Blend(plan.wall, Union(muscles), radius: 10), Material(.muscle)),
      Structure(
        "cavity_fat", .tissue, .cavity, Union([plan.cavity, plan.chest]), Material(.looseFat)),
    ] + MusclePlanes.structures(plan) + Breasts.glands(plan)
  }

  /// Head with face, nose and chin; the neck belongs to the trunk's outline.
  private static func head(_ plan: BodyPlan) -> any Solid {
    let cranium = Ellipsoid(Point3(0, -17, 802), radii: Point3(77, 99, 70), pitch: 8, squareness: 0.12)
    let face = Ellipsoid(Point3(0, 34, 752), radii: Point3(63, 56, 78), pitch: -4, squareness: 0.15)
    let jaw = Ellipsoid(plan.at(.chin, .right, 0, -42, 20), radii: Point3(50, 46, 30), pitch: 12)
    let nose = Sweep([
      .init(plan.at(.noseTip, .right, 0, -20, 26), 5), .init(plan.at(.noseTip, .right, 0, -9, 4), 9),
      .init(plan.at(.noseTip, .right, 0, -20, -6), 11),
    ])
    return Blend(Blend.all([cranium, face, jaw], radius: 22), nose, radius: 10)
  }

  /// Muscles outside the trunk's wall, both sides.
  private static func limbMuscles(_ plan: BodyPlan) -> [any Solid] {
    var limbs: [any Solid] = []
    for side in Side.allCases {
      let head = plan.at(.humeralHead, side)
      let elbow = plan.at(.elbow, side)
      let acromion = plan.at(.acromion, side)
      // Shoulder cap and arm.
      let along = (elbow - head).unit
      limbs.append(
        Sweep([
          .init(head + along * -12, 33), .init(head + along * 30, 38), .init(head + along * 110, 36),
          .init(elbow, 34), .init(elbow + along * 90, 30),
        ]))
      // From the neck to the shoulder's top, and the folds before and behind the armpit.
      limbs.append(
        Sweep([
          .init(side.placed(Point3(26, -62, 655)), 20), .init(side.placed(Point3(72, -64, 626)), 24),
          .init(acromion + side.placed(Point3(-18, -6, -12)), 22), .init(acromion, 16),
        ]))
      limbs.append(
        Sweep([
          .init(side.placed(Point3(86, 36, 545)), 14), .init(side.placed(Point3(122, 18, 562)), 17),
          .init(head + along * 40, 22),
        ]))
      limbs.append(
        Sweep([
          .init(side.placed(Point3(122, -70, 500)), 26), .init(side.placed(Point3(140, -62, 550)), 28),
          .init(head + along * 36, 24),
        ]))
      // What covers the collar bone: the upper parts of chest muscle and deltoid.
      limbs.append(
        Sweep(
          ShoulderGirdle.clavicleLine(plan).dropFirst().map {
            .init(side.placed($0 + Point3(0, -7, -8)), 19)
          }))
      limbs.append(Sweep(LegRegion.muscles(plan, side)))
    }
    return limbs
  }
}
