import Foundation
import Tensors

/// Blurs with a Gaussian, as wide along each axis as is drawn for it; beyond the patch its mirror image goes on.
struct GaussianBlur: IntensityAugmentation {
  /// In voxels.
  let sigma: AugmentationOptions.Change
  /// Of each channel to be blurred.
  let channelProbability: Double

  var name: String { "blur" }
  var probability: Double { sigma.probability }

  func apply(to sample: inout TrainingSample, _ random: inout SampleRandom) {
    let extent = sample.extent
    for channel in 0..<sample.channels where random.bernoulli(channelProbability) {
      let weights = (0..<3).map { _ in Self.weights(sigma: random.uniform(sigma.range)) }
      sample.changeChannel(channel) { Self.blur($0, extent, weights) }
    }
  }

  /// The middle weight of a Gaussian and those on one side of it as far as three sigma; all of them add up to 1.
  static func weights(sigma: Double) -> [Float] {
    let half = (0...Int((3 * sigma).rounded(.up))).map { exp(-0.5 * pow(Double($0) / sigma, 2)) }
    let sum = half.dropFirst().reduce(half[0]) { $0 + 2 * $1 }
    return half.map { Float($0 / sum) }
  }

  /// The index that an index beyond 0..<count mirrors, the last voxel being the mirror.
  static func mirrored(_ index: Int, _ count: Int) -> Int {
    guard count > 1 else { return 0 }
    let period = 2 * (count - 1)
    let folded = ((index % period) + period) % period
    return min(folded, period - folded)
  }

  /// Blurs a volume along z, y and x with the weights of each.
  static func blur(_ image: UnsafeMutableBufferPointer<Float>, _ extent: Axes, _ weights: [[Float]]) {
    guard let base = image.baseAddress else { return }
    let (depth, height, width) = (extent.depth, extent.height, extent.width)
    for y in 0..<height {
      blurRows(base + y * width, rows: depth, apart: height * width, width: width, weights[0])
    }
    for z in 0..<depth {
      blurRows(base + z * height * width, rows: height, apart: width, width: width, weights[1])
    }
    blurAlongRows(base, rows: depth * height, width: width, weights[2])
  }

  /// Replaces every row of a plane by the weighted sum of the rows around it.
  private static func blurRows(
    _ plane: UnsafeMutablePointer<Float>, rows: Int, apart: Int, width: Int, _ weights: [Float]
  ) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: rows * width) { old in
      guard let old = old.baseAddress else { return }
      for row in 0..<rows { (old + row * width).initialize(from: plane + row * apart, count: width) }
      for row in 0..<rows {
        let target = plane + row * apart, middle = old + row * width
        for x in 0..<width { target[x] = weights[0] * middle[x] }
        for reach in 1..<weights.count {
          let before = old + mirrored(row - reach, rows) * width
          let after = old + mirrored(row + reach, rows) * width
          add(before, after, times: weights[reach], to: target, count: width)
        }
      }
    }
  }

  /// Replaces every value of rows by the weighted sum of those around it in its row.
  private static func blurAlongRows(
    _ first: UnsafeMutablePointer<Float>, rows: Int, width: Int, _ weights: [Float]
  ) {
    let reach = weights.count - 1
    withUnsafeTemporaryAllocation(of: Float.self, capacity: width + 2 * reach) { old in
      guard let old = old.baseAddress else { return }
      for row in 0..<rows {
        let target = first + row * width
        (old + reach).initialize(from: target, count: width)
        for beyond in 1..<weights.count {
          (old + reach - beyond).initialize(to: target[mirrored(-beyond, width)])
          (old + reach + width - 1 + beyond).initialize(to: target[mirrored(width - 1 + beyond, width)])
        }
        for x in 0..<width { target[x] = weights[0] * old[reach + x] }
        for distance in 1..<weights.count {
          add(
            old + reach - distance, old + reach + distance, times: weights[distance], to: target, count: width
          )
        }
      }
    }
  }

  private static func add(
    _ a: UnsafeMutablePointer<Float>, _ b: UnsafeMutablePointer<Float>, times weight: Float,
    to target: UnsafeMutablePointer<Float>, count: Int
  ) {
    for x in 0..<count { target[x] += weight * (a[x] + b[x]) }
  }
}
