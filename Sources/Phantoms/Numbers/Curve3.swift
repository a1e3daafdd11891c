/// A smooth line in space through knots (Catmull-Rom), sampled finely once.
struct Curve3 {
  /// Points along it, no further apart than the step it was made with.
  let points: [Point3]
  /// Which knot each point belongs to, with its fraction: 1.25 lies a quarter of the way from knot 1 to knot 2.
  let places: [Double]

  /// A curve through at least one knot.
  init(_ knots: [Point3], step: Double = 4) {
    var points = [knots[0]]
    var places = [0.0]
    for index in 1..<max(knots.count, 1) where knots.count > 1 {
      let from = knots[index - 1]
      let to = knots[index]
      let before = index > 1 ? knots[index - 2] : from + (from - to)
      let after = index + 1 < knots.count ? knots[index + 1] : to + (to - from)
      let count = max(1, Int(((to - from).length / step).rounded(.up)))
      for part in 1...count {
        let t = Double(part) / Double(count)
        points.append(Curve3.cubic(before, from, to, after, t))
        places.append(Double(index - 1) + t)
      }
    }
    self.points = points
    self.places = places
  }

  /// A value given at every knot, at each point of the curve: eased, never beyond its two knots.
  func spread(_ values: [Double]) -> [Double] {
    places.map { place in
      let index = min(Int(place), values.count - 2)
      guard index >= 0 else { return values[0] }
      let t = place - Double(index)
      return Exact.mix(values[index], values[index + 1], t * t * (3 - 2 * t))
    }
  }

  /// A direction given at every knot, at each point of the curve.
  func spread(_ values: [Point3]) -> [Point3] {
    places.map { place in
      let index = min(Int(place), values.count - 2)
      guard index >= 0 else { return values[0] }
      return Point3.mix(values[index], values[index + 1], place - Double(index)).unit
    }
  }

  private static func cubic(_ a: Point3, _ b: Point3, _ c: Point3, _ d: Point3, _ t: Double) -> Point3 {
    let t2 = t * t
    let t3 = t2 * t
    return (b * 2 + (c - a) * t + (a * 2 - b * 5 + c * 4 - d) * t2 + (b * 3 - a - c * 3 + d) * t3) * 0.5
  }
}
