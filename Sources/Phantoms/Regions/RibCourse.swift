/// The way of one rib, right side: from its vertebra over the transverse process round the chest to its front end.
struct RibCourse {
  let number: Int
  private let plan: BodyPlan
  private let knots: [Sweep.Knot]

  /// Where the bone ends in front: the direction from the back in degrees, and the height.
  private static let ends: [(angle: Double, z: Double)] = [
    (136, 560), (146, 526), (145, 494), (142, 464), (138, 434), (133, 404), (129, 374), (124, 348),
    (119, 330),
    (113, 314), (88, 304), (42, 316),
  ]
  /// Half height and half thickness of the bone at its middle.
  private static let halves: [(wide: Double, thick: Double)] = [
    (6.8, 3.2), (6.2, 3.3), (6.2, 3.5), (6.4, 3.6), (6.8, 3.7), (7.0, 3.7), (7.0, 3.7), (6.8, 3.6),
    (6.4, 3.5),
    (6.0, 3.3), (5.4, 3.1), (5.0, 2.9),
  ]

  init(_ number: Int, _ plan: BodyPlan) {
    self.number = number
    self.plan = plan
    let vertebra = plan.spine[.thoracic(number)]
    let (full, thick) = RibCourse.halves[number - 1]
    let wide = full * 0.92 + plan.stouter(3)
    let end = RibCourse.ends[number - 1]
    // Ribs 2 to 9 begin at the disc above, the others at their own body.
    let up = (2...9).contains(number) ? vertebra.halfHeight - 1 : vertebra.halfHeight * 0.3
    let head = vertebra.frame.point(vertebra.halfWidth + 2.2, -vertebra.halfDepth * 0.75, up)
    let neck = vertebra.frame.point(
      vertebra.halfWidth + 10, -vertebra.halfDepth - 10, min(up, vertebra.halfHeight * 0.6))
    let root = -vertebra.halfDepth - vertebra.canal.depth * 0.6
    let tubercle = vertebra.frame.point(vertebra.span + 2, root - 12, vertebra.halfHeight * 0.25 + 2)
    var knots: [Sweep.Knot] = [
      .init(head, 4.2), .init(neck, thick: 3.2, wide: 4.2, normal: Point3(0.8, 0.6, 0).unit),
    ]
    if number <= 10 {
      knots.append(.init(tubercle, thick: thick + 0.3, wide: wide * 0.8, normal: Point3(0, 1, 0)))
    }
    let begin = number <= 10 ? 34.0 : 30
    let steps = max(2, Int((end.angle - begin) / 9))
    for step in 0...steps {
      let t = Double(step) / Double(steps)
      let angle = Exact.mix(begin, end.angle, t)
      // Falls slowly behind, faster at the side, less in front.
      let fall = t * (0.55 + t * (1.05 - 0.6 * t))
      let z = Exact.mix(tubercle.z - 3, end.z, fall)
      let p = plan.cage.point(angle, z: z, depth: thick + 0.3)
      let grow = Exact.smooth(0.8, 1, t)
      let flat = number == 1 ? Point3(0.35, 0.2, 0.9).unit : plan.cage.outward(at: p)
      knots.append(
        .init(
          p, thick: thick, wide: Exact.mix(wide, wide * 1.15, number <= 10 ? grow : -4 * grow * 0.5),
          normal: flat))
    }
    self.knots = knots
  }

  var bone: any Solid { Sweep(knots, step: 5) }

  /// Where it begins at its vertebra, and where the bone ends in front.
  var headPoint: Point3 { knots[0].point }
  var endPoint: Point3 { end.point }

  private var end: Sweep.Knot { knots[knots.count - 1] }

  /// Where the cartilage reaches the sternum: half width and height there.
  private static let notches: [(x: Double, z: Double)] = [
    (27, 557), (17, 524), (15, 503), (15.5, 483), (17, 464), (18, 449), (16, 438),
  ]

  /// From the front end to the sternum (1 to 7) or up to the cartilage above (8 to 10).
  func cartilage(nextAbove courses: [RibCourse]) -> (any Solid)? {
    guard number <= 10 else { return nil }
    let start = end
    let (full, flat) = RibCourse.halves[number - 1]
    let (wide, thick) = (full * plan.sparing(0.5), flat * plan.sparing(0.5))
    func knot(_ p: Point3, _ scale: Double) -> Sweep.Knot {
      .init(p, thick: thick * 1.35, wide: wide * scale * 1.15, normal: plan.cage.outward(at: p))
    }
    guard number <= RibCourse.notches.count else {
      // Joins its upper neighbour a third of the way to the sternum.
      let above = courses[number - 2].cartilageLine
      return Sweep(
        [start] + cartilageLine.dropFirst().dropLast().map { knot($0, 0.8) } + [knot(above[1], 0.7)])
    }
    return Sweep([start] + cartilageLine.dropFirst().map { knot($0, 0.9) })
  }

  /// The middle line of the cartilage.
  private var cartilageLine: [Point3] {
    let start = end.point
    let depth = RibCourse.halves[number - 1].thick + 1
    guard number <= RibCourse.notches.count else {
      let p = plan.cage.point(RibCourse.ends[number - 1].angle + 8, z: start.z + 6, depth: depth)
      let q = plan.cage.point(
        RibCourse.ends[number - 2].angle + 10, z: RibCourse.ends[number - 2].z + 4, depth: depth)
      return [start, p, q]
    }
    let notch = RibCourse.notches[number - 1]
    let line = plan.at(.sternalAngle)
    let end = plan.at(.xiphoid)
    let t = (line.z - notch.z) / (line.z - end.z)
    let front =
      t < 0 ? Exact.mix(line.y, plan.at(.sternalNotch).y, min(-t * 2, 1)) : Exact.mix(line.y, end.y, t)
    let goal = Point3(notch.x, front - 8, notch.z)
    // True ribs below the fourth dip before they climb.
    let dip = number >= 5 ? Double(number - 4) * 5 : 0
    let share = 0.45
    var middle = Point3.mix(start, goal, share)
    middle.z = Exact.mix(start.z, goal.z, 0.3) - dip
    let reach = plan.cage.share(of: middle)
    let axis = Point3(0, plan.cage.middle.value(at: middle.z), middle.z)
    let onCage = axis + (Point3(middle.x, middle.y, middle.z) - axis) * (1 / max(reach, 0.2))
    let inward = plan.cage.outward(at: onCage) * -depth
    return [start, onCage + inward, Point3.mix(onCage + inward, goal, 0.6) + Point3(0, 1, 0), goal]
  }
}
