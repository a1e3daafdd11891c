import Imaging

/// What a scanner adds to painted HU: the kernel's blur, correlated noise, the circle of reconstruction.
struct ScannerEffects: Sendable {
  private let geometry: Geometry
  private let scan: Scan

  init(geometry: Geometry, scan: Scan) {
    self.geometry = geometry
    self.scan = scan
  }

  /// Reads painted HU slice by slice (storage order) and writes what the scanner stores.
  func apply(_ painted: SharedRow<Float>, to stored: SharedRow<Int16>, threads: Int) {
    let shape = geometry.shape
    let slice = shape.x * shape.y
    Workers.run(shape.z, threads: threads) { z in
      var values = [Float](repeating: 0, count: slice)
      for i in 0..<slice { values[i] = painted[z * slice + i] }
      blur(&values)
      if scan.noise > 0 { addNoise(&values, slice: z) }
      for i in 0..<slice {
        let value = inCircle(i) ? values[i].rounded() : Float(scan.padding)
        stored[z * slice + i] = Int16(max(-1024, min(3071, value)))
      }
    }
  }

  private func inCircle(_ offset: Int) -> Bool {
    guard let diameter = scan.fieldOfView else { return true }
    let shape = geometry.shape
    let spacing = geometry.spacing
    let dx = (Double(offset % shape.x) - Double(shape.x - 1) / 2) * spacing.x
    let dy = (Double(offset / shape.x) - Double(shape.y - 1) / 2) * spacing.y
    return dx * dx + dy * dy <= diameter * diameter / 4
  }

  /// Passes of the weights a, 1 - 2a, a along both axes whose spread is the kernel's.
  private func blur(_ values: inout [Float]) {
    // Deviation from full width at half maximum.
    let deviation = scan.blur / 2.3548
    for (axis, step) in [(geometry.spacing.x, 1), (geometry.spacing.y, geometry.shape.x)] {
      var variance = deviation * deviation / (axis * axis)
      while variance > 0.02 {
        let weight = min(variance / 2, 0.25)
        smooth(&values, step: step, weight: Float(weight))
        variance -= 2 * weight
      }
    }
  }

  private func smooth(_ values: inout [Float], step: Int, weight: Float) {
    let shape = geometry.shape
    let length = step == 1 ? shape.x : shape.y
    let lines = step == 1 ? shape.y : shape.x
    let between = step == 1 ? shape.x : 1
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

  private func addNoise(_ values: inout [Float], slice: Int) {
    let count = values.count
    var noise = [Float](repeating: 0, count: count)
    let key = SeededGenerator.mixed(scan.seed &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(slice))
    for i in noise.indices {
      let bits = SeededGenerator.mixed(key &+ UInt64(i) &* 0xD134_2543_DE82_EF95)
      // Four even draws make a bell of variance 1/3.
      let sum =
        Float(bits & 0xFFFF) + Float(bits >> 16 & 0xFFFF) + Float(bits >> 32 & 0xFFFF) + Float(bits >> 48)
      noise[i] = (sum / 65536 - 2) * 1.7320508
    }
    let weight: Float = 0.22
    smooth(&noise, step: 1, weight: weight)
    smooth(&noise, step: geometry.shape.x, weight: weight)
    // What is left of the variance along one axis.
    let kept = (1 - 2 * weight) * (1 - 2 * weight) + 2 * weight * weight
    let strength = Float(scan.noise) / kept
    for i in 0..<count {
      // Less where rays pass through little: in the lungs and outside the body.
      let share: Float = values[i] < -300 ? 0.7 : 1
      values[i] += noise[i] * strength * share
    }
  }
}
