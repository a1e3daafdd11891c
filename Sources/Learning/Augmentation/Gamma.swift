import Foundation

/// Bends the intensities of a channel by an exponent; range first, then mean and deviation are brought back.
struct Gamma: IntensityAugmentation {
  /// The end of the range that keeps its place while the rest is bent towards it or away.
  enum Origin: Sendable {
    case darkest
    /// The image is inverted, bent and inverted again.
    case brightest
  }

  let exponent: AugmentationOptions.Change
  let origin: Origin

  init(exponent: AugmentationOptions.Change, from origin: Origin) {
    self.exponent = exponent
    self.origin = origin
  }

  var name: String {
    switch origin {
    case .darkest: "gamma"
    case .brightest: "inverted gamma"
    }
  }
  var probability: Double { exponent.probability }

  func apply(to sample: inout TrainingSample, _ random: inout SampleRandom) {
    for channel in 0..<sample.channels {
      let exponent = Float(random.factor(exponent.range))
      sample.changeChannel(channel) { bend($0, exponent) }
    }
  }

  private func bend(_ image: UnsafeMutableBufferPointer<Float>, _ exponent: Float) {
    let old = ChannelStatistics(UnsafeBufferPointer(image))
    let range = old.maximum - old.minimum
    // An even image has nothing to bend.
    guard range > 1e-7 else { return }
    let (start, way) =
      switch origin {
      case .darkest: (old.minimum, range)
      case .brightest: (old.maximum, -range)
      }
    for voxel in image.indices { image[voxel] = start + way * pow((image[voxel] - start) / way, exponent) }
    let bent = ChannelStatistics(UnsafeBufferPointer(image))
    let factor = Float(old.deviation / max(bent.deviation, 1e-7))
    let (from, to) = (Float(bent.mean), Float(old.mean))
    for voxel in image.indices { image[voxel] = (image[voxel] - from) * factor + to }
  }
}
