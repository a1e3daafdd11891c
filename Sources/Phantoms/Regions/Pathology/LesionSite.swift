/// Where in an organ a lesion may lie.
struct LesionSite {
  /// What the lesion grows in.
  let solid: any Solid
  /// What it must keep away from.
  var avoided: [any Solid] = []
  /// Only here.
  var within = Box3(low: Point3(-230, -170, -200), high: Point3(230, 200, 870))

  /// A random place at least `depth` mm under the surface (negative: so far outside), `clearance` mm from what is
  /// avoided and, from centre to centre, from the places taken; nil when chance finds none.
  func place(
    depth: Double, clearance: Double = 0, apartFrom taken: [(point: Point3, distance: Double)] = [],
    using random: inout SeededGenerator, tries: Int = 400
  ) -> Point3? {
    let box = solid.bounds.intersection(within)
    for _ in 0..<tries {
      let p = Point3(
        random.between(box.low.x, box.high.x), random.between(box.low.y, box.high.y),
        random.between(box.low.z, box.high.z))
      guard solid.distance(to: p) < -depth else { continue }
      guard taken.allSatisfy({ ($0.point - p).length > $0.distance }) else { continue }
      guard avoided.allSatisfy({ $0.distance(to: p) > clearance }) else { continue }
      return p
    }
    return nil
  }

  /// As `place`, and where no place is so deep the deepest that was tried.
  func deepPlace(depth: Double, using random: inout SeededGenerator) -> Point3? {
    if let found = place(depth: depth, using: &random) { return found }
    let box = solid.bounds.intersection(within)
    var best: (point: Point3, distance: Double)?
    for _ in 0..<800 {
      let p = Point3(
        random.between(box.low.x, box.high.x), random.between(box.low.y, box.high.y),
        random.between(box.low.z, box.high.z))
      let d = solid.distance(to: p)
      if d < 0, d < best?.distance ?? 0 { best = (p, d) }
    }
    return best?.point
  }
}

/// Chance and shapes that several lesions share.
enum LesionShape {
  /// A rounded lump with an uneven surface.
  /// - Parameter radius: mean half axis, mm.
  static func lump(
    at point: Point3, radius: Double, unevenness: Double = 0.12, using random: inout SeededGenerator
  ) -> any Solid {
    let (a, b) = (random.between(0.86, 1.16), random.between(0.86, 1.16))
    let body = Ellipsoid(
      point, radii: Point3(radius * a, radius * b, radius / (a * b)), pitch: random.between(-40, 40),
      roll: random.between(-40, 40), yaw: random.between(-90, 90))
    guard unevenness > 0 else { return body }
    // Hills of two sizes: those of one alone show the lattice they are made on.
    let hills = Roughened(
      body, height: radius * unevenness * 0.7, scale: max(radius * 0.85, 3), seed: random.next())
    return Roughened(
      hills, height: radius * unevenness * 0.5, scale: max(radius * 0.37, 2), seed: random.next())
  }

  /// The dead middle of a tumour, off its centre and uneven.
  static func core(at point: Point3, radius: Double, using random: inout SeededGenerator) -> any Solid {
    lump(
      at: point + direction(using: &random) * (0.15 * radius), radius: radius * random.between(0.42, 0.6),
      unevenness: 0.3, using: &random)
  }

  /// A random direction.
  static func direction(using random: inout SeededGenerator) -> Point3 {
    while true {
      let d = Point3(random.signed(), random.signed(), random.signed())
      if d.length > 0.2, d.length < 1 { return d.unit }
    }
  }

  /// One of several things.
  static func pick<Thing>(_ things: [Thing], using random: inout SeededGenerator) -> Thing? {
    guard !things.isEmpty else { return nil }
    return things[min(Int(random.between(0, Double(things.count))), things.count - 1)]
  }
}
