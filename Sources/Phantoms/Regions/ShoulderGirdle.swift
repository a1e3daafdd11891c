/// Collar bones, shoulder blades and upper arm bones, with the cuff of muscles that holds them.
enum ShoulderGirdle: BodyRegion {
  static func structures(_ plan: BodyPlan) -> [Structure] {
    Side.allCases.flatMap { side -> [Structure] in
      let blade = ShoulderBlade(plan)
      return [
        .organ(
          "clavicula_\(side.rawValue)", .bone + 4, side.placed(clavicle(plan)),
          Material(marrow, inside: .thinCortex, 1.4)),
        .organ(
          "scapula_\(side.rawValue)", .bone + 5, side.placed(blade.bone),
          Material(marrow, inside: .thinCortex, 1.1)),
        .organ(
          "humerus_\(side.rawValue)", .bone + 6, side.placed(humerus(plan)),
          Material(armMarrow, inside: .cortex, 2.0)),
        Structure(
          "rotator_cuff_\(side.rawValue)", .tissue, .muscle + -5, side.placed(blade.cuff), Material(.muscle)),
      ]
    }
  }

  private static let marrow = Tissue(180, mottle: 60, grain: 3.2, spread: 40)
  /// The ball's spongy bone and the shaft's fat lie in one material: between them in brightness.
  private static let armMarrow = Tissue(95, mottle: 60, grain: 5, spread: 35)

  /// From the sternum forward round the first rib, then back to the acromion.
  static func clavicleLine(_ plan: BodyPlan) -> [Point3] {
    let start = plan.at(.clavicleEnd, .right, 13, 0, 7)
    let end = plan.at(.acromion, .right, -11, 9, -2)
    func between(_ t: Double, _ front: Double, _ up: Double) -> Point3 {
      Point3.mix(start, end, t) + Point3(0, front, up)
    }
    return [
      start, between(0.17, 11, 0), between(0.42, 17, -2), between(0.68, 10, -1), between(0.87, 0, 1), end,
    ]
  }

  private static func clavicle(_ plan: BodyPlan) -> any Solid {
    let line = clavicleLine(plan)
    let halves = [(9.5, 11.0), (7.4, 8.2), (6.0, 6.6), (5.8, 6.8), (5.0, 8.5), (4.6, 9.0)]
    return Sweep(
      zip(line, halves).map { .init($0, thick: $1.0 * 1.1, wide: $1.1 * 1.08, normal: Point3(0, 0, 1)) },
      step: 4)
  }

  /// Ball, tubercles, shaft and the hinge at the elbow.
  private static func humerus(_ plan: BodyPlan) -> any Solid {
    let head = plan.at(.humeralHead)
    let elbow = plan.at(.elbow)
    let along = (elbow - head).unit
    // Outwards, across the shaft.
    let out = (Point3(1, 0, 0) - along * along.x).unit
    let fore = along.cross(out)
    func at(_ up: Double, _ outwards: Double, _ front: Double = 0) -> Point3 {
      head + along * up + out * outwards + fore * front
    }
    let length = (elbow - head).length
    let shaft = Sweep([
      .init(at(8, 7), 17), .init(at(26, 8), 13.5), .init(at(50, 8), 11.5), .init(at(length * 0.45, 6), 10.6),
      .init(at(length * 0.75, 3), 10.2),
      .init(at(length * 0.88, 0), thick: 8.5, wide: 15, normal: fore),
      .init(at(length * 0.96, 0), thick: 8, wide: 25, normal: fore),
    ])
    let hinge = Sweep([.init(at(length * 0.985, -15), 9), .init(at(length * 0.985, 16), 8.5)])
    let tubercle = Ellipsoid(at(3, 15), radii: Point3(11, 13, 15))
    return Blend.all([Ellipsoid(head, radii: Point3(23, 23, 23)), shaft, tubercle, hinge], radius: 5)
  }
}

/// The right shoulder blade: a thin triangle on the ribs with spine, acromion, coracoid and socket.
struct ShoulderBlade {
  private let plan: BodyPlan
  private let head: Point3
  /// The socket's middle.
  private let socket: Point3
  /// Along the socket, upwards.
  private let socketUp: Point3
  private let upper: Point3
  private let root: Point3
  private let lower: Point3

  init(_ plan: BodyPlan) {
    self.plan = plan
    head = plan.at(.humeralHead)
    // An arm beside the head turns the blade's lower angle outwards and the socket up.
    let isRaised = plan.patient.arms == .raised
    socket = head + (isRaised ? Point3(-22, -9, -8) : Point3(-24, -4, 1))
    socketUp = (isRaised ? Point3(-0.4, 0.3, 0.85) : Point3(0.05, 0.1, 1)).unit
    upper = isRaised ? Point3(64, -86, 604) : Point3(70, -92, 612)
    root = isRaised ? Point3(72, -105, 570) : Point3(70, -106, 578)
    lower = isRaised ? Point3(122, -98, 478) : Point3(100, -114, 474)
  }

  /// The point moved out of the rib cage so far that muscle fits between.
  private func clear(_ p: Point3, _ gap: Double) -> Point3 {
    let d = plan.cage.distance(to: p)
    return d < gap ? p + plan.cage.outward(at: p) * (gap - d) : p
  }

  private func point(_ from: Point3, _ to: Point3, _ t: Double) -> Point3 {
    clear(Point3.mix(from, to, t), 9)
  }

  private var neck: Point3 { socket + (socket - head).unit * 8 }

  private var blade: any Solid {
    let tip = clear(lower, 8)
    // Rows from the upper border to the lower angle; columns from the spine's side outwards.
    let inner = [
      clear(upper, 8), clear(root, 8), clear(Point3.mix(root, lower, 0.35), 8),
      clear(Point3.mix(root, lower, 0.7), 8), tip,
    ]
    let outer = [
      neck + socketUp * 13, neck + socketUp * -4, point(neck, tip, 0.4), point(neck, tip, 0.72),
      clear(lower + Point3(7, 3, 2), 8),
    ]
    let net = zip(inner, outer).map { a, b in
      [a, point(a, b, 0.3), point(a, b, 0.62), point(a, b, 0.86), b]
    }
    let thickness: [[Double]] = [
      [3.2, 2.6, 2.6, 3.4, 5.6], [3.4, 2.3, 2.4, 4.2, 9], [3.4, 2.2, 2.3, 4.2, 6.6],
      [3.6, 2.4, 2.6, 4.4, 6.2],
      [4.6, 4.6, 4.8, 5, 5],
    ]
    return Sheet(net, thickness: thickness, refine: 2)
  }

  /// The foot of the blade's spine at a share of its way outwards.
  private func foot(_ t: Double) -> Point3 { point(clear(root, 8), neck, t) }

  private var crest: [Point3] {
    let acromion = plan.at(.acromion)
    return [
      foot(0.02) + Point3(0, -2, 2), foot(0.4) + Point3(0, -12, 7), foot(0.72) + Point3(4, -20, 14),
      acromion + Point3(-14, -14, -6),
    ]
  }

  /// The ridge on the back, which ends in the acromion over the joint.
  private var spine: any Solid {
    let feet = [foot(0), foot(0.4), foot(0.72), foot(0.86)]
    let ridge = Sheet(
      [feet, crest], thickness: [[3, 3, 3.2, 3.6], [3.6, 4.4, 4.8, 5]], refine: 2)
    let acromion = plan.at(.acromion)
    let plate = Sweep([
      .init(crest[2], thick: 4, wide: 6, normal: Point3(0.2, -0.3, 1).unit),
      .init(crest[3], thick: 4, wide: 9, normal: Point3(0.2, -0.2, 1).unit),
      .init(acromion + Point3(0, -3, 0), thick: 5, wide: 13, normal: Point3(0.25, 0, 1).unit),
      .init(acromion + Point3(0, 12, -1), thick: 4.4, wide: 10, normal: Point3(0.25, 0.1, 1).unit),
    ])
    return Union([ridge, plate])
  }

  private var coracoid: any Solid {
    let tip = plan.at(.coracoid)
    let start = neck + socketUp * 14
    return Sweep([
      .init(start, 7), .init(start + Point3(-2, 9, 9), 6.2),
      .init(Point3.mix(start, tip, 0.65) + Point3(-1, 4, 9), 5.2), .init(tip, 4.6),
    ])
  }

  private var glenoid: any Solid {
    let outward = (head - socket).unit
    let cup = Ellipsoid(
      Frame3(at: socket + outward * -3, up: socketUp, facing: outward), radii: Point3(14.5, 9.5, 20))
    return cup.minus(Ellipsoid(head, radii: Point3(25, 25, 25)))
  }

  var bone: any Solid {
    let thin = Union([blade, spine, coracoid])
    return Blend(Offset(thin, by: 0.2 + plan.stouter(4)), glenoid, radius: 6)
  }

  /// Muscles on both faces of the blade, to the ball of the arm.
  var cuff: any Solid {
    func flat(_ p: Point3, _ thick: Double, _ wide: Double) -> Sweep.Knot {
      .init(p, thick: thick, wide: wide, normal: plan.cage.outward(at: clear(p, 4)))
    }
    let middle = point(Point3.mix(root, lower, 0.4), neck, 0.4)
    let behind = Sweep([
      flat(point(Point3.mix(root, lower, 0.5), neck, 0.06) + Point3(0, -4, 0), 7, 30),
      flat(middle + Point3(2, -6, 0), 11, 30), flat(neck + Point3(0, -12, -8), 11, 18),
      .init(head + Point3(4, -20, 0), 8),
    ])
    let inFront = Sweep([
      flat(point(Point3.mix(root, lower, 0.45), neck, 0.1), 5, 34), flat(middle + Point3(-3, 5, 0), 8, 30),
      flat(neck + Point3(-6, 10, -8), 12, 18), .init(head + Point3(-4, 20, -2), 8),
    ])
    let above = Sweep([
      .init(point(upper, root, 0.4) + Point3(4, -5, 4), 9),
      .init(neck + socketUp * 22 + Point3(-12, -8, 0), 10),
      .init(head + Point3(-2, -4, 24), 5),
    ])
    let cap = Ellipsoid(head + Point3(3, 0, 0), radii: Point3(35, 36, 35))
    return Union([behind, inFront, above, cap])
  }
}
