/// The lobes of the lungs and the fissures between them, reference millimetres.
struct LungShape {
  private let plan: BodyPlan
  private let column: any Solid
  /// How far this patient's fissures lie above or below the usual, mm.
  private let shifts: (right: Double, left: Double, horizontal: Double)

  init(_ plan: BodyPlan) {
    self.plan = plan
    var random = plan.random("fissures")
    shifts = (4 * random.signed(), 4 * random.signed(), 5 * random.signed())
    // Spine, its processes and the deep muscles beside them.
    column = Sweep(
      stride(from: 270.0, through: 620, by: 25).map { z in
        .init(
          Point3(0, plan.spine.line.value(at: z) - 24, z), thick: 36, wide: 31, normal: Point3(0, 1, 0))
      })
  }

  /// A side's lung with all its lobes.
  func lung(_ side: Side) -> Intersection {
    Intersection([
      plan.chest, HalfSpace(Point3(0, 0, 500), outward: Point3(-side.sign, 0, 0)),
      HalfSpace(Point3(0, 0, 285), outward: Point3(0, 0, -1)), Complement(solid: plan.belowDiaphragm),
      Complement(solid: column), apex(side),
    ])
  }

  /// Everything under the lung's top, which rises just above the first rib.
  private func apex(_ side: Side) -> Formula {
    Formula(in: plan.chest.bounds, steepness: 4) { p in
      let (out, front) = (p.x * side.sign - 34, p.y + 34)
      return p.z - 604 + (out * out + front * front) / 110
    }
  }

  /// Height above the oblique fissure, about mm across it; negative in the lower lobe.
  func oblique(_ side: Side, _ p: Point3) -> Double {
    let shift = side == .right ? shifts.right : shifts.left
    let start = (side == .right ? 543 : 549.0) + shift - plan.descent * 0.15
    let slope = side == .right ? 0.90 : 0.96
    let out = (p.x * side.sign - 60) / 60
    let bow = 7 * out * out - 5 * out
    return (p.z - start + slope * (p.y + 95) + bow) / (1 + slope * slope).squareRoot()
  }

  /// Height above the horizontal fissure of the right lung.
  func horizontal(_ p: Point3) -> Double {
    let out = (p.x - 60) / 60
    return p.z - (492 + shifts.horizontal - plan.descent * 0.2) + 0.12 * (p.y - 20) + 5 * out * out
  }

  private func above(_ height: @escaping @Sendable (Point3) -> Double) -> Formula {
    Formula(in: plan.chest.bounds, steepness: 1.4) { -height($0) }
  }

  private func below(_ height: @escaping @Sendable (Point3) -> Double) -> Formula {
    Formula(in: plan.chest.bounds, steepness: 1.4, height)
  }

  /// Every lobe with its organ.
  var lobes: [(organ: String, solid: any Solid)] {
    let shape = self
    func lower(_ side: Side) -> Formula { below { shape.oblique(side, $0) } }
    func upper(_ side: Side) -> Formula { above { shape.oblique(side, $0) } }
    let (right, left) = (lung(.right), lung(.left))
    return [
      ("lung_lower_lobe_right", right.cut(to: lower(.right))),
      (
        "lung_middle_lobe_right",
        right.cut(to: Intersection([upper(.right), below { shape.horizontal($0) }]))
      ),
      (
        "lung_upper_lobe_right",
        right.cut(to: Intersection([upper(.right), above { shape.horizontal($0) }]))
      ),
      ("lung_lower_lobe_left", left.cut(to: lower(.left))),
      ("lung_upper_lobe_left", left.cut(to: upper(.left))),
    ]
  }

  /// The fissures as thin leaves.
  var fissures: any Solid {
    let shape = self
    let half = 0.35
    let box = plan.chest.bounds
    let oblique = Formula(in: box, steepness: 1.4) { p in
      abs(shape.oblique(p.x > 0 ? .right : .left, p)) - half
    }
    let horizontal = Formula(in: box, steepness: 1.4) { p in
      max(abs(shape.horizontal(p)) - half, -shape.oblique(.right, p), -p.x)
    }
    return Union([oblique, horizontal])
  }

  /// Places all over a lung, so far apart (mm), at least `depth` mm under its surface.
  func places(_ side: Side, apart: Double, depth: Double) -> [Point3] {
    let lung = lung(side)
    let mediastinum = Mediastinum.solid(plan)
    var random = plan.random("lung_places_\(side.rawValue)")
    let box = lung.bounds.intersection(
      Box3(low: Point3(-160, -130, 285), high: Point3(160, 110, 640)))
    var places: [Point3] = []
    for z in stride(from: box.low.z, through: box.high.z, by: apart) {
      for y in stride(from: box.low.y, through: box.high.y, by: apart) {
        for x in stride(from: box.low.x, through: box.high.x, by: apart) {
          let jitter = Point3(random.signed(), random.signed(), random.signed()) * (0.45 * apart)
          let p = Point3(x, y, z) + jitter
          guard lung.distance(to: p) < -depth, mediastinum.distance(to: p) > depth else { continue }
          places.append(p)
        }
      }
    }
    return places
  }
}
