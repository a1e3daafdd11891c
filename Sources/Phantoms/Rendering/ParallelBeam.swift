/// Parallel rays through an axial slice from evenly spaced directions: sums along rays, and the way back.
///
/// The slice is averaged over cells first, so that what is smooth anyway (attenuation, dark bands) costs little.
struct ParallelBeam {
  /// Pixels of the slice in a cell.
  private let merged: (x: Int, y: Int)
  let columns: Int
  let rows: Int
  private let cell: (x: Double, y: Double)
  /// Width of a detector bin, mm.
  let bin: Double
  /// Bins of a direction.
  let bins: Int
  private let directions: [(c: Double, s: Double)]

  /// - Parameters:
  ///   - cell: wanted edge of a cell, mm; at least a pixel.
  ///   - directions: how many, over half a turn.
  init(_ slice: AxialSlice, cell: Double, directions: Int) {
    func share(_ spacing: Double) -> Int { max(1, Int((cell / spacing).rounded())) }
    merged = (share(slice.spacing.x), share(slice.spacing.y))
    columns = (slice.columns + merged.x - 1) / merged.x
    rows = (slice.rows + merged.y - 1) / merged.y
    self.cell = (slice.spacing.x * Double(merged.x), slice.spacing.y * Double(merged.y))
    bin = max(self.cell.x, self.cell.y)
    let (width, height) = (Double(columns) * self.cell.x, Double(rows) * self.cell.y)
    bins = Int((width * width + height * height).squareRoot() / bin) + 4
    self.directions = (0..<directions).map { step in
      let angle = 180 * (Double(step) + 0.5) / Double(directions)
      return (Exact.cosine(angle), Exact.sine(angle))
    }
  }

  var directionCount: Int { directions.count }

  /// The mean over every cell of what a pixel counts for.
  func cells(_ slice: AxialSlice, _ weight: (Float) -> Float) -> [Float] {
    var sums = [Float](repeating: 0, count: columns * rows)
    for y in 0..<slice.rows {
      for x in 0..<slice.columns {
        sums[y / merged.y * columns + x / merged.x] += weight(slice.values[y * slice.columns + x])
      }
    }
    let share = 1 / Float(merged.x * merged.y)
    for i in sums.indices { sums[i] *= share }
    return sums
  }

  /// The bin of a cell in a direction, with its fraction.
  private func place(_ x: Int, _ y: Int, _ direction: (c: Double, s: Double)) -> Double {
    let u = (Double(x) - Double(columns - 1) / 2) * cell.x
    let v = (Double(y) - Double(rows - 1) / 2) * cell.y
    return (u * direction.c + v * direction.s) / bin + Double(bins) / 2
  }

  /// Sums along rays, value times mm; `bins` numbers for each direction.
  func projected(_ cells: [Float]) -> [Float] {
    var sums = [Float](repeating: 0, count: bins * directions.count)
    let area = Float(cell.x * cell.y / bin)
    for y in 0..<rows {
      for x in 0..<columns where cells[y * columns + x] != 0 {
        let value = cells[y * columns + x] * area
        for (step, direction) in directions.enumerated() {
          let at = place(x, y, direction)
          let low = Int(at)
          let t = Float(at - Double(low))
          sums[step * bins + low] += value * (1 - t)
          sums[step * bins + low + 1] += value * t
        }
      }
    }
    return sums
  }

  /// The mean over all directions of what the rays through each cell carry.
  func mean(of rays: [Float]) -> [Float] {
    var means = [Float](repeating: 0, count: columns * rows)
    let share = 1 / Float(directions.count)
    for (step, direction) in directions.enumerated() {
      let part = rays[step * bins..<(step + 1) * bins]
      guard part.contains(where: { $0 != 0 }) else { continue }
      for y in 0..<rows {
        for x in 0..<columns {
          let at = place(x, y, direction)
          let low = step * bins + Int(at)
          let t = Float(at - at.rounded(.down))
          means[y * columns + x] += (rays[low] + (rays[low + 1] - rays[low]) * t) * share
        }
      }
    }
    return means
  }

  /// Rays under the ramp filter (Ramachandran, Lakshminarayanan, doi 10.1073/pnas.68.9.2236), smoothed over three
  /// bins; `mean(of:)` times pi is then the picture whose sums the rays are, per mm.
  func filtered(_ rays: [Float]) -> [Float] {
    var result = [Float](repeating: 0, count: rays.count)
    let taps = (0..<bins).map { n -> Float in
      if n == 0 { return Float(1 / (4 * bin)) }
      return n % 2 == 0 ? 0 : Float(-1 / (9.869604401089358 * Double(n * n) * bin))
    }
    for step in directions.indices {
      let start = step * bins
      for from in 0..<bins where rays[start + from] != 0 {
        let before = from > 0 ? from - 1 : from
        let after = from + 1 < bins ? from + 1 : from
        for (middle, weight) in [(before, Float(0.25)), (from, 0.5), (after, 0.25)] {
          let value = rays[start + from] * weight
          for to in 0..<bins { result[start + to] += value * taps[abs(to - middle)] }
        }
      }
    }
    return result
  }

  /// Adds a picture of cells to a slice, straight between their middles.
  func add(_ picture: [Float], to slice: inout AxialSlice) {
    for y in 0..<slice.rows {
      for x in 0..<slice.columns { slice.values[y * slice.columns + x] += value(of: picture, x, y) }
    }
  }

  /// A picture of cells at a pixel of the slice.
  func value(of picture: [Float], _ x: Int, _ y: Int) -> Float {
    func split(_ at: Int, _ merged: Int, _ count: Int) -> (Int, Int, Float) {
      let p = min(max((Float(at) + 0.5) / Float(merged) - 0.5, 0), Float(count - 1))
      let low = Int(p)
      return (low, min(low + 1, count - 1), p - Float(low))
    }
    let (a, b, s) = split(x, merged.x, columns)
    let (c, d, t) = split(y, merged.y, rows)
    let near = picture[c * columns + a] + (picture[c * columns + b] - picture[c * columns + a]) * s
    let far = picture[d * columns + a] + (picture[d * columns + b] - picture[d * columns + a]) * s
    return near + (far - near) * t
  }
}

/// How X-rays of a CT are weakened.
enum Attenuation {
  /// Of water, per mm, at the mean energy of a 120 kV beam.
  static let water: Float = 0.0195

  /// What a pixel weakens, per mm.
  static func ofPixel(_ hounsfield: Float) -> Float { max(0, hounsfield + 1000) * (water / 1000) }
}
