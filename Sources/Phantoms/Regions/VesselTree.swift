/// A branching tree that reaches every one of many places: vessels and airways of a lung, vessels of the mesentery.
///
/// The places to be reached are halved across their longest extent again and again, and each half gets a branch towards
/// its middle, as in Tawhai, Pullan, Hunter (doi 10.1114/1.1289457); calibres follow Murray's law by the number of
/// places a branch serves.
struct VesselTree {
  /// Calibre of a branch to one place, mm, and how it grows with the number of places.
  struct Calibre {
    let twig: Double
    let power: Double
    /// Branches that serve fewer places are not drawn.
    let fewest: Int
  }

  private let calibre: Calibre
  private var paths: [[Sweep.Knot]] = []

  /// - Parameters:
  ///   - root: where the tree enters the lung; no branch is wider.
  ///   - targets: places to be reached.
  ///   - shift: how far the tree runs beside the line, so that vessels do not lie within airways.
  init(root: Sweep.Knot, targets: [Point3], calibre: Calibre, shift: Point3 = Point3(0, 0, 0)) {
    self.calibre = calibre
    grow([root], targets, widest: root.thick, shift, depth: 0)
  }

  /// The branches as tubes; never empty for a tree with a target.
  var tubes: [any Solid] { paths.map { Sweep($0, step: 9) } }

  private func radius(_ count: Int) -> Double {
    // x^(1/3) and its like by square roots alone: exact on every machine.
    let count = Double(count)
    let root = count.squareRoot()
    let fourth = root.squareRoot()
    return calibre.twig * Exact.mix(fourth, root, calibre.power)
  }

  private mutating func grow(
    _ path: [Sweep.Knot], _ targets: [Point3], widest: Double, _ shift: Point3, depth: Int
  ) {
    let last = path[path.count - 1]
    guard targets.count > 1, targets.count >= calibre.fewest, depth < 24 else {
      guard let goal = targets.first, targets.count >= calibre.fewest else {
        return finish(path)
      }
      let end = Point3.mix(last.point, goal, 0.85)
      return finish(path + [Sweep.Knot(end, calibre.twig * 0.7)])
    }
    let (near, far) = VesselTree.halves(targets)
    let middle = VesselTree.middle(targets)
    let width = min(radius(targets.count), widest)
    let node = Sweep.Knot(Point3.mix(last.point, middle + shift, 0.42), width)
    let (large, small) = near.count >= far.count ? (near, far) : (far, near)
    grow(path + [node], large, widest: width, shift, depth: depth + 1)
    grow([node], small, widest: width, shift, depth: depth + 1)
  }

  private mutating func finish(_ path: [Sweep.Knot]) {
    if path.count > 1 { paths.append(path) }
  }

  private static func middle(_ points: [Point3]) -> Point3 {
    points.reduce(Point3(0, 0, 0), +) * (1 / Double(points.count))
  }

  /// The places on either side of their middle along their longest extent.
  private static func halves(_ points: [Point3]) -> ([Point3], [Point3]) {
    let box = Box3.around(points)
    let size = box.high - box.low
    let axis =
      size.x >= size.y && size.x >= size.z
      ? Point3(1, 0, 0) : size.y >= size.z ? Point3(0, 1, 0) : Point3(0, 0, 1)
    let sorted = points.sorted { $0.dot(axis) < $1.dot(axis) }
    let half = sorted.count / 2
    return (Array(sorted[..<half]), Array(sorted[half...]))
  }
}
