import Imaging

/// Says what lies where nothing is labelled, from the body's hulls and the nearest label.
struct SurroundingMap: Sendable {
  private let scene: LabelScene
  /// Thickness of the fat under the skin and of the muscles over the ribs, mm.
  private let fat: Double
  private let muscle: Double
  /// The middle of the heart where it is labelled.
  private let heart: Point3?
  private let planes: NoiseField
  private let hills: NoiseField
  private let vessels: (NoiseField, NoiseField)

  init(_ scene: LabelScene, seed: UInt64) {
    self.scene = scene
    var random = SeededGenerator(seed: seed, stream: "surroundings")
    fat = random.between(9, 22)
    muscle = random.between(7, 11)
    let hearts = scene.extent(of: .heart)
    heart = hearts.count > 0 ? hearts.centre(scene.grid.spacing) : nil
    planes = NoiseField(seed: random.next(), scale: 17)
    hills = NoiseField(seed: random.next(), scale: 60)
    vessels = (NoiseField(seed: random.next(), scale: 21), NoiseField(seed: random.next(), scale: 21))
  }

  /// How far a place lies outside the skin, mm; negative within the body.
  func skinDistance(_ p: Point3) -> Double {
    scene.outline.distance(p) - fat - muscle - 2 - 2.5 * hills.value(at: p)
  }

  /// What is at a background voxel.
  func surrounding(_ x: Int, _ y: Int, _ z: Int) -> Surrounding {
    let grid = scene.grid
    let p = grid.point(x, y, z)
    let skin = skinDistance(p)
    if skin > 0 { return .air }
    if skin > -1.5 { return .skin }
    let index = grid.index(x, y, z)
    let near = scene.kind(scene.depth.nearest[index])
    let distance = scene.depth.distance(index)
    let beyond = scene.core.distance(p)
    if beyond > cover(near, p) {
      // Some fat lies under the skin everywhere.
      return skin < -0.6 * fat - 2 && isMuscleOfLimb(near, distance, p) ? .muscle : .fat
    }
    if beyond > 0 { return planes.value(at: p) > 0.62 ? .fat : .muscle }
    return inside(x, y, z, near, distance, beyond, p)
  }

  /// Thickness of the muscles that lie over what is labelled, mm.
  private func cover(_ near: OrganKind, _ p: Point3) -> Double {
    switch near {
    case .muscle: 1
    case .vertebra: 4
    case .limbBone: muscle
    case .hipBone: 3
    default: muscle * (1 + 0.25 * hills.value(at: p))
    }
  }

  private func isMuscleOfLimb(_ near: OrganKind, _ distance: Double, _ p: Point3) -> Bool {
    near == .limbBone && distance < 26 + 6 * hills.value(at: p) && planes.value(at: p) < 0.5
  }

  private func inside(
    _ x: Int, _ y: Int, _ z: Int, _ near: OrganKind, _ distance: Double, _ beyond: Double, _ p: Point3
  ) -> Surrounding {
    if near != .spinalCord, let space = wideSpace(x, y, z, near, distance, beyond, p) { return space }
    switch near {
    case .spinalCord where distance < 5: return .fluid
    case .brain where distance < 8: return .fluid
    case .vertebra:
      if isBetweenVertebrae(x, y, z) { return .disc }
      if distance < 2.5 || (distance < 9 && planes.value(at: p) < 0.35) { return .muscle }
    case .rib:
      if beyond > -16, distance < 11 { return planes.value(at: p) > 0.5 ? .fat : .muscle }
    case .lung:
      if distance < 1.6 { return .muscle }
      if beyond > -12 { return planes.value(at: p) > 0.3 ? .fat : .muscle }
    case .limbBone, .hipBone:
      if distance < 26 + 8 * hills.value(at: p) { return planes.value(at: p) > 0.4 ? .fat : .muscle }
    case .airway where distance < 1.8: return .gutWall
    case .heart where distance < 1.2: return .muscle
    default: break
    }
    if beyond > -4 { return .muscle }
    return isVessel(p) ? .strand : .looseFat
  }

  /// Wide spaces of the chest that fat does not fill: the trunk of the lung's arteries between heart and lungs, which
  /// many label maps leave out, and fluid beside a lung.
  private func wideSpace(
    _ x: Int, _ y: Int, _ z: Int, _ near: OrganKind, _ distance: Double, _ beyond: Double, _ p: Point3
  ) -> Surrounding? {
    guard beyond < -14, distance > 1.5 else { return nil }
    let isByVessels = near == .heart || near == .artery || near == .vein || near == .airway || near == .lung
    guard isByVessels, let heart else { return nil }
    let d = p - heart
    let isTrunk = abs(d.x) < 62 && d.y > -62 && d.y < 40 && d.z > 12 && d.z < 95
    guard isTrunk || near == .lung, isWide(x, y, z, apart: isTrunk ? 5 : 8) else { return nil }
    return isTrunk ? .blood : .fluid
  }

  /// Whether a ball without any label, of a radius somewhat above `apart` mm, holds the voxel.
  private func isWide(_ x: Int, _ y: Int, _ z: Int, apart: Double) -> Bool {
    let grid = scene.grid
    func steps(_ spacing: Double) -> Int { max(1, Int((0.4 * apart / spacing).rounded())) }
    let (i, j, k) = (steps(grid.spacing.x), steps(grid.spacing.y), steps(grid.spacing.z))
    for c in -2...2 {
      for b in -2...2 {
        for a in -2...2 {
          let (u, v, w) = (x + a * i, y + b * j, z + c * k)
          guard u >= 0, v >= 0, w >= 0, u < grid.shape.x, v < grid.shape.y, w < grid.shape.z else { continue }
          let index = grid.index(u, v, w)
          if grid.ids[index] == 0, scene.depth.distance(index) > apart + 1 { return true }
        }
      }
    }
    return false
  }

  /// Vessels run where two slow fields are both near zero.
  private func isVessel(_ p: Point3) -> Bool {
    // Turned, so that they do not run along the fields' lattice.
    let q = Point3(
      0.8 * p.x + 0.6 * p.y, 0.48 * p.x - 0.64 * p.y + 0.6 * p.z, 0.36 * p.x - 0.48 * p.y - 0.8 * p.z)
    let a = vessels.0.value(at: q)
    let calibre = 0.09 + 0.04 * hills.value(at: p)
    guard abs(a) < calibre else { return false }
    let b = vessels.1.value(at: q)
    return a * a + b * b < calibre * calibre
  }

  /// Whether one vertebra lies close above and another close below.
  private func isBetweenVertebrae(_ x: Int, _ y: Int, _ z: Int) -> Bool {
    let grid = scene.grid
    let reach = Int(13 / grid.spacing.z)
    func first(_ step: Int) -> (id: UInt16, steps: Int)? {
      var steps = 1
      while steps <= reach {
        let at = z + step * steps
        guard at >= 0, at < grid.shape.z else { return nil }
        let id = grid.ids[grid.index(x, y, at)]
        if id != 0 { return scene.kind(id) == .vertebra ? (id, steps) : nil }
        steps += 1
      }
      return nil
    }
    guard let above = first(1), let below = first(-1) else { return false }
    return above.id != below.id && Double(above.steps + below.steps) * grid.spacing.z < 16
  }
}
