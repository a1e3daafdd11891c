/// A place with directions of its own: `right`, `front` and `up` are perpendicular and of length 1.
struct Frame3 {
  let origin: Point3
  let right: Point3
  let front: Point3
  let up: Point3

  /// The patient's own directions at a place.
  init(at origin: Point3) {
    self.init(at: origin, up: Point3(0, 0, 1))
  }

  /// A frame whose `up` is given; `front` lies as near as it can to `facing`.
  init(at origin: Point3, up: Point3, facing: Point3 = Point3(0, 1, 0)) {
    self.origin = origin
    let up = up.unit
    var front = facing - up * facing.dot(up)
    if front.length < 1e-6 { front = Point3(1, 0, 0) - up * up.x }
    self.up = up
    self.front = front.unit
    right = self.front.cross(up)
  }

  /// A frame turned about x (`pitch`, top to anterior), y (`roll`, top to the patient's right) and z (`yaw`, right to
  /// anterior), in this order, degrees.
  init(at origin: Point3, pitch: Double, roll: Double = 0, yaw: Double = 0) {
    func turned(_ v: Point3) -> Point3 {
      let (sp, cp) = (Exact.sine(pitch), Exact.cosine(pitch))
      let a = Point3(v.x, v.y * cp + v.z * sp, v.z * cp - v.y * sp)
      let (sr, cr) = (Exact.sine(roll), Exact.cosine(roll))
      return Point3(a.x * cr + a.z * sr, a.y, a.z * cr - a.x * sr).turned(yaw: yaw)
    }
    self.init(at: origin, up: turned(Point3(0, 0, 1)), facing: turned(Point3(0, 1, 0)))
  }

  /// The point that lies so far to the right, front and up.
  func point(_ right: Double, _ front: Double, _ up: Double) -> Point3 {
    origin + self.right * right + self.front * front + self.up * up
  }

  /// How far right, front and up a point lies.
  func local(_ p: Point3) -> Point3 {
    let d = p - origin
    return Point3(d.dot(right), d.dot(front), d.dot(up))
  }
}
