/// Carotid, vertebral and subclavian arteries, jugular and subclavian veins of both sides.
///
/// They begin at the thoracic inlet, where the vessels of the chest end; `inlet` says where.
enum NeckVesselsRegion: BodyRegion {
  /// The vessels that pass through the thoracic inlet.
  enum Passage {
    case commonCarotid, subclavianArtery
    /// Where the jugular and the subclavian vein join to the brachiocephalic vein.
    case venousAngle
  }

  /// The middle of a vessel in the thoracic inlet, with its radius.
  static func inlet(_ passage: Passage, _ plan: BodyPlan, _ side: Side) -> Sweep.Knot {
    switch passage {
    case .commonCarotid: .init(plan.at(.thoracicInlet, side, 20, 9, 0), 3.6)
    case .subclavianArtery: .init(plan.at(.thoracicInlet, side, 24, -1, 0), 4.8)
    case .venousAngle: .init(plan.at(.thoracicInlet, side, 30, 17, -2), 6.4)
    }
  }

  static func structures(_ plan: BodyPlan) -> [Structure] {
    let vessels = Side.allCases.flatMap { side in arteries(plan, side) + veins(plan, side) }
    // So narrow that without a wall a voxel of blood is half fat.
    let narrow = vessels.filter { !$0.name.hasPrefix("vertebral_artery") }.map(\.solid)
    return vessels + [
      Structure(
        "neck_vessel_walls", .tissue, .vessel + 1, Offset(Union(narrow), by: 1.5),
        Material(GreatVesselsRegion.wall))
    ]
  }

  private static func arteries(_ plan: BodyPlan, _ side: Side) -> [Structure] {
    let name = side.rawValue
    var random = plan.random("neck_vessels_\(name)")
    let (sway, high) = (random.between(-2, 2), random.between(-8, 5))
    func knot(_ x: Double, _ y: Double, _ z: Double, _ radius: Double) -> Sweep.Knot {
      .init(side.placed(Point3(x, y, z)), radius)
    }
    let fork = 692 + high
    let carotid = Sweep([
      inlet(.commonCarotid, plan, side), knot(23 + sway, 5, 620, 3.5), knot(27, 6, 650, 3.5),
      knot(30, 5, fork - 10, 3.7), knot(31, 4, fork, 4.4),
    ])
    let inner = Sweep([
      knot(31, 3, fork + 1, 4), knot(34, -1, 715, 2.9), knot(33, -4, 740, 2.5), knot(28, -3, 764, 2.4),
    ])
    let outer = Sweep([
      knot(30, 6, fork + 1, 3), knot(34, 9, 710, 2.4), knot(45, -1, 735, 2), knot(51, -6, 756, 1.6),
    ])
    let subclavian = Sweep([
      inlet(.subclavianArtery, plan, side), knot(33, -15, 600, 4.6), knot(50, -19, 604, 4.4),
      knot(72, -16, 597, 4.2), knot(100, -18, 583, 4),
    ])
    let blood = Material(
      .arterialBlood, inside: Tissue(45, uptake: Uptake(arterial: 60, portalVenous: 40)), 0.5)
    return [
      .organ("common_carotid_artery_\(name)", .vessel + 6, carotid, blood),
      Structure(
        "carotid_branches_\(name)", .tissue, .vessel + 5, Union([inner, outer]), Material(.arterialBlood)),
      .organ("subclavian_artery_\(name)", .vessel + 5, subclavian, blood),
      // Its way leads through holes narrower than a voxel: over the bone and the hard meninges, not under them.
      .organ("vertebral_artery_\(name)", .nerve + 7, vertebral(plan, side), Material(.arterialBlood)),
    ]
  }

  /// Off the subclavian artery, through the transverse processes C6 to C1, round the atlas and into the skull.
  private static func vertebral(_ plan: BodyPlan, _ side: Side) -> any Solid {
    let radius = 2.5 * plan.sparing(0.8)
    var knots: [Sweep.Knot] = [
      .init(side.placed(Point3(32, -15, 603)), radius), .init(side.placed(Point3(24, -22, 614)), radius),
    ]
    for level in [VertebraLevel.c6, .c5, .c4, .c3, .c2] {
      let vertebra = plan.spine[level]
      let out = level == .c2 ? 20 : vertebra.canal.halfWidth + 6
      knots.append(.init(vertebra.frame.point(out * side.sign, -vertebra.halfDepth * 0.75, 0), radius))
    }
    let atlas = plan.spine[.c1].frame
    let way: [(Double, Double, Double)] = [
      (28, -7, -4), (28, -11, 6), (19, -21, 9), (11, -11, 14), (7, 5, 20),
    ]
    knots += way.map { .init(atlas.point($0.0 * side.sign, $0.1, $0.2), radius) }
    return Sweep(knots, step: 3)
  }

  private static func veins(_ plan: BodyPlan, _ side: Side) -> [Structure] {
    let name = side.rawValue
    var random = plan.random("neck_veins_\(name)")
    // The right one is mostly the wider.
    let wide = random.between(0.85, 1.15) * (side == .right ? 1.08 : 0.94)
    func knot(_ x: Double, _ y: Double, _ z: Double, _ thick: Double, _ broad: Double) -> Sweep.Knot {
      .init(
        side.placed(Point3(x, y, z)), thick: thick * wide, wide: broad * wide,
        normal: side.placed(Point3(0.4, 1, 0)).unit)
    }
    let end = inlet(.venousAngle, plan, side)
    let jugular = Sweep([
      knot(29, -15, 756, 3.4, 4), knot(35, -9, 730, 4, 5), knot(38, 0, 695, 4.6, 6.2),
      knot(37, 7, 655, 5, 7), knot(34, 10, 618, 5.6, 7.2), knot(31, 9.5, 594, 5.6, 6.4),
    ])
    let subclavian = Sweep([
      end, knot(46, 12, 592, 5.2, 5.4), knot(64, 6, 595, 5, 5.4), knot(84, -3, 588, 4.8, 5.4),
      knot(102, -9, 577, 4.6, 5),
    ])
    let blood = Material(.venousBlood)
    return [
      .organ("subclavian_vein_\(name)", .vessel + 3, subclavian, blood),
      .organ("internal_jugular_vein_\(name)", .vessel + 4, jugular, blood),
    ]
  }
}
