/// A stack of closed outlines along a straight axis: muscles, vertebral bodies, hips, lobes.
///
/// Every section gives its radius in evenly spaced directions round its centre, the first to the frame's right, the
/// second towards its front; between sections and directions the surface is smooth. Sections must be star-shaped seen
/// from their centre.
struct Loft: Solid {
  /// One outline across the axis.
  struct Section {
    /// Place along the axis (the frame's `up`), mm.
    let height: Double
    /// Centre across the axis: right, front.
    let centre: (Double, Double)
    /// Radii in evenly spaced directions, at least three; every section of a loft has as many.
    let radii: [Double]

    init(_ height: Double, centre: (Double, Double) = (0, 0), radii: [Double]) {
      self.height = height
      self.centre = centre
      self.radii = radii
    }

    /// An oval with its own half width and its own half depths to the front and the back.
    init(
      _ height: Double, centre: (Double, Double) = (0, 0), side: Double, front: Double, back: Double,
      squareness: Double = 0
    ) {
      self.init(
        height, centre: centre,
        radii: (0..<16).map { step in
          let angle = Double(step) * 22.5
          let u = Exact.cosine(angle) / side
          let v = Exact.sine(angle) / (Exact.sine(angle) >= 0 ? front : back)
          return 1 / Oval.share(u * u, v * v, squareness)
        })
    }
  }

  private static let directions = 64

  private let frame: Frame3
  private let low: Double
  private let high: Double
  private let perUnit: Double
  private let rows: Int
  private let centres: [(Double, Double)]
  private let radii: [Float]
  private let rounding: Double
  let bounds: Box3
  let steepness: Double

  /// - Parameters:
  ///   - sections: ascending by height, at least two.
  ///   - rounding: how much the edges of the two ends are rounded, mm.
  init(_ frame: Frame3, _ sections: [Section], rounding: Double = 2) {
    self.frame = frame
    self.rounding = rounding
    low = sections[0].height
    high = sections[sections.count - 1].height
    let rows = min(max(Int((high - low) / 1.5) + 2, 8), 160)
    self.rows = rows
    perUnit = Double(rows - 1) / max(high - low, 1e-9)
    let (first, span) = (low, high - low)
    let heights = (0..<rows).map { first + span * Double($0) / Double(rows - 1) }
    func profile(_ value: (Section) -> Double) -> [Double] {
      let profile = Profile(sections.map { ($0.height, value($0)) })
      return heights.map { profile.value(at: $0) }
    }
    let along = profile { $0.centre.0 }
    let across = profile { $0.centre.1 }
    centres = zip(along, across).map { ($0, $1) }
    let rings = sections.map { Loft.ring($0.radii) }
    var radii = [Float](repeating: 0, count: rows * (Loft.directions + 1))
    for direction in 0...Loft.directions {
      let turn = Profile(
        zip(sections, rings).map { ($0.height, $1[direction % Loft.directions]) })
      for (row, height) in heights.enumerated() {
        radii[row * (Loft.directions + 1) + direction] = Float(turn.value(at: height))
      }
    }
    self.radii = radii
    (bounds, steepness) = Loft.extent(frame, heights, centres, radii)
  }

  /// Radii in evenly spaced directions, at the 64 places of the table: it divides the turn by x / (|x| + |y|), which
  /// needs no arc tangent.
  private static func ring(_ radii: [Double]) -> [Double] {
    let count = radii.count
    return (0..<directions).map { place in
      let quarter = Double(place) / Double(directions) * 4
      let (q, t) = (Int(quarter), quarter - Double(Int(quarter)))
      let corner = [(1 - t, t), (-t, 1 - t), (t - 1, -t), (t, t - 1)][q]
      let position = turn(corner.0, corner.1) * Double(count)
      let (index, s) = (Int(position), position - Double(Int(position)))
      func at(_ step: Int) -> Double { radii[(index + step + count) % count] }
      let (a, b, c, d) = (at(-1), at(0), at(1), at(2))
      let smooth =
        b + 0.5 * s * (c - a + s * (2 * a - 5 * b + 4 * c - d + s * (3 * (b - c) + d - a)))
      return max(smooth, 0.2)
    }
  }

  /// The share of a turn from x towards y, 0..<1, by bisection of the sine's table.
  private static func turn(_ x: Double, _ y: Double) -> Double {
    var (low, high) = (0.0, 360.0)
    let length = (x * x + y * y).squareRoot()
    let (u, v) = (x / length, y / length)
    if v < 0 { low = 180 } else { high = 180 }
    for _ in 0..<40 {
      let middle = (low + high) / 2
      let falls = low < 180 && high <= 180
      let beyond = falls ? Exact.cosine(middle) > u : Exact.cosine(middle) < u
      if beyond { low = middle } else { high = middle }
    }
    return min(low / 360, 0.999999)
  }

  private static func extent(
    _ frame: Frame3, _ heights: [Double], _ centres: [(Double, Double)], _ radii: [Float]
  ) -> (Box3, Double) {
    var points: [Point3] = []
    var steep = 1.0
    let step = heights.count > 1 ? heights[1] - heights[0] : 1
    for (row, height) in heights.enumerated() {
      for direction in 0..<directions {
        let quarter = Double(direction) / Double(directions) * 4
        let (q, t) = (Int(quarter), quarter - Double(Int(quarter)))
        let corner = [(1 - t, t), (-t, 1 - t), (t - 1, -t), (t, t - 1)][q]
        let length = (corner.0 * corner.0 + corner.1 * corner.1).squareRoot()
        let index = row * (directions + 1) + direction
        let radius = Double(radii[index])
        points.append(
          frame.point(
            centres[row].0 + corner.0 / length * radius, centres[row].1 + corner.1 / length * radius, height))
        let around = Double(abs(radii[index + 1] - radii[index])) * Double(directions) / (5 * max(radius, 1))
        var along = 0.0
        if row + 1 < heights.count {
          along = abs(Double(radii[index + directions + 1]) - radius) / step
          let (a, b) = (centres[row], centres[row + 1])
          along += ((a.0 - b.0) * (a.0 - b.0) + (a.1 - b.1) * (a.1 - b.1)).squareRoot() / step
        }
        steep = max(steep, (1 + around * around + along * along).squareRoot())
      }
    }
    return (Box3.around(points, margin: 0.5), min(steep, 4))
  }

  func distance(to p: Point3) -> Double {
    let d = frame.local(p)
    let position = min(max((d.z - low) * perUnit, 0), Double(rows - 1) - 1e-6)
    let row = Int(position)
    let t = position - Double(row)
    let x = d.x - Exact.mix(centres[row].0, centres[row + 1].0, t)
    let y = d.y - Exact.mix(centres[row].1, centres[row + 1].1, t)
    let length = (x * x + y * y).squareRoot()
    let radius = self.radius(x, y, row, t)
    let side = length - radius
    let ends = max(low - d.z, d.z - high)
    guard rounding > 0 else { return max(side, ends) }
    return -Exact.blend(-side, -ends, rounding)
  }

  private func radius(_ x: Double, _ y: Double, _ row: Int, _ t: Double) -> Double {
    let (ax, ay) = (abs(x), abs(y))
    let sum = ax + ay
    guard sum > 1e-9 else { return Double(radii[row * (Loft.directions + 1)]) }
    let within = ay / sum
    let quarter = x >= 0 ? (y >= 0 ? within : 4 - within) : (y >= 0 ? 2 - within : 2 + within)
    let place = quarter * Double(Loft.directions / 4)
    let index = min(Int(place), Loft.directions - 1)
    let s = place - Double(index)
    let at = row * (Loft.directions + 1) + index
    let next = at + Loft.directions + 1
    let near = Exact.mix(Double(radii[at]), Double(radii[at + 1]), s)
    let far = Exact.mix(Double(radii[next]), Double(radii[next + 1]), s)
    return Exact.mix(near, far, t)
  }
}
