extension AxialSlice {
  /// A direction within a slice.
  enum Axis: CaseIterable {
    case x
    case y
  }

  /// A Gaussian blur of the given full width at half maximum, mm: passes of the weights a, 1 - 2a, a along both axes.
  mutating func blur(width: Double) {
    // Deviation from full width at half maximum.
    let deviation = width / 2.3548
    for axis in Axis.allCases {
      let step = axis == .x ? spacing.x : spacing.y
      var variance = deviation * deviation / (step * step)
      while variance > 0.02 {
        let weight = min(variance / 2, 0.25)
        smooth(axis, weight: Float(weight))
        variance -= 2 * weight
      }
    }
  }

  /// Mixes every pixel with both neighbours along an axis.
  mutating func smooth(_ axis: Axis, weight: Float) {
    let (length, lines) = axis == .x ? (columns, rows) : (rows, columns)
    let (step, between) = axis == .x ? (1, columns) : (columns, 1)
    for line in 0..<lines {
      let start = line * between
      var before = values[start]
      for i in 0..<length {
        let at = start + i * step
        let here = values[at]
        let after = i + 1 < length ? values[at + step] : here
        values[at] = here + weight * (before + after - 2 * here)
        before = here
      }
    }
  }
}
