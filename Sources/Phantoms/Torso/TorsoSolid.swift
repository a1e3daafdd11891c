/// A body given by its signed distance: negative inside, 0 on the surface, growing outwards, about in mm.
///
/// "About": distances may be a little off away from the surface; near it they are true enough to shade a voxel by
/// how much of it the body covers.
protocol TorsoSolid {
  /// A box that holds the body.
  var bounds: Box3 { get }
  /// The signed distance of a point.
  func distance(to p: Point3) -> Double
}

/// An ellipsoid whose axes are turned about the x axis (`pitch`, top to anterior), the y axis (`roll`, top to the
/// patient's right) and then the z axis (`yaw`, right to anterior), degrees.
struct TorsoEllipsoid: TorsoSolid {
  private let centre: Point3
  private let radii: Point3
  private let axes: (Point3, Point3, Point3)

  init(_ centre: Point3, radii: Point3, pitch: Double = 0, roll: Double = 0, yaw: Double = 0) {
    self.centre = centre
    self.radii = radii
    func turned(_ v: Point3) -> Point3 {
      let (sp, cp) = (Exact.sine(pitch), Exact.cosine(pitch))
      let a = Point3(v.x, v.y * cp + v.z * sp, v.z * cp - v.y * sp)
      let (sr, cr) = (Exact.sine(roll), Exact.cosine(roll))
      let b = Point3(a.x * cr + a.z * sr, a.y, a.z * cr - a.x * sr)
      let (sy, cy) = (Exact.sine(yaw), Exact.cosine(yaw))
      return Point3(b.x * cy - b.y * sy, b.x * sy + b.y * cy, b.z)
    }
    axes = (turned(Point3(1, 0, 0)), turned(Point3(0, 1, 0)), turned(Point3(0, 0, 1)))
  }

  var bounds: Box3 {
    let r = max(radii.x, radii.y, radii.z)
    return Box3(low: centre, high: centre).grown(by: r)
  }

  func distance(to p: Point3) -> Double {
    let d = p - centre
    let u = (d.x * axes.0.x + d.y * axes.0.y + d.z * axes.0.z) / radii.x
    let v = (d.x * axes.1.x + d.y * axes.1.y + d.z * axes.1.z) / radii.y
    let w = (d.x * axes.2.x + d.y * axes.2.y + d.z * axes.2.z) / radii.z
    let scaled = (u * u + v * v + w * w).squareRoot()
    let (a, b, c) = (u / radii.x, v / radii.y, w / radii.z)
    let slope = (a * a + b * b + c * c).squareRoot()
    return slope > 0 ? scaled * (scaled - 1) / slope : -min(radii.x, radii.y, radii.z)
  }
}

/// One piece of a tube: a cone with round ends, flattened by measuring z in a unit of its own.
///
/// `squash` 0.5 makes it twice as tall as it is thick: ribs. A small one makes an upright sheet: the hip bone.
struct TorsoTubePiece: TorsoSolid {
  let start: Point3
  let end: Point3
  let startRadius: Double
  let endRadius: Double
  var squash = 1.0

  var bounds: Box3 {
    let r = max(startRadius, endRadius)
    let low = Point3(min(start.x, end.x) - r, min(start.y, end.y) - r, min(start.z, end.z) - r / squash)
    let high = Point3(max(start.x, end.x) + r, max(start.y, end.y) + r, max(start.z, end.z) + r / squash)
    return Box3(low: low, high: high)
  }

  /// The nearest place on the axis, 0 at the start and 1 at the end.
  func place(of p: Point3) -> Double {
    let ax = end.x - start.x
    let ay = end.y - start.y
    let az = (end.z - start.z) * squash
    let square = ax * ax + ay * ay + az * az
    guard square > 0 else { return 0 }
    let along = (p.x - start.x) * ax + (p.y - start.y) * ay + (p.z - start.z) * squash * az
    return min(max(along / square, 0), 1)
  }

  func distance(to p: Point3) -> Double {
    let t = place(of: p)
    let dx = p.x - Exact.mix(start.x, end.x, t)
    let dy = p.y - Exact.mix(start.y, end.y, t)
    let dz = (p.z - Exact.mix(start.z, end.z, t)) * squash
    return (dx * dx + dy * dy + dz * dz).squareRoot() - Exact.mix(startRadius, endRadius, t)
  }
}

/// The gas that gathers at the top (anterior, the patient lies on the back) of a piece of bowel.
struct TorsoGasPocket: TorsoSolid {
  let piece: TorsoTubePiece
  /// Thickness of the wall around it, mm.
  let wall: Double
  /// Where its flat lower surface lies, in radii from the axis: -1 fills the bowel, 1 leaves none.
  let level: Double

  var bounds: Box3 { piece.bounds }

  func distance(to p: Point3) -> Double {
    let t = piece.place(of: p)
    let radius = Exact.mix(piece.startRadius, piece.endRadius, t)
    let surface = Exact.mix(piece.start.y, piece.end.y, t) + level * radius
    return max(piece.distance(to: p) + wall, surface - p.y)
  }
}

/// A body made by a formula over other bodies.
struct TorsoSculpture: TorsoSolid {
  let bounds: Box3
  let formula: (Point3) -> Double

  func distance(to p: Point3) -> Double { formula(p) }
}

/// Tubes along curves.
enum TorsoTube {
  /// A knot of a tube's axis.
  struct Knot {
    let point: Point3
    let radius: Double

    init(_ x: Double, _ y: Double, _ z: Double, _ radius: Double) {
      point = Point3(x, y, z)
      self.radius = radius
    }

    init(_ point: Point3, _ radius: Double) {
      self.point = point
      self.radius = radius
    }
  }

  /// A tube through knots: a Catmull-Rom curve in pieces of at most about `step` mm, radii eased between knots.
  static func through(_ knots: [Knot], squash: Double = 1, step: Double = 8) -> [TorsoTubePiece] {
    guard knots.count > 1 else { return [] }
    var pieces: [TorsoTubePiece] = []
    var last = knots[0]
    for index in 1..<knots.count {
      let before = knots[max(index - 2, 0)].point
      let from = knots[index - 1]
      let to = knots[index]
      let after = knots[min(index + 1, knots.count - 1)].point
      let count = max(1, Int(((to.point - from.point).length / step).rounded(.up)))
      for part in 1...count {
        let t = Double(part) / Double(count)
        let here = Knot(
          curve(before, from.point, to.point, after, t), Exact.mix(from.radius, to.radius, t))
        pieces.append(
          TorsoTubePiece(
            start: last.point, end: here.point, startRadius: last.radius, endRadius: here.radius,
            squash: squash))
        last = here
      }
    }
    return pieces
  }

  private static func curve(_ a: Point3, _ b: Point3, _ c: Point3, _ d: Point3, _ t: Double) -> Point3 {
    let t2 = t * t
    let t3 = t2 * t
    return (b * 2 + (c - a) * t + (a * 2 - b * 5 + c * 4 - d) * t2 + (b * 3 - a - c * 3 + d) * t3) * 0.5
  }
}
