/// A body given by its signed distance: negative inside, 0 on the surface, growing outwards, about in mm.
///
/// "About": near the surface the distance is true enough to shade a voxel by how much of it the body covers; far away
/// only its sign counts. What a body promises beyond that is `pruned(to:)`, by which space is skipped.
protocol Solid: Sendable {
  /// A tight box that holds the body.
  var bounds: Box3 { get }
  /// An upper bound of how much `distance` can change per millimetre; 1 for a true distance.
  var steepness: Double { get }
  /// The signed distance of a point.
  func distance(to p: Point3) -> Double
  /// What is left of the body for points inside a ball.
  func pruned(to ball: Ball) -> Pruned
  /// The distances of many points, written into `distances`.
  func measure(_ points: UnsafeBufferPointer<Point3>, into distances: UnsafeMutablePointer<Double>)
}

/// What a body is within a ball.
enum Pruned {
  /// No point of the ball lies in the body.
  case outside
  /// Every point of the ball lies in the body.
  case inside
  /// Some may, and the body is as simple there as it is elsewhere. Said apart so that nothing needs to be copied.
  case whole
  /// Some may: a body with the same distances near its surface there, but simpler.
  case part(any Solid)

  /// What is left of a body that was found to be this; nil where nothing is left or everything is filled.
  func rest(of solid: any Solid) -> (any Solid)? {
    switch self {
    case .outside, .inside: nil
    case .whole: solid
    case .part(let rest): rest
    }
  }
}

extension Solid {
  var steepness: Double { 1 }

  func pruned(to ball: Ball) -> Pruned {
    let d = distance(to: ball.centre)
    let reach = ball.radius * steepness
    return d > reach ? .outside : d < -reach ? .inside : .whole
  }

  func measure(_ points: UnsafeBufferPointer<Point3>, into distances: UnsafeMutablePointer<Double>) {
    for index in points.indices { distances[index] = distance(to: points[index]) }
  }
}

/// A body made by a formula: anything the other solids cannot say.
struct Formula: Solid {
  let bounds: Box3
  let steepness: Double
  private let formula: @Sendable (Point3) -> Double

  /// - Parameter steepness: an upper bound of how much the formula changes per millimetre; too low leaves holes.
  init(in bounds: Box3, steepness: Double = 1, _ formula: @escaping @Sendable (Point3) -> Double) {
    self.bounds = bounds
    self.steepness = steepness
    self.formula = formula
  }

  func distance(to p: Point3) -> Double { formula(p) }
}

/// Everything on one side of a plane: a cut.
struct HalfSpace: Solid {
  let point: Point3
  /// Points out of the body.
  let outward: Point3

  init(_ point: Point3, outward: Point3) {
    self.point = point
    self.outward = outward.unit
  }

  var bounds: Box3 { Box3(low: Point3(-1e6, -1e6, -1e6), high: Point3(1e6, 1e6, 1e6)) }

  func distance(to p: Point3) -> Double { (p - point).dot(outward) }
}
