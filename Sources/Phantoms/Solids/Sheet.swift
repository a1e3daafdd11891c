/// A curved plate: a net of points with a thickness, as two triangles a mesh. Shoulder blades, iliac wings, diaphragms.
struct Sheet: Solid {
  private let triangles: [SheetTriangle]
  let bounds: Box3

  /// Rows of points, all as long; between them the net is refined to a smooth surface.
  /// - Parameters:
  ///   - thickness: half the thickness at every point, as many rows and columns.
  ///   - refine: pieces that each mesh of the net is divided into along both sides.
  init(_ net: [[Point3]], thickness: [[Double]], refine: Int = 3) {
    let points = Sheet.refined(net, refine)
    let halves = Sheet.refined(thickness.map { $0.map { Point3($0, 0, 0) } }, refine)
    var triangles: [SheetTriangle] = []
    for r in 1..<points.count {
      for c in 1..<points[r].count {
        let corners = [(r - 1, c - 1), (r - 1, c), (r, c - 1), (r, c)].map {
          (points[$0][$1], halves[$0][$1].x)
        }
        triangles.append(SheetTriangle(corners[0], corners[1], corners[2]))
        triangles.append(SheetTriangle(corners[3], corners[2], corners[1]))
      }
    }
    self.init(triangles)
  }

  private init(_ triangles: [SheetTriangle]) {
    self.triangles = triangles
    bounds = triangles.dropFirst().reduce(triangles[0].bounds) { $0.union($1.bounds) }
  }

  private init(pruned triangles: [SheetTriangle], bounds: Box3) {
    self.triangles = triangles
    self.bounds = bounds
  }

  private static func refined(_ net: [[Point3]], _ count: Int) -> [[Point3]] {
    func line(_ knots: [Point3]) -> [Point3] {
      guard knots.count > 1 else { return knots }
      var result = [knots[0]]
      for index in 1..<knots.count {
        let (b, c) = (knots[index - 1], knots[index])
        let a = index > 1 ? knots[index - 2] : b + (b - c)
        let d = index + 1 < knots.count ? knots[index + 1] : c + (c - b)
        for part in 1...count {
          let t = Double(part) / Double(count)
          let (t2, t3) = (t * t, t * t * t)
          result.append(
            (b * 2 + (c - a) * t + (a * 2 - b * 5 + c * 4 - d) * t2 + (b * 3 - a - c * 3 + d) * t3) * 0.5)
        }
      }
      return result
    }
    let wide = net.map(line)
    let columns = wide[0].indices.map { column in line(wide.map { $0[column] }) }
    return columns[0].indices.map { row in columns.map { $0[row] } }
  }

  func distance(to p: Point3) -> Double {
    triangles.reduce(.infinity) { $1.nearer($0, at: p) }
  }

  func pruned(to ball: Ball) -> Pruned {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: triangles.count) { distances in
      let reach = ball.radius * 1.2
      // A triangle that is nowhere the nearest has no say.
      var limit = reach
      for (index, triangle) in triangles.enumerated() {
        guard triangle.bounds.meets(ball) else {
          distances[index] = .infinity
          continue
        }
        let d = triangle.distance(to: ball.centre)
        if d < -reach { return .inside }
        distances[index] = d
        limit = min(limit, d + 2 * reach)
      }
      let left = triangles.indices.lazy.filter { distances[$0] <= limit }.map { triangles[$0] }
      let rest = Array(left)
      if rest.isEmpty { return .outside }
      return rest.count == triangles.count ? .whole : .part(Sheet(pruned: rest, bounds: bounds))
    }
  }

  func measure(_ points: UnsafeBufferPointer<Point3>, into distances: UnsafeMutablePointer<Double>) {
    for index in points.indices { distances[index] = triangles[0].distance(to: points[index]) }
    for triangle in triangles.dropFirst() {
      for index in points.indices {
        distances[index] = triangle.nearer(distances[index], at: points[index])
      }
    }
  }
}

/// One triangle of a plate; its half thickness changes evenly between its corners.
struct SheetTriangle {
  private let corner: Point3
  private let side: Point3
  private let other: Point3
  private let half: (Double, Double, Double)
  private let products: (Double, Double, Double)
  private let normal: Point3
  private let most: Double
  let bounds: Box3

  init(_ a: (Point3, Double), _ b: (Point3, Double), _ c: (Point3, Double)) {
    corner = a.0
    side = b.0 - a.0
    other = c.0 - a.0
    half = (a.1, b.1, c.1)
    products = (side.dot(side), side.dot(other), other.dot(other))
    let across = side.cross(other)
    normal = across.length > 0 ? across.unit : Point3(0, 0, 0)
    most = max(a.1, b.1, c.1)
    bounds = Box3.around([a.0, b.0, c.0], margin: most)
  }

  /// The smaller of a distance and that of the triangle, which is left out where its plane is too far off.
  func nearer(_ limit: Double, at p: Point3) -> Double {
    guard abs((p - corner).dot(normal)) - most < limit else { return limit }
    if limit > 0, bounds.distance(to: p) >= limit { return limit }
    return min(limit, distance(to: p))
  }

  func distance(to p: Point3) -> Double {
    let d = p - corner
    let (e, f) = (d.dot(side), d.dot(other))
    let determinant = max(products.0 * products.2 - products.1 * products.1, 1e-12)
    var s = (products.2 * e - products.1 * f) / determinant
    var t = (products.0 * f - products.1 * e) / determinant
    if s < 0 || t < 0 || s + t > 1 { (s, t) = nearestOnEdges(e, f) }
    let thickness = half.0 + (half.1 - half.0) * s + (half.2 - half.0) * t
    return (d - side * s - other * t).length - thickness
  }

  /// The best of the three edges for a point whose foot lies outside.
  private func nearestOnEdges(_ e: Double, _ f: Double) -> (Double, Double) {
    let (a, b, c) = products
    func cost(_ s: Double, _ t: Double) -> Double {
      a * s * s + 2 * b * s * t + c * t * t - 2 * e * s - 2 * f * t
    }
    let first = (min(max(e / max(a, 1e-12), 0), 1), 0.0)
    let second = (0.0, min(max(f / max(c, 1e-12), 0), 1))
    let along = min(max((f - e + a - b) / max(a - 2 * b + c, 1e-12), 0), 1)
    let third = (1 - along, along)
    var best = first
    if cost(second.0, second.1) < cost(best.0, best.1) { best = second }
    if cost(third.0, third.1) < cost(best.0, best.1) { best = third }
    return best
  }
}
