/// A vertebra of the lower chest or upper loin that has lost height in front; what stands above it follows.
enum CompressionFracture: BodyChange {
  static func apply(to body: inout BodyDraft) {
    var random = body.plan.random("compression-fracture")
    guard let level = LesionShape.pick([VertebraLevel.t11, .t12, .l1, .l2], using: &random) else { return }
    let vertebra = body.plan.spine[level]
    let collapse = collapse(of: vertebra)
    for other in VertebraLevel.allCases where (level.rawValue - 6...level.rawValue).contains(other.rawValue) {
      body.reshape(prefixes: [other.organ, "disc_\(other.name)"]) { Displaced.moved($0, collapse) }
    }
    body.mark(prefix: level.organ, as: .compressionFracture)
    let half = vertebra.halfHeight
    // Crushed trabeculae lie close under the upper plate.
    let band = Displaced.moved(
      Ellipsoid(
        Frame3(
          at: vertebra.frame.point(0, 2, half * 0.45), up: vertebra.frame.up, facing: vertebra.frame.front),
        radii: Point3(vertebra.halfWidth * 0.9, vertebra.halfDepth * 0.85, half * 0.3), squareness: 0.4),
      collapse)
    body.add(
      Structure(
        "fracture_band", .shading, .bone + 20,
        Roughened(band, height: 1.4, scale: 6, seed: random.next()),
        Material(Tissue(390, mottle: 120, grain: 4)), over: [level.organ]))
  }

  /// How much of the height in front is lost.
  static let loss = 0.4

  /// The upper plate sinks in front; over a hand's breadth above, the spine makes up for it.
  private static func collapse(of vertebra: Spine.Vertebra) -> Displacement {
    let frame = vertebra.frame
    let (half, depth) = (vertebra.halfHeight, vertebra.halfDepth)
    let top = half + 110
    let corners = [-70.0, 70].flatMap { x in
      [-half, top].flatMap { z in [frame.point(x, -depth, z), frame.point(x, 60, z)] }
    }
    let most = 2 * half * loss
    return Displacement(
      bounds: Box3.around(corners), reach: most * 1.3, steepness: 2.3
    ) { p in
      let q = frame.local(p)
      let front = min(max((q.y + depth) / (2 * depth), 0), 1.25)
      let lost = most * front * front * (3 - 2 * min(front, 1)) / (front > 1 ? 1.25 : 1)
      guard q.z > -half, q.z < top, lost > 0 else { return p }
      let plate = half - lost
      let z =
        q.z < plate
        ? -half + (q.z + half) * 2 * half / (2 * half - lost)
        : half + (q.z - plate) * (top - half) / (top - plate)
      return p + frame.up * (z - q.z)
    }
  }
}
