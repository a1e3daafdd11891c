import Imaging

/// A smooth hull round everything that is labelled, as a signed distance on a coarse grid: negative inside, mm.
///
/// The labels are grown by a radius and shrunk again, in three dimensions, so that gaps narrower than twice the radius
/// close. Above and below the grid the body goes on as its last slices are.
struct BodyHull: Sendable {
  private static let cell = 6.0

  private let counts: (x: Int, y: Int, z: Int)
  /// Cells round the label map's own.
  private let rim: Int
  private let values: [Float]

  /// - Parameter radius: how wide gaps are closed, mm.
  init(_ grid: LabelGrid, radius: Double) {
    let cell = Self.cell
    let rim = Int(radius / cell) + 5
    func count(_ voxels: Int, _ spacing: Double) -> Int { Int(Double(voxels) * spacing / cell) + 1 + 2 * rim }
    let counts = (
      x: count(grid.shape.x, grid.spacing.x), y: count(grid.shape.y, grid.spacing.y),
      z: count(grid.shape.z, grid.spacing.z)
    )
    self.counts = counts
    self.rim = rim
    var marked = [Bool](repeating: false, count: counts.x * counts.y * counts.z)
    for z in 0..<grid.shape.z {
      let cz = Int(Double(z) * grid.spacing.z / cell) + rim
      for y in 0..<grid.shape.y {
        let row = (cz * counts.y + Int(Double(y) * grid.spacing.y / cell) + rim) * counts.x + rim
        for x in 0..<grid.shape.x where grid.ids[grid.index(x, y, z)] != 0 {
          marked[row + Int(Double(x) * grid.spacing.x / cell)] = true
        }
      }
    }
    let plane = counts.x * counts.y
    for z in 0..<counts.z where z < rim || z >= counts.z - rim {
      let from = min(max(z, rim), counts.z - rim - 2)
      for i in 0..<plane { marked[z * plane + i] = marked[from * plane + i] }
    }
    let window = Int(radius / cell) + 4
    let grown = Self.distances(counts, window) { marked[$0] }
    let limit = Float(radius / cell)
    let shrunk = Self.distances(counts, window) { grown[$0] > limit }
    var values = shrunk.map { Float(radius) - $0 * Float(cell) }
    // Inside, what is deeper than the window counts as deep; the coarse grid's steps are smoothed away.
    for _ in 0..<2 { Self.smooth(&values, counts) }
    self.values = values
  }

  /// The signed distance at a place, mm from the middle of the label map's first voxel; true near the surface alone.
  func distance(_ p: Point3) -> Double {
    func split(_ value: Double, _ count: Int) -> (Int, Float) {
      let at = min(max(value / Self.cell + Double(rim) - 0.5, 0), Double(count) - 1.001)
      return (Int(at), Float(at - at.rounded(.down)))
    }
    let (x, tx) = split(p.x, counts.x)
    let (y, ty) = split(p.y, counts.y)
    let (z, tz) = split(p.z, counts.z)
    func row(_ y: Int, _ z: Int) -> Float {
      let at = (z * counts.y + y) * counts.x + x
      return values[at] + (values[at + 1] - values[at]) * tx
    }
    let near = row(y, z) + (row(y + 1, z) - row(y, z)) * ty
    let far = row(y, z + 1) + (row(y + 1, z + 1) - row(y, z + 1)) * ty
    return Double(near + (far - near) * tz)
  }

  /// The distance of every cell to the nearest marked one in cells, exact up to `window` along each axis.
  private static func distances(
    _ counts: (x: Int, y: Int, z: Int), _ window: Int, _ isMarked: (Int) -> Bool
  ) -> [Float] {
    let all = counts.x * counts.y * counts.z
    let far = Float(window * window)
    var squares = (0..<all).map { isMarked($0) ? 0 : far }
    for (length, step) in [(counts.x, 1), (counts.y, counts.x), (counts.z, counts.x * counts.y)] {
      var line = [Float](repeating: 0, count: length)
      for start in 0..<all where start / step % length == 0 {
        for i in 0..<length { line[i] = squares[start + i * step] }
        for i in 0..<length {
          var best = far
          for j in max(0, i - window)...min(length - 1, i + window) where line[j] < best {
            best = min(best, line[j] + Float((i - j) * (i - j)))
          }
          squares[start + i * step] = best
        }
      }
    }
    return squares.map { $0.squareRoot() }
  }

  private static func smooth(_ values: inout [Float], _ counts: (x: Int, y: Int, z: Int)) {
    let all = values.count
    for (length, step) in [(counts.x, 1), (counts.y, counts.x), (counts.z, counts.x * counts.y)] {
      for start in 0..<all where start / step % length == 0 {
        var before = values[start]
        for i in 0..<length {
          let at = start + i * step
          let here = values[at]
          let after = i + 1 < length ? values[at + step] : here
          values[at] = (before + 2 * here + after) / 4
          before = here
        }
      }
    }
  }
}
