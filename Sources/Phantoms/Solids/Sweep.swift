/// A tube along a curve, round or flattened, thick or thin from knot to knot: vessels, ribs, bowel, airways, processes.
struct Sweep: Solid {
  /// A point of the tube's axis with the half thickness there.
  struct Knot {
    let point: Point3
    /// Half thickness along the normal, mm.
    let thick: Double
    /// Half width across normal and axis, mm.
    let wide: Double
    /// The direction of the thin axis; needs not be exactly across the curve.
    let normal: Point3

    /// A round knot.
    init(_ point: Point3, _ radius: Double) {
      self.init(point, thick: radius, wide: radius, normal: Point3(0, 1, 0))
    }

    /// A round knot by its coordinates.
    init(_ x: Double, _ y: Double, _ z: Double, _ radius: Double) { self.init(Point3(x, y, z), radius) }

    /// A flattened knot.
    init(_ point: Point3, thick: Double, wide: Double, normal: Point3) {
      self.point = point
      self.thick = thick
      self.wide = wide
      self.normal = normal
    }

    /// The knot on the other side of the median plane.
    var mirrored: Knot {
      Knot(point.mirrored, thick: thick, wide: wide, normal: normal.mirrored)
    }
  }

  let pieces: [SweepPiece]
  let bounds: Box3

  /// A tube through knots, in straight pieces with round joints.
  /// - Parameter step: length of a piece, mm; nil for what the tube's width hides.
  init(_ knots: [Knot], step: Double? = nil) {
    let widest = knots.reduce(0) { max($0, $1.thick, $1.wide) }
    let step = step ?? min(max(0.4 * widest, 2.5), 14)
    let curve = Curve3(knots.map(\.point), step: step)
    let thick = curve.spread(knots.map(\.thick))
    let wide = curve.spread(knots.map(\.wide))
    let normals = curve.spread(knots.map(\.normal))
    var pieces: [SweepPiece] = []
    for index in 1..<max(curve.points.count, 2) {
      let to = min(index, curve.points.count - 1)
      pieces.append(
        SweepPiece(
          from: Knot(
            curve.points[index - 1], thick: thick[index - 1], wide: wide[index - 1],
            normal: normals[index - 1]),
          to: Knot(curve.points[to], thick: thick[to], wide: wide[to], normal: normals[to])))
    }
    self.init(pieces)
  }

  private init(_ pieces: [SweepPiece]) {
    self.pieces = pieces
    bounds = pieces.dropFirst().reduce(pieces[0].bounds) { $0.union($1.bounds) }
  }

  /// Without bounds of its own: a pruned tube is never asked for them.
  private init(pruned pieces: [SweepPiece], bounds: Box3) {
    self.pieces = pieces
    self.bounds = bounds
  }

  func distance(to p: Point3) -> Double {
    var nearest = Double.infinity
    for piece in pieces { nearest = min(nearest, piece.distance(to: p)) }
    return nearest
  }

  func pruned(to ball: Ball) -> Pruned {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: pieces.count) { lows in
      // A piece that is nowhere the nearest has no say either.
      var limit = ball.radius
      for (index, piece) in pieces.enumerated() {
        let axis = piece.axisDistance(to: ball.centre)
        if piece.innerRadius - axis > ball.radius { return .inside }
        limit = min(limit, axis - piece.innerRadius + 2 * ball.radius)
        lows[index] = axis - piece.outerRadius
      }
      let count = lows.reduce(0) { $0 + ($1 <= limit ? 1 : 0) }
      if count == 0 { return .outside }
      if count == pieces.count { return .whole }
      var left: [SweepPiece] = []
      left.reserveCapacity(count)
      for (index, piece) in pieces.enumerated() where lows[index] <= limit { left.append(piece) }
      return .part(Sweep(pruned: left, bounds: bounds))
    }
  }

  func measure(_ points: UnsafeBufferPointer<Point3>, into distances: UnsafeMutablePointer<Double>) {
    for index in points.indices { distances[index] = pieces[0].distance(to: points[index]) }
    for piece in pieces.dropFirst() {
      for index in points.indices {
        distances[index] = piece.nearer(distances[index], at: points[index])
      }
    }
  }
}

/// A straight piece of a tube with round ends.
struct SweepPiece {
  private let start: Point3
  private let axis: Point3
  private let perSquare: Double
  private let normal: Point3
  private let binormal: Point3
  private let thick: (Double, Double)
  private let wide: (Double, Double)
  private let isRound: Bool
  let outerRadius: Double
  let innerRadius: Double
  let bounds: Box3

  init(from: Sweep.Knot, to: Sweep.Knot) {
    start = from.point
    axis = to.point - from.point
    let square = axis.dot(axis)
    perSquare = square > 0 ? 1 / square : 0
    let frame = Frame3(at: from.point, up: axis, facing: Point3.mix(from.normal, to.normal, 0.5))
    normal = frame.front
    binormal = frame.right
    thick = (from.thick, to.thick)
    wide = (from.wide, to.wide)
    isRound = from.thick == from.wide && to.thick == to.wide
    outerRadius = max(from.thick, from.wide, to.thick, to.wide)
    innerRadius = min(min(from.thick, from.wide), min(to.thick, to.wide))
    bounds = Box3.around([from.point, to.point], margin: outerRadius)
  }

  /// Distance from the axis.
  func axisDistance(to p: Point3) -> Double {
    let d = p - start
    let t = min(max(d.dot(axis) * perSquare, 0), 1)
    return (d - axis * t).length
  }

  func distance(to p: Point3) -> Double { nearer(.infinity, at: p) }

  /// The smaller of a distance and that of the piece, which is left out where it cannot be smaller.
  func nearer(_ limit: Double, at p: Point3) -> Double {
    let d = p - start
    let t = min(max(d.dot(axis) * perSquare, 0), 1)
    let r = d - axis * t
    let rr = r.dot(r)
    let reach = max(limit + outerRadius, 0)
    guard rr < reach * reach else { return limit }
    return min(limit, surfaceDistance(r, rr, t))
  }

  /// The distance of a point that lies `r` from the place `t` of the axis.
  private func surfaceDistance(_ r: Point3, _ rr: Double, _ t: Double) -> Double {
    let a = thick.0 + (thick.1 - thick.0) * t
    if isRound { return rr.squareRoot() - a }
    let b = wide.0 + (wide.1 - wide.0) * t
    let u = r.dot(normal)
    let v = r.dot(binormal)
    let c = min(a, b)
    let (uu, vv) = (u * u, v * v)
    let ww = max(rr - uu - vv, 0)
    let (ra, rb) = (1 / a, 1 / b)
    let rc = max(ra, rb)
    let (ia, ib, ic) = (ra * ra, rb * rb, rc * rc)
    let (ua, vb, wc) = (uu * ia, vv * ib, ww * ic)
    let slope = (ua * ia + vb * ib + wc * ic).squareRoot()
    guard slope > 1e-12 else { return -c }
    let share = (ua + vb + wc).squareRoot()
    return share * (share - 1) / slope
  }
}
