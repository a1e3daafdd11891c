/// A body made thicker (or with a negative margin thinner) all round.
struct Offset: Solid {
  private let solid: any Solid
  private let margin: Double
  let bounds: Box3
  var steepness: Double { solid.steepness }

  init(_ solid: any Solid, by margin: Double) {
    self.solid = solid
    self.margin = margin
    bounds = solid.bounds.grown(by: margin)
  }

  func distance(to p: Point3) -> Double { solid.distance(to: p) - margin }

  func pruned(to ball: Ball) -> Pruned {
    switch solid.pruned(to: ball.grown(by: abs(margin))) {
    case .outside: .outside
    case .inside: .inside
    case .whole: .whole
    case .part(let rest): .part(Offset(rest, by: margin))
    }
  }

  func measure(_ points: UnsafeBufferPointer<Point3>, into distances: UnsafeMutablePointer<Double>) {
    solid.measure(points, into: distances)
    for index in points.indices { distances[index] -= margin }
  }
}

/// The body on the other side of the median plane.
struct Mirrored: Solid {
  private let solid: any Solid
  let bounds: Box3
  var steepness: Double { solid.steepness }

  init(_ solid: any Solid) {
    self.solid = solid
    let (low, high) = (solid.bounds.low, solid.bounds.high)
    bounds = Box3(low: Point3(-high.x, low.y, low.z), high: Point3(-low.x, high.y, high.z))
  }

  func distance(to p: Point3) -> Double { solid.distance(to: p.mirrored) }

  func measure(_ points: UnsafeBufferPointer<Point3>, into distances: UnsafeMutablePointer<Double>) {
    withUnsafeTemporaryAllocation(of: Point3.self, capacity: points.count) { mirrored in
      for index in points.indices { mirrored[index] = points[index].mirrored }
      solid.measure(UnsafeBufferPointer(mirrored), into: distances)
    }
  }

  func pruned(to ball: Ball) -> Pruned {
    switch solid.pruned(to: Ball(centre: ball.centre.mirrored, radius: ball.radius)) {
    case .outside: .outside
    case .inside: .inside
    case .whole: .whole
    case .part(let rest): .part(Mirrored(rest))
    }
  }
}

/// A body whose surface is uneven: lobules, haustra, the folds of the brain.
struct Roughened: Solid {
  private let solid: any Solid
  private let noise: NoiseField
  private let height: Double
  private let scale: Double
  let bounds: Box3
  var steepness: Double { solid.steepness + 3 * height / scale }

  /// - Parameters:
  ///   - height: how far the surface is moved in or out at most, mm.
  ///   - scale: how far apart its hills lie, mm.
  init(_ solid: any Solid, height: Double, scale: Double, seed: UInt64) {
    self.init(solid, NoiseField(seed: seed, scale: scale), height, scale)
  }

  private init(_ solid: any Solid, _ noise: NoiseField, _ height: Double, _ scale: Double) {
    self.solid = solid
    self.noise = noise
    self.height = height
    self.scale = scale
    bounds = solid.bounds.grown(by: height)
  }

  func distance(to p: Point3) -> Double { solid.distance(to: p) + height * noise.value(at: p) }

  func measure(_ points: UnsafeBufferPointer<Point3>, into distances: UnsafeMutablePointer<Double>) {
    solid.measure(points, into: distances)
    var memory = NoiseField.Cell()
    for index in points.indices { distances[index] += height * noise.value(at: points[index], &memory) }
  }

  func pruned(to ball: Ball) -> Pruned {
    switch solid.pruned(to: ball.grown(by: height)) {
    case .outside: .outside
    case .inside: .inside
    case .whole: .whole
    case .part(let rest): .part(Roughened(rest, noise, height, scale))
    }
  }
}
