/// The exact Euclidean distance from every point of a grid to the nearest marked one.
///
/// Felzenszwalb and Huttenlocher 2012 (doi 10.4086/toc.2012.v008a019): one axis after the other, each line by the lower
/// envelope of parabolas, O(points) in all. Distances are kept squared, in single precision: 1e-7 relative.
enum DistanceTransform {
  /// Lines that are carried to and from the slower axes together, so that whole cache lines are moved.
  private static let block = 16

  /// Squared distances in mm^2 for a grid with x fastest; infinite everywhere when nothing is marked.
  static func squared(shape: GridShape, spacing: Vector3, isMarked: (Int) -> Bool) -> [Float] {
    [Float](unsafeUninitializedCapacity: shape.count) { squares, count in
      for place in 0..<shape.count { squares[place] = isMarked(place) ? 0 : .infinity }
      for row in 0..<shape.y * shape.z {
        alongRow(
          UnsafeMutableBufferPointer(rebasing: squares[row * shape.x..<(row + 1) * shape.x]), spacing.x)
      }
      let plane = shape.x * shape.y
      for z in 0..<shape.z {
        let slice = UnsafeMutableBufferPointer(rebasing: squares[z * plane..<(z + 1) * plane])
        alongColumns(slice, columns: shape.x, count: shape.y, spacing.y)
      }
      alongColumns(squares, columns: plane, count: shape.z, spacing.z)
      count = shape.count
    }
  }

  /// The first axis: marked points are 0 and all others infinite, so the nearest on either side decides.
  private static func alongRow(_ row: UnsafeMutableBufferPointer<Float>, _ spacing: Double) {
    var last = -1
    for place in 0..<row.count {
      if row[place] == 0 {
        fill(row, from: last, to: place, spacing)
        last = place
      }
    }
    if last >= 0 { fill(row, from: last, to: row.count, spacing) }
  }

  /// The points between two marked ones; -1 and the row's count stand for no mark on that side.
  private static func fill(
    _ row: UnsafeMutableBufferPointer<Float>, from mark: Int, to next: Int, _ spacing: Double
  ) {
    guard next - mark > 1 else { return }
    for place in mark + 1..<next {
      let left = mark >= 0 ? place - mark : .max
      let right = next < row.count ? next - place : .max
      let distance = Double(min(left, right)) * spacing
      row[place] = Float(distance * distance)
    }
  }

  /// A slower axis: `columns` neighbouring columns of `count` points, one `columns` apart.
  private static func alongColumns(
    _ squares: UnsafeMutableBufferPointer<Float>, columns: Int, count: Int, _ spacing: Double
  ) {
    guard count > 1 else { return }
    var envelope = Envelope(capacity: count, spacing: spacing)
    withUnsafeTemporaryAllocation(of: Double.self, capacity: block * count) { lines in
      for first in stride(from: 0, to: columns, by: block) {
        let width = min(block, columns - first)
        for place in 0..<count {
          let row = place * columns + first
          for column in 0..<width { lines[column * count + place] = Double(squares[row + column]) }
        }
        for column in 0..<width {
          envelope.transform(
            UnsafeMutableBufferPointer(rebasing: lines[column * count..<(column + 1) * count]))
        }
        for place in 0..<count {
          let row = place * columns + first
          for column in 0..<width { squares[row + column] = Float(lines[column * count + place]) }
        }
      }
    }
  }
}

/// The lower envelope of the parabolas `value[q] + (spacing * (p - q))^2`.
private struct Envelope {
  private let square: Double
  /// Where the parabolas of the envelope stand, and from where on each is the lowest.
  private var sites: [Int]
  private var heights: [Double]
  private var starts: [Double]

  init(capacity: Int, spacing: Double) {
    square = spacing * spacing
    sites = Array(repeating: 0, count: capacity)
    heights = Array(repeating: 0, count: capacity)
    starts = Array(repeating: 0, count: capacity)
  }

  /// Replaces the values of a line by the envelope's; a line without a finite value stays as it is.
  mutating func transform(_ line: UnsafeMutableBufferPointer<Double>) {
    var top = -1
    for site in 0..<line.count where line[site] < .infinity {
      let height = line[site]
      var start = -Double.infinity
      while top >= 0 {
        start = meeting(site, height, with: top)
        if start > starts[top] { break }
        top -= 1
      }
      top += 1
      sites[top] = site
      heights[top] = height
      starts[top] = top == 0 ? -.infinity : start
    }
    guard top >= 0 else { return }
    var current = 0
    for place in 0..<line.count {
      while current < top && starts[current + 1] < Double(place) { current += 1 }
      let distance = Double(place - sites[current])
      line[place] = heights[current] + square * distance * distance
    }
  }

  /// Where the parabola of a new site drops below that of an earlier one.
  private func meeting(_ site: Int, _ height: Double, with earlier: Int) -> Double {
    let other = sites[earlier]
    let rise = (height - heights[earlier]) / square
    return (rise + Double(site * site - other * other)) / Double(2 * (site - other))
  }
}
