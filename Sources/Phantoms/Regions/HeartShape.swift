/// The shapes of the heart's chambers, reference millimetres.
///
/// The left ventricle is a truncated ellipsoid between apex and valves; the right one lies round its front and right,
/// the left atrium behind under the windpipe's fork, the right atrium makes the right border. Sizes after Fuchs et al.
/// 2016 (doi 10.1093/ehjci/jev218), as the catalogue's ranges.
struct HeartShape {
  private let plan: BodyPlan
  private let size: Double
  /// The left ventricle's axis: `up` points from the apex to the valves.
  private let axis: Frame3

  init(_ plan: BodyPlan) {
    self.plan = plan
    var random = plan.random("heart")
    size = random.between(1.01, 1.06) * plan.sparing(0.8)
    let apex = plan.at(.heartApex)
    let base = plan.nearHeart(-17, 7, 476)
    let up = (base - apex).unit
    // The valves stay where the vessels are; a larger heart reaches further to the left.
    axis = Frame3(at: base - up * (8 + 35 * size), up: up)
  }

  private func scaled(_ x: Double, _ y: Double, _ z: Double) -> Point3 {
    Point3(x * size, y * size, z * size)
  }

  /// The plane of the valves.
  private var valves: HalfSpace { HalfSpace(axis.point(0, 0, 35 * size), outward: axis.up) }

  /// The left ventricle with its wall.
  var leftVentricle: any Solid { leftBody.cut(to: valves) }

  private var leftBody: Ellipsoid { Ellipsoid(axis, radii: scaled(33, 33, 47)) }

  /// Its blood.
  var leftCavity: any Solid {
    Ellipsoid(Frame3(at: axis.point(0, 0, 3), up: axis.up), radii: scaled(23, 23, 40)).cut(to: valves)
  }

  /// Blood and thin wall of the right ventricle with its outflow.
  var rightVentricle: any Solid {
    let apex = plan.nearHeart(-72, 52, 428)
    let valve = plan.nearHeart(22, 28, 452)
    let frame = Frame3(at: Point3.mix(apex, valve, 0.52), up: valve - apex)
    let body = Ellipsoid(frame, radii: scaled(31, 25, 50))
    let outflow = Sweep([
      plan.nearHeart(-20, 42, 452, 20), plan.nearHeart(-27, 42, 474, 19), plan.nearHeart(-27, 36, 494, 16),
      plan.nearHeart(-24, 31, 505, 14),
    ])
    // The septum goes on beyond the valves' plane, so that the two bloods never meet.
    return Blend(body, outflow, radius: 16).minus(leftBody)
  }

  var rightAtrium: any Solid {
    let body = Ellipsoid(plan.nearHeart(31, 13, 460), radii: scaled(23, 24, 31), roll: 6, yaw: 12)
    let ear = Sweep([plan.nearHeart(30, 18, 472, 15), plan.nearHeart(18, 34, 486, 8)])
    return Blend(body, ear, radius: 12)
  }

  var leftAtrium: any Solid {
    Ellipsoid(
      plan.nearHeart(-4, -8, 479), radii: scaled(37, 19, 24), roll: -6, squareness: 0.12)
  }

  var leftAppendage: any Solid {
    let wide = plan.sparing(0.9)
    // Round the muscle's upper border.
    let out = 33 * (size - 1)
    return Sweep([
      plan.nearHeart(-30, 0, 489, 9 * wide), plan.nearHeart(-43 - out, 9, 493 + out, 9.5 * wide),
      plan.nearHeart(-45 - out, 24, 493 + out, 8 * wide),
      plan.nearHeart(-39 - out, 34, 492 + out, 5.2 * wide),
    ])
  }

  /// The sac round everything, with the fat in the furrows.
  var sac: any Solid {
    Offset(
      Blend.all([leftVentricle, rightVentricle, rightAtrium, leftAtrium], radius: 24), by: 3.2)
  }
}
