/// An axis-parallel box in millimetres.
struct Box3 {
  var low: Point3
  var high: Point3

  /// The box that holds every point, grown by a margin; a point at the origin when there is none.
  static func around(_ points: [Point3], margin: Double = 0) -> Box3 {
    var box = Box3(low: points.first ?? Point3(0, 0, 0), high: points.first ?? Point3(0, 0, 0))
    for p in points.dropFirst() { box = box.union(Box3(low: p, high: p)) }
    return box.grown(by: margin)
  }

  /// The box grown by a margin on every side.
  func grown(by margin: Double) -> Box3 {
    Box3(low: low - Point3(margin, margin, margin), high: high + Point3(margin, margin, margin))
  }

  /// The smallest box that holds both.
  func union(_ other: Box3) -> Box3 {
    Box3(
      low: Point3(min(low.x, other.low.x), min(low.y, other.low.y), min(low.z, other.low.z)),
      high: Point3(max(high.x, other.high.x), max(high.y, other.high.y), max(high.z, other.high.z)))
  }

  /// What both hold; empty (low above high) when they do not meet.
  func intersection(_ other: Box3) -> Box3 {
    Box3(
      low: Point3(max(low.x, other.low.x), max(low.y, other.low.y), max(low.z, other.low.z)),
      high: Point3(min(high.x, other.high.x), min(high.y, other.high.y), min(high.z, other.high.z)))
  }

  /// How far a point lies outside, mm; 0 inside.
  func distance(to p: Point3) -> Double {
    let dx = max(low.x - p.x, 0, p.x - high.x)
    let dy = max(low.y - p.y, 0, p.y - high.y)
    let dz = max(low.z - p.z, 0, p.z - high.z)
    return (dx * dx + dy * dy + dz * dz).squareRoot()
  }

  /// Whether a ball reaches into the box.
  func meets(_ ball: Ball) -> Bool { distance(to: ball.centre) <= ball.radius }

  var corners: [Point3] {
    (0..<8).map { corner in
      Point3(
        corner & 1 == 0 ? low.x : high.x, corner & 2 == 0 ? low.y : high.y, corner & 4 == 0 ? low.z : high.z)
    }
  }
}

/// A ball in millimetres: the unit in which space is skipped.
struct Ball {
  var centre: Point3
  var radius: Double

  func grown(by margin: Double) -> Ball { Ball(centre: centre, radius: radius + margin) }
}
