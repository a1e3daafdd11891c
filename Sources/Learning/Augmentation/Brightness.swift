/// Multiplies all intensities of a channel.
struct Brightness: IntensityAugmentation {
  let factor: AugmentationOptions.Change

  var name: String { "brightness" }
  var probability: Double { factor.probability }

  func apply(to sample: inout TrainingSample, _ random: inout SampleRandom) {
    for channel in 0..<sample.channels {
      let factor = Float(random.factor(factor.range))
      sample.changeChannel(channel) { image in
        for voxel in image.indices { image[voxel] *= factor }
      }
    }
  }
}
