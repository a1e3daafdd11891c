/// A closed outline of the trunk at every height, standing upright: skin, wall, rib cage, cavity.
///
/// An oval with half widths of its own to the sides, the front and the back, all changing smoothly with height.
struct Outline: Solid {
  /// Half width to either side, mm.
  let side: Profile
  /// y of the foremost and the hindmost point, mm.
  let front: Profile
  let back: Profile
  /// y of the middle, from which front and back are measured.
  let middle: Profile
  /// 0 for an ellipse, towards 1 for a rounded rectangle.
  let squareness: Double
  /// Depth of the furrow over the spine, mm, and its half width.
  let furrow: Double
  let furrowWidth: Double
  /// Below and above nothing belongs to it.
  let heights: ClosedRange<Double>
  let bounds: Box3

  let steepness = 1.7

  init(
    side: Profile, front: Profile, back: Profile, middle: Profile, squareness: Double, furrow: Double = 0,
    furrowWidth: Double = 22, heights: ClosedRange<Double>
  ) {
    self.side = side
    self.front = front
    self.back = back
    self.middle = middle
    self.squareness = squareness
    self.furrow = furrow
    self.furrowWidth = furrowWidth
    self.heights = heights
    bounds = Self.extent(side, front, back, heights)
  }

  private static func extent(
    _ sides: Profile, _ fronts: Profile, _ backs: Profile, _ heights: ClosedRange<Double>
  )
    -> Box3
  {
    var (side, front, back) = (0.0, -1e6, 1e6)
    for step in 0...64 {
      let z = Exact.mix(heights.lowerBound, heights.upperBound, Double(step) / 64)
      side = max(side, sides.value(at: z))
      front = max(front, fronts.value(at: z))
      back = min(back, backs.value(at: z))
    }
    return Box3(
      low: Point3(-side, back, heights.lowerBound), high: Point3(side, front, heights.upperBound)
    ).grown(by: 2)
  }

  /// 1 on the outline, smaller inside.
  func share(of p: Point3) -> Double { share(of: p, middle: middle.value(at: p.z)) }

  private func share(of p: Point3, middle: Double) -> Double {
    let u = p.x / side.value(at: p.z)
    let y = p.y - middle
    var reach = y < 0 ? middle - back.value(at: p.z) : front.value(at: p.z) - middle
    if furrow > 0, y < 0 { reach -= furrow / (1 + p.x * p.x / (furrowWidth * furrowWidth)) }
    let v = y / max(reach, 1)
    return Oval.share(u * u, v * v, squareness)
  }

  func distance(to p: Point3) -> Double {
    let ends = max(heights.lowerBound - p.z, p.z - heights.upperBound)
    let middle = middle.value(at: p.z)
    let y = p.y - middle
    let radius = (p.x * p.x + y * y).squareRoot()
    if radius < 1e-9 { return max(-side.value(at: p.z), ends) }
    return max(radius - radius / share(of: p, middle: middle), ends)
  }

  /// The point on the outline, less a depth, in a direction given in degrees from the back (0) over the side (90) to the
  /// front (180), on the patient's right.
  func point(_ degrees: Double, z: Double, depth: Double = 0) -> Point3 {
    let direction = Point3(Exact.sine(degrees), -Exact.cosine(degrees), 0)
    let far = 200.0
    let centre = Point3(0, middle.value(at: z), z)
    let radius = far / share(of: centre + direction * far) - depth
    return centre + direction * radius
  }

  /// The direction out of the outline at a point near it.
  func outward(at p: Point3) -> Point3 {
    let e = 0.5
    return Point3(
      distance(to: p + Point3(e, 0, 0)) - distance(to: p - Point3(e, 0, 0)),
      distance(to: p + Point3(0, e, 0)) - distance(to: p - Point3(0, e, 0)),
      distance(to: p + Point3(0, 0, e)) - distance(to: p - Point3(0, 0, e))
    ).unit
  }
}
