/// A smooth, one-to-one move of a part of space: organs pushed aside, swollen or collapsed.
struct Displacement: Sendable {
  /// Beyond this box nothing moves.
  let bounds: Box3
  /// At most how far a point moves, mm.
  let reach: Double
  /// At most how many mm of the undisturbed body a millimetre becomes.
  let steepness: Double
  /// Where the point of the moved body lay before.
  let origin: @Sendable (Point3) -> Point3
}

/// A body after a displacement.
struct Displaced: Solid {
  private let solid: any Solid
  private let move: Displacement
  let bounds: Box3
  var steepness: Double { solid.steepness * move.steepness }

  private init(_ solid: any Solid, _ move: Displacement, bounds: Box3) {
    self.solid = solid
    self.move = move
    self.bounds = bounds
  }

  /// The body moved; itself where the displacement does not touch it.
  static func moved(_ solid: any Solid, _ move: Displacement) -> any Solid {
    let common = solid.bounds.intersection(move.bounds)
    guard common.low.x < common.high.x, common.low.y < common.high.y, common.low.z < common.high.z else {
      return solid
    }
    return Displaced(solid, move, bounds: solid.bounds.union(common.grown(by: move.reach)))
  }

  private func origin(_ p: Point3) -> Point3 {
    move.bounds.distance(to: p) > 0 ? p : move.origin(p)
  }

  func distance(to p: Point3) -> Double { solid.distance(to: origin(p)) }

  func measure(_ points: UnsafeBufferPointer<Point3>, into distances: UnsafeMutablePointer<Double>) {
    withUnsafeTemporaryAllocation(of: Point3.self, capacity: points.count) { moved in
      for index in points.indices { moved[index] = origin(points[index]) }
      solid.measure(UnsafeBufferPointer(moved), into: distances)
    }
  }

  func pruned(to ball: Ball) -> Pruned {
    guard move.bounds.meets(ball) else { return solid.pruned(to: ball) }
    let wide = Ball(centre: origin(ball.centre), radius: ball.radius * move.steepness)
    switch solid.pruned(to: wide) {
    case .outside: return .outside
    case .inside: return .inside
    case .whole: return .whole
    case .part(let rest): return .part(Displaced(rest, move, bounds: bounds))
    }
  }
}

extension Displacement {
  /// An ellipsoid grown and moved, its neighbours pushed aside.
  ///
  /// Within `radii` (of the grown body, along the frame) everything is `scale` times as large as it was about `from`;
  /// from there the push fades until `fade` times the radii.
  static func grown(
    from: Point3, to frame: Frame3, radii: Point3, scale: Double, fade: Double
  ) -> Displacement {
    let outer = radii * fade
    let edge = Box3.around(
      (0..<8).map {
        frame.point(
          $0 & 1 == 0 ? -outer.x : outer.x, $0 & 2 == 0 ? -outer.y : outer.y, $0 & 4 == 0 ? -outer.z : outer.z
        )
      })
    let shift = from - frame.origin
    let least = min(radii.x, radii.y, radii.z)
    let most = max(radii.x, radii.y, radii.z)
    let slope = (fade - 1 / scale) / (fade - 1)
    let drift = 1.5 * shift.length / ((fade - 1) * least)
    return Displacement(
      bounds: edge, reach: shift.length + most * (1 - 1 / scale),
      steepness: max(slope * (1 + most / least) / 2 + drift, 1)
    ) { p in
      let d = frame.local(p)
      let (u, v, w) = (d.x / radii.x, d.y / radii.y, d.z / radii.z)
      let ratio = (u * u + v * v + w * w).squareRoot()
      guard ratio < fade else { return p }
      let place = max(ratio, 1)
      let before = ratio <= 1 ? 1 / scale : (1 / scale + (ratio - 1) * slope) / ratio
      let away = 1 - Exact.smooth(1, fade, place)
      return frame.origin + shift * away + (p - frame.origin) * before
    }
  }
}
