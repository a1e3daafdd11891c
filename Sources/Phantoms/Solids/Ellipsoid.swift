/// An ellipsoid, or with `squareness` above 0 a body between it and its box (eyes and spleens 0, a vertebral body 0.5).
struct Ellipsoid: Solid {
  private let frame: Frame3
  private let radii: Point3
  private let squareness: Double
  let bounds: Box3

  /// Half axes along the frame's right, front and up.
  init(_ frame: Frame3, radii: Point3, squareness: Double = 0) {
    self.frame = frame
    self.radii = radii
    self.squareness = squareness
    let grow = 1 + 0.74 * squareness
    func reach(_ axis: (Point3) -> Double) -> Double {
      let (a, b, c) = (
        axis(frame.right) * radii.x, axis(frame.front) * radii.y, axis(frame.up) * radii.z
      )
      return (a * a + b * b + c * c).squareRoot() * grow
    }
    let half = Point3(reach(\.x), reach(\.y), reach(\.z))
    bounds = Box3(low: frame.origin - half, high: frame.origin + half)
  }

  /// An ellipsoid turned as `Frame3` says, degrees.
  init(
    _ centre: Point3, radii: Point3, pitch: Double = 0, roll: Double = 0, yaw: Double = 0,
    squareness: Double = 0
  ) {
    self.init(Frame3(at: centre, pitch: pitch, roll: roll, yaw: yaw), radii: radii, squareness: squareness)
  }

  func distance(to p: Point3) -> Double {
    let d = frame.local(p)
    let u = d.x / radii.x
    let v = d.y / radii.y
    let w = d.z / radii.z
    let (a, b, c) = (u / radii.x, v / radii.y, w / radii.z)
    let slope = (a * a + b * b + c * c).squareRoot()
    guard slope > 1e-12 else { return -min(radii.x, radii.y, radii.z) }
    let scaled = share(u * u, v * v, w * w)
    // Twice the slope of u^2 + v^2 + w^2 over its value: first order in the distance.
    let round = (u * u + v * v + w * w).squareRoot()
    return (scaled - 1) * round / slope
  }

  /// 1 on the surface, smaller inside; grows in proportion along rays.
  private func share(_ uu: Double, _ vv: Double, _ ww: Double) -> Double {
    guard squareness > 0 else { return (uu + vv + ww).squareRoot() }
    let (u4, v4, w4) = (uu * uu, vv * vv, ww * ww)
    let square = (u4 * u4 + v4 * v4 + w4 * w4).squareRoot().squareRoot().squareRoot()
    return Exact.mix((uu + vv + ww).squareRoot(), square, squareness)
  }

  func pruned(to ball: Ball) -> Pruned {
    let d = frame.local(ball.centre)
    let (u, v, w) = (d.x / radii.x, d.y / radii.y, d.z / radii.z)
    let scaled = share(u * u, v * v, w * w)
    let reach = ball.radius / min(radii.x, radii.y, radii.z)
    return scaled - reach > 1 ? .outside : scaled + reach < 1 ? .inside : .whole
  }
}
