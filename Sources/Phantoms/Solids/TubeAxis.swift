/// The middle line of a tube that is known only by its solid.
///
/// A change of a vessel follows the vessel as it is drawn, wherever its region lays it.
enum TubeAxis {
  /// Follows the tube in steps from a point in it.
  /// - Parameters:
  ///   - direction: roughly where to go.
  ///   - step: mm from knot to knot.
  ///   - goesOn: asked for every knot found; the line ends with the first that is refused, or where the tube ends.
  static func follow(
    _ solid: any Solid, from start: Point3, towards direction: Point3, step: Double = 5,
    while goesOn: (Sweep.Knot) -> Bool
  ) -> [Sweep.Knot] {
    var heading = direction.unit
    var knots: [Sweep.Knot] = []
    var place = middle(solid, near: start, across: heading)
    for _ in 0..<400 {
      let knot = Sweep.Knot(place, -solid.distance(to: place))
      guard knot.thick > 0.5, goesOn(knot) else { break }
      knots.append(knot)
      let next = middle(solid, near: place + heading * step, across: heading)
      let way = next - place
      guard way.length > 0.2 * step else { break }
      heading = Point3.mix(heading, way.unit, 0.7).unit
      place = next
    }
    return knots
  }

  /// The deepest point of the solid near a point, in the plane across a direction.
  private static func middle(_ solid: any Solid, near point: Point3, across direction: Point3) -> Point3 {
    let frame = Frame3(at: point, up: direction)
    var best = point
    var depth = solid.distance(to: point)
    for step in [4.0, 2, 1, 0.5, 0.25] {
      for _ in 0..<4 {
        var moved = false
        for (right, front) in [(1.0, 0.0), (-1, 0), (0, 1), (0, -1)] {
          let p = best + frame.right * (right * step) + frame.front * (front * step)
          let d = solid.distance(to: p)
          if d < depth - 1e-6 { (best, depth, moved) = (p, d, true) }
        }
        if !moved { break }
      }
    }
    return best
  }
}
