/// The shapes of the skull's bones, and the spaces they leave.
struct SkullShape {
  private let plan: BodyPlan

  init(_ plan: BodyPlan) { self.plan = plan }

  /// Height of the inner floor of the skull: high over the orbits, lower beside the sella, lowest behind.
  private static func floor(_ x: Double, _ y: Double) -> Double {
    let beside = Exact.smooth(8, 24, abs(x))
    let middle = Exact.mix(787, 769, beside)
    let front = Exact.mix(800, 810, beside)
    let back = 752.0
    // The wing of the sphenoid, and the upper edge of the petrous bone, which runs outwards and backwards.
    let ridge = Exact.mix(-6, -24, beside)
    let toFront = Exact.smooth(Exact.mix(12, 22, beside), Exact.mix(26, 36, beside), y)
    let toBack = 1 - Exact.smooth(ridge - 22, ridge, y)
    return Exact.mix(Exact.mix(middle, front, toFront), back, toBack)
  }

  /// The space of the brain and its fluid.
  var brainSpace: any Solid {
    let dome = Ellipsoid(
      Point3(0, -19, 804), radii: Point3(68, 88, 59), pitch: 8, squareness: 0.22)
    let floor = Formula(in: dome.bounds, steepness: 2) { p in
      (SkullShape.floor(p.x, p.y) - p.z) * 0.75
    }
    return dome.cut(to: floor)
  }

  var vault: any Solid {
    let outer = Ellipsoid(Point3(0, -19, 804), radii: Point3(73.5, 94, 64.5), pitch: 8, squareness: 0.17)
    let below = Formula(in: outer.bounds, steepness: 2) { p in
      (SkullShape.floor(p.x, p.y) - 6 - p.z) * 0.75
    }
    return outer.cut(to: below)
  }

  /// Petrous bones, clivus, the sphenoid's body and the rim of the great hole.
  var base: any Solid {
    var parts: [any Solid] = [
      Sweep([.init(0, -22, 757, 6), .init(0, -12, 768, 7), .init(0, 0, 780, 8)]),
      Ellipsoid(plan.at(.sella, .right, 0, 2, -12), radii: Point3(17, 14, 12), squareness: 0.4),
      Sweep([
        .init(-17, -38, 752, 5), .init(-12, -56, 750, 5), .init(0, -62, 750, 5), .init(12, -56, 750, 5),
        .init(17, -38, 752, 5),
      ]),
    ]
    for side in Side.allCases {
      let ear = plan.at(.earCanal, side)
      parts.append(
        Sweep([
          .init(ear + side.placed(Point3(-8, -4, 2)), 10), .init(side.placed(Point3(38, -12, 770)), 9),
          .init(side.placed(Point3(18, -1, 776)), 6),
        ]))
      // Joint surfaces for the first vertebra.
      parts.append(
        Ellipsoid(side.placed(Point3(19, -32, 752)), radii: Point3(8, 12, 6), yaw: -20 * side.sign))
    }
    let canals = Side.allCases.map { side in
      Sweep([
        .init(plan.at(.earCanal, side, 14, 0, -2), 3.6), .init(plan.at(.earCanal, side, -14, 3, 0), 3.2),
      ]) as any Solid
    }
    return Union(parts).minus(Union(canals))
  }

  var mastoids: any Solid {
    Union(
      Side.allCases.map { side in
        Ellipsoid(
          plan.at(.mastoid, side, 1, 2, 6), radii: Point3(10, 13, 18), pitch: -14, roll: 10 * side.sign)
      })
  }

  /// The cone that holds the eye, its muscles and fat; right side.
  var orbit: any Solid {
    let eye = plan.at(.eye)
    return Sweep(
      [
        .init(eye + Point3(3, 11, -1), 17), .init(eye + Point3(1, -2, 0), 18.5),
        .init(eye + Point3(-6, -20, 0), 12.5), .init(Point3(17, 26, 792), 3.5),
      ], step: 4)
  }

  var face: any Solid {
    let eye = plan.at(.eye)
    var parts: [any Solid] = []
    for side in Side.allCases {
      func at(_ x: Double, _ y: Double, _ z: Double) -> Point3 { side.placed(Point3(x, y, z)) }
      // Walls of the orbit, its rim, the cheek bone with its arch, the wing plates behind the upper jaw.
      let cone = Offset(side.placed(orbit), by: 2.6)
        .cut(to: HalfSpace(Point3(0, eye.y + 4, 0), outward: Point3(0, 1, 0)))
      parts.append(cone)
      let rim = (0...12).map { step -> Sweep.Knot in
        let angle = Double(step) * 30
        let (c, s) = (Exact.cosine(angle), Exact.sine(angle))
        let back = c > 0 ? -12 * c : 2.0
        return .init(at(eye.x + 1 + 20 * c, eye.y + 6 + back + 3 * s, eye.z + 18.5 * s), 3.4)
      }
      parts.append(Sweep(rim, step: 5))
      parts.append(
        Sweep([
          .init(at(34, 62, 764), 8), .init(at(48, 53, 768), thick: 7, wide: 9, normal: Point3(0, 1, 0)),
          .init(at(59, 38, 769), thick: 3, wide: 6, normal: side.placed(Point3(1, 0.5, 0))),
          .init(at(65, 16, 769), thick: 2.6, wide: 4, normal: side.placed(Point3(1, 0, 0))),
          .init(at(65, 0, 771), thick: 3, wide: 4.5, normal: side.placed(Point3(1, 0, 0))),
          .init(at(64, -14, 772), thick: 5, wide: 6, normal: side.placed(Point3(1, 0, 0))),
        ]))
      parts.append(
        Sweep([
          .init(at(51, 50, 772), 4.5), .init(at(54, 46, 790), 4), .init(at(52, 50, 806), 5),
        ]))
      for x in [15.0, 21] {
        parts.append(
          Sweep([
            .init(at(x, 18, 772), thick: 1.8, wide: 7, normal: side.placed(Point3(1, 0, 0))),
            .init(at(x, 15, 748), thick: 1.6, wide: 5, normal: side.placed(Point3(1, 0, 0))),
          ]))
      }
    }
    return Union(parts + middleFace)
  }

  /// Upper jaw with palate and tooth sockets, walls of the nose, bridge of the nose.
  private var middleFace: [any Solid] {
    let jaw = Ellipsoid(Point3(0, 44, 756), radii: Point3(39, 30, 22), squareness: 0.35)
    let mouth = Ellipsoid(Point3(0, 38, 728), radii: Point3(24, 36, 13))
    let sockets = Sweep(SkullShape.arch(z: 739, front: 72).map { .init($0, 6.5) })
    let bridge = Sweep([.init(0, 82, 800, 5), .init(0, 90, 788, 3.6), .init(0, 96, 780, 2)])
    let walls = Ellipsoid(Point3(0, 42, 788), radii: Point3(14, 26, 14), squareness: 0.5)
    let brow = Sweep([
      .init(-46, 56, 812, 5), .init(-22, 74, 814, 6), .init(0, 79, 812, 6), .init(22, 74, 814, 6),
      .init(46, 56, 812, 5),
    ])
    return [jaw.minus(mouth), sockets, bridge, walls, brow]
  }

  /// The line of a row of teeth from the right last tooth to the left one.
  static func arch(z: Double, front: Double) -> [Point3] {
    let places: [(Double, Double)] = [(29, 42), (27.5, 30), (24, 18), (18, 8), (9.5, 2), (0, 0)]
    let right = places.map { Point3($0.0, front - $0.1, z) }
    return right + right.dropLast().reversed().map(\.mirrored)
  }

  var teeth: any Solid {
    var parts: [any Solid] = []
    for (z, front, root) in [(727.0, 74.0, 1.0), (714.5, 72.0, -1.0)] {
      let line = Curve3(SkullShape.arch(z: z, front: front), step: 1).points
      let count = 14
      for number in 0..<count {
        let at = line[min(Int((Double(number) + 0.5) / Double(count) * Double(line.count)), line.count - 1)]
        let isMolar = number < 3 || number > count - 4
        let width = isMolar ? 4.6 : 3.4
        let crown = Ellipsoid(at, radii: Point3(width, width, 5.4), squareness: 0.3)
        let tip = Sweep([.init(at, width * 0.7), .init(at + Point3(0, -2, root * 15), 1.3)])
        parts.append(Union([crown, tip]))
      }
    }
    return Union(parts)
  }

  /// Branches with their two processes, the angles, and the body round to the chin.
  var mandible: any Solid {
    var parts: [any Solid] = []
    let joint = plan.at(.temporomandibularJoint)
    let angle = plan.at(.jawAngle)
    let chin = plan.at(.chin)
    let net = [
      [joint + Point3(-1, -2, -16), Point3(49, 8, 748), Point3(48, 22, 762)],
      [Point3(48, -2, 734), Point3(47.5, 11, 734), Point3(46, 25, 736)],
      [angle + Point3(0, -4, 2), angle + Point3(-0.5, 8, -3), Point3(44, 32, 712)],
    ]
    let thin = [[3.2, 2.2, 2.6], [3.4, 2.8, 3.2], [4, 4.4, 5]]
    for side in Side.allCases {
      parts.append(Sheet(net.map { $0.map { side.placed($0) } }, thickness: thin))
      parts.append(
        Sweep([
          .init(side.placed(joint + Point3(-1, -1, -20)), 4),
          .init(side.placed(joint + Point3(0, 0, -5)), thick: 4.4, wide: 8, normal: Point3(0, 1, 0)),
        ]))
    }
    func body(_ x: Double, _ y: Double, _ z: Double, _ thick: Double, _ tall: Double) -> Sweep.Knot {
      .init(Point3(x, y, z), thick: thick, wide: tall, normal: Point3(x, (y - 30) * 0.9, 0).unit)
    }
    let right = [
      body(45, 18, 712, 5, 10), body(39, 38, 706, 6, 14), body(31, 56, 701, 6, 15),
      body(17, chin.y - 13, 699, 6, 15),
    ]
    let front = body(0, chin.y - 7, 698, 6.5, 15)
    parts.append(Sweep(right + [front] + right.reversed().map(\.mirrored), step: 5))
    return Union(parts)
  }
}
