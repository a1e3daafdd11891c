/// Which voxels along one axis each pixel reads, and with what weight.
///
/// A slice is resampled one axis after the other, so a whole picture needs two of these. They depend on canonical
/// coordinates alone: that is why a scan gives the same picture, to the bit, however it is stored.
struct AxisTaps {
  /// The voxels read by any pixel, each once.
  private(set) var voxels: [Int] = []
  /// The taps of pixel `p` are `starts[p]..<starts[p + 1]`; none when its centre lies outside the grid.
  private(set) var starts: [Int] = [0]
  /// For each tap its place in `voxels`.
  private(set) var positions: [Int32] = []
  /// For each tap its weight; those of a pixel add up to 1.
  private(set) var weights: [Float] = []
  private var positionOfVoxel: [Int32]

  /// How a pixel smaller than a voxel reads.
  enum Magnification {
    /// Between the two nearest voxel centres: for values.
    case linear
    /// The nearest voxel: for ids.
    case nearest
  }

  /// Taps of `pixels` pixels whose centres lie at `center + (p + 0.5 - pixels / 2) * step` voxels.
  ///
  /// A pixel larger than a voxel covers its footprint exactly up to `cap` voxels; beyond, it reads `cap` voxels, one
  /// from the middle of each equal part of the footprint, so that the cost of a picture is bounded. Footprints are
  /// clipped at the grid.
  init(
    pixels: Int, center: Double, step: Double, voxelCount: Int, magnification: Magnification, cap: Int
  ) {
    positionOfVoxel = Array(repeating: -1, count: voxelCount)
    starts.reserveCapacity(pixels + 1)
    let end = Double(voxelCount) - 0.5
    for pixel in 0..<pixels {
      let middle = center + (Double(pixel) + 0.5 - Double(pixels) / 2) * step
      if middle >= -0.5 && middle < end {
        if abs(step) > 1 {
          let low = max(middle - abs(step) / 2, -0.5)
          let high = min(middle + abs(step) / 2, end)
          if high - low <= Double(cap) {
            addCovered(from: low, to: high)
          } else {
            addStrata(from: low, to: high, count: cap)
          }
        } else if magnification == .linear {
          addLinear(middle)
        } else {
          add(Int((middle + 0.5).rounded(.down)), weight: 1)
        }
      }
      starts.append(positions.count)
    }
  }

  /// The most taps any pixel has.
  var widest: Int {
    var widest = 0
    for pixel in 1..<max(1, starts.count) { widest = max(widest, starts[pixel] - starts[pixel - 1]) }
    return widest
  }

  private mutating func addCovered(from low: Double, to high: Double) {
    let length = high - low
    var voxel = Int((low + 0.5).rounded(.down))
    while Double(voxel) - 0.5 < high {
      let overlap = min(high, Double(voxel) + 0.5) - max(low, Double(voxel) - 0.5)
      if overlap > 1e-9 { add(voxel, weight: Float(overlap / length)) }
      voxel += 1
    }
  }

  private mutating func addStrata(from low: Double, to high: Double, count: Int) {
    for stratum in 0..<count {
      let middle = low + (Double(stratum) + 0.5) * (high - low) / Double(count)
      add(Int((middle + 0.5).rounded(.down)), weight: 1 / Float(count))
    }
  }

  private mutating func addLinear(_ middle: Double) {
    let below = middle.rounded(.down)
    let fraction = middle - below
    let low = max(Int(below), 0)
    let high = min(Int(below) + 1, positionOfVoxel.count - 1)
    if low == high || fraction == 0 {
      add(low, weight: 1)
    } else {
      add(low, weight: Float(1 - fraction))
      add(high, weight: Float(fraction))
    }
  }

  private mutating func add(_ voxel: Int, weight: Float) {
    if positionOfVoxel[voxel] < 0 {
      positionOfVoxel[voxel] = Int32(voxels.count)
      voxels.append(voxel)
    }
    positions.append(positionOfVoxel[voxel])
    weights.append(weight)
  }
}
