/// Windpipe and bronchi with their walls; the finer airways are drawn within the lungs.
enum AirwayRegion: BodyRegion {
  static func structures(_ plan: BodyPlan) -> [Structure] {
    let tube = Sweep(trachea(plan))
    let bronchi = Side.allCases.map { ($0, Sweep(bronchus($0, plan))) }
    let walls = [Offset(tube, by: 1.7) as any Solid] + bronchi.map { Offset($0.1, by: 1.4) as any Solid }
    let lumen = Material(.gas)
    var structures = [
      Structure("airway_walls", .tissue, .airway, Union(walls), Material(wall)),
      Structure.organ("trachea", .airway + 2, tube, lumen),
    ]
    for (side, solid) in bronchi {
      structures.append(.organ("bronchus_\(side.rawValue)", .airway + 1, solid, lumen))
    }
    return structures
  }

  static let wall = Tissue(40, mottle: 20, grain: 4, uptake: Uptake(arterial: 10, portalVenous: 18))

  /// From under the cricoid to the fork, a little flattened.
  static func trachea(_ plan: BodyPlan) -> [Sweep.Knot] {
    let wide = (plan.patient.sex == .male ? 1.0 : 0.9) * plan.sparing(0.4)
    func knot(_ p: Point3, _ w: Double, _ t: Double) -> Sweep.Knot {
      .init(p, thick: t * wide, wide: w * wide, normal: Point3(0, 1, 0.2).unit)
    }
    return [
      knot(plan.at(.cricoid, .right, 0, -2, -8), 8, 8.6), knot(plan.nearHeart(0, 10, 600), 8.8, 8.8),
      knot(plan.nearHeart(2, -6, 566), 9, 8.6), knot(plan.nearHeart(4, -15, 538), 9.2, 8.4),
      knot(plan.at(.carina, .right, 0, 0, 3), 10.5, 7.6),
    ]
  }

  /// A main bronchus with the way to the lower lobe, from the fork to where it parts in the lung.
  static func bronchus(_ side: Side, _ plan: BodyPlan) -> [Sweep.Knot] {
    let wide = plan.patient.sex == .male ? 1.0 : 0.9
    let start = plan.at(.carina, .right, side.sign * 4, -1, -2)
    let knots: [(Double, Double, Double, Double)] =
      side == .right
      ? [(18, -24, 501, 7.6), (30, -27, 489, 7), (38, -28, 476, 5.6), (42, -32, 464, 4.8)]
      : [
        (-14, -26, 501, 6.6), (-28, -29, 493, 6.3), (-39, -32, 485, 5.9), (-45, -36, 474, 4.9),
        (-48, -41, 463, 4.4),
      ]
    return [.init(start, 7.4 * wide)] + knots.map { plan.nearHeart($0.0, $0.1, $0.2, $0.3 * wide) }
  }
}
