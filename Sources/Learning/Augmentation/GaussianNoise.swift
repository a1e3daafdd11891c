/// Adds noise of the normal distribution, the same to all channels.
struct GaussianNoise: IntensityAugmentation {
  /// Deviation of the noise, in units of the normalised image.
  let deviation: AugmentationOptions.Change

  var name: String { "noise" }
  var probability: Double { deviation.probability }

  func apply(to sample: inout TrainingSample, _ random: inout SampleRandom) {
    let sigma = random.uniform(deviation.range)
    let (channels, voxels) = (sample.channels, sample.extent.product)
    sample.image.withUnsafeMutableBufferPointer { image in
      for voxel in 0..<voxels {
        let added = Float(sigma * random.normal())
        for channel in 0..<channels { image[channel * voxels + voxel] += added }
      }
    }
  }
}
