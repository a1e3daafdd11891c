/// What bodies that are combined have in common.
extension [any Solid] {
  /// What is left of a combination within a ball.
  /// - Parameters:
  ///   - isDecided: whether what became of one part settles the whole.
  ///   - combined: the combination of the parts that are left.
  @inline(__always)
  fileprivate func pruned(
    to ball: Ball, decidedBy isDecided: (Pruned) -> Bool, _ combined: ([any Solid]) -> Pruned
  ) -> Pruned {
    var left: [any Solid] = []
    var isWhole = true
    for (index, part) in enumerated() {
      let found: Pruned = part.bounds.meets(ball) ? part.pruned(to: ball) : .outside
      if isDecided(found) { return found }
      if case .whole = found, isWhole { continue }
      if isWhole {
        left.append(contentsOf: self[..<index])
        isWhole = false
      }
      if let rest = found.rest(of: part) { left.append(rest) }
    }
    return isWhole ? .whole : combined(left)
  }

  /// Measures every part and combines the distances of each point.
  @inline(__always)
  fileprivate func measure(
    _ points: UnsafeBufferPointer<Point3>, into distances: UnsafeMutablePointer<Double>,
    _ combined: (Double, Double) -> Double
  ) {
    self[0].measure(points, into: distances)
    withUnsafeTemporaryAllocation(of: Double.self, capacity: points.count) { other in
      guard let base = other.baseAddress else { return }
      for part in dropFirst() {
        part.measure(points, into: base)
        for index in points.indices { distances[index] = combined(distances[index], other[index]) }
      }
    }
  }
}

/// What any of several bodies holds.
struct Union: Solid {
  private let parts: [any Solid]
  let bounds: Box3
  var steepness: Double { parts.reduce(1) { max($0, $1.steepness) } }

  /// A union of at least one body.
  init(_ parts: [any Solid]) {
    self.parts = parts
    bounds = parts.dropFirst().reduce(parts[0].bounds) { $0.union($1.bounds) }
  }

  /// What is left of a union: the bounds of the whole hold it too, and cost nothing.
  private init(pruned parts: [any Solid], bounds: Box3) {
    self.parts = parts
    self.bounds = bounds
  }

  func distance(to p: Point3) -> Double { parts.reduce(.infinity) { min($0, $1.distance(to: p)) } }

  func pruned(to ball: Ball) -> Pruned {
    parts.pruned(to: ball, decidedBy: { if case .inside = $0 { true } else { false } }) { left in
      left.isEmpty ? .outside : .part(left.count == 1 ? left[0] : Union(pruned: left, bounds: bounds))
    }
  }

  func measure(_ points: UnsafeBufferPointer<Point3>, into distances: UnsafeMutablePointer<Double>) {
    parts.measure(points, into: distances) { min($0, $1) }
  }
}

/// What all of several bodies hold: a body cut by half spaces, an organ fitted into a cavity.
struct Intersection: Solid {
  private let parts: [any Solid]
  let bounds: Box3
  var steepness: Double { parts.reduce(1) { max($0, $1.steepness) } }

  /// An intersection of at least one body.
  init(_ parts: [any Solid]) {
    self.parts = parts
    bounds = parts.dropFirst().reduce(parts[0].bounds) { $0.intersection($1.bounds) }
  }

  /// What is left of an intersection, within the bounds of the whole.
  private init(pruned parts: [any Solid], bounds: Box3) {
    self.parts = parts
    self.bounds = bounds
  }

  func distance(to p: Point3) -> Double { parts.reduce(-.infinity) { max($0, $1.distance(to: p)) } }

  func pruned(to ball: Ball) -> Pruned {
    parts.pruned(to: ball, decidedBy: { if case .outside = $0 { true } else { false } }) { left in
      left.isEmpty
        ? .inside : .part(left.count == 1 ? left[0] : Intersection(pruned: left, bounds: bounds))
    }
  }

  func measure(_ points: UnsafeBufferPointer<Point3>, into distances: UnsafeMutablePointer<Double>) {
    parts.measure(points, into: distances) { max($0, $1) }
  }
}

/// Everything outside a body.
struct Complement: Solid {
  let solid: any Solid
  var bounds: Box3 { Box3(low: Point3(-1e6, -1e6, -1e6), high: Point3(1e6, 1e6, 1e6)) }
  var steepness: Double { solid.steepness }

  func distance(to p: Point3) -> Double { -solid.distance(to: p) }

  func measure(_ points: UnsafeBufferPointer<Point3>, into distances: UnsafeMutablePointer<Double>) {
    solid.measure(points, into: distances)
    for index in points.indices { distances[index] = -distances[index] }
  }

  func pruned(to ball: Ball) -> Pruned {
    guard solid.bounds.meets(ball) else { return .inside }
    return switch solid.pruned(to: ball) {
    case .outside: .inside
    case .inside: .outside
    case .whole: .whole
    case .part(let rest): .part(Complement(solid: rest))
    }
  }
}

/// Two bodies grown together: where they are closer than `radius` the corner between them is filled.
struct Blend: Solid {
  let first: any Solid
  let second: any Solid
  /// How far the filling reaches, mm.
  let radius: Double
  let bounds: Box3
  var steepness: Double { max(first.steepness, second.steepness) }

  init(_ first: any Solid, _ second: any Solid, radius: Double) {
    self.init(
      first, second, radius: radius, bounds: first.bounds.union(second.bounds).grown(by: radius / 4))
  }

  private init(_ first: any Solid, _ second: any Solid, radius: Double, bounds: Box3) {
    self.first = first
    self.second = second
    self.radius = radius
    self.bounds = bounds
  }

  /// Several bodies grown together one after another.
  static func all(_ parts: [any Solid], radius: Double) -> any Solid {
    parts.dropFirst().reduce(parts[0]) { Blend($0, $1, radius: radius) }
  }

  func distance(to p: Point3) -> Double {
    Exact.blend(first.distance(to: p), second.distance(to: p), radius)
  }

  func measure(_ points: UnsafeBufferPointer<Point3>, into distances: UnsafeMutablePointer<Double>) {
    first.measure(points, into: distances)
    withUnsafeTemporaryAllocation(of: Double.self, capacity: points.count) { other in
      guard let base = other.baseAddress else { return }
      second.measure(points, into: base)
      for index in points.indices {
        distances[index] = Exact.blend(distances[index], other[index], radius)
      }
    }
  }

  func pruned(to ball: Ball) -> Pruned {
    // A body further than the radius has no say.
    let wide = ball.grown(by: radius)
    let one = first.bounds.meets(wide) ? first.pruned(to: wide) : .outside
    let two = second.bounds.meets(wide) ? second.pruned(to: wide) : .outside
    switch (one, two) {
    case (.inside, _), (_, .inside): return .inside
    case (.whole, .whole): return .whole
    default: break
    }
    switch (one.rest(of: first), two.rest(of: second)) {
    case (let a?, let b?): return .part(Blend(a, b, radius: radius, bounds: bounds))
    case (let rest?, nil), (nil, let rest?):
      let found = rest.pruned(to: ball)
      if case .whole = found { return .part(rest) }
      return found
    case (nil, nil): return .outside
    }
  }
}

extension Solid {
  /// The part of the body that another does not hold.
  func minus(_ other: any Solid) -> Intersection { Intersection([self, Complement(solid: other)]) }

  /// The part of the body that another holds too.
  func cut(to other: any Solid) -> Intersection { Intersection([self, other]) }
}
