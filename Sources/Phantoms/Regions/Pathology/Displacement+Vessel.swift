extension Displacement {
  /// What gives way to a vessel that widens: what touched it still does, and the further away the less it moves.
  /// - Parameters:
  ///   - axis: the vessel before, knot by knot downwards.
  ///   - sac: the same knots after.
  ///   - margin: how far from its surface the push ends, mm.
  static func widened(from axis: [Sweep.Knot], to sac: [Sweep.Knot], margin: Double) -> Displacement {
    // Only as long as it falls: beyond the crown of the arch a height names two places.
    var places: [Int] = []
    for index in axis.indices.reversed()
    where axis[index].point.z > (places.last.map { axis[$0].point.z } ?? -1000) + 0.5 {
      places.append(index)
    }
    func profile(_ value: (Int) -> Double) -> Profile {
      Profile(places.map { (axis[$0].point.z, value($0)) })
    }
    let (oldX, oldY, oldR) = (
      profile { axis[$0].point.x }, profile { axis[$0].point.y }, profile { axis[$0].thick }
    )
    let (newX, newY, newR) = (
      profile { sac[$0].point.x }, profile { sac[$0].point.y }, profile { sac[$0].thick }
    )
    let widest = sac.reduce(0) { max($0, $1.thick) }
    let (low, high) = (axis[axis.count - 1].point.z - 14, axis[0].point.z + 14)
    var box = Box3.around(sac.map(\.point), margin: widest + margin)
    (box.low.z, box.high.z) = (low, high)
    return Displacement(bounds: box, reach: 40, steepness: 2.6) { p in
      let z = p.z
      let (r0, r1) = (oldR.value(at: z), newR.value(at: z))
      let fade = r1 + margin
      let new = Point3(newX.value(at: z), newY.value(at: z), z)
      let d = p - new
      let away = d.length
      guard away < fade, r1 > r0 + 0.2 else { return p }
      let old = Point3(oldX.value(at: z), oldY.value(at: z), z)
      let before = away <= r1 ? away * r0 / r1 : r0 + (away - r1) * (fade - r0) / (fade - r1)
      let centre = Point3.mix(old, new, Exact.smooth(r1, fade, away))
      return centre + d * (away > 1e-9 ? before / away : 0)
    }
  }
}
