/// Moves the intensities of a channel away from their mean or towards it, within the range they had.
struct Contrast: IntensityAugmentation {
  let factor: AugmentationOptions.Change

  var name: String { "contrast" }
  var probability: Double { factor.probability }

  func apply(to sample: inout TrainingSample, _ random: inout SampleRandom) {
    for channel in 0..<sample.channels {
      let factor = Float(random.factor(factor.range))
      sample.changeChannel(channel) { image in
        let old = ChannelStatistics(UnsafeBufferPointer(image))
        let mean = Float(old.mean), (low, high) = (old.minimum, old.maximum)
        for voxel in image.indices {
          let moved = mean + factor * (image[voxel] - mean)
          image[voxel] = min(max(moved, low), high)
        }
      }
    }
  }
}
