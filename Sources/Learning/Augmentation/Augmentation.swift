import Tensors

/// Makes samples for training out of cases: cut, turned, scaled and changed at random, each from its own numbers.
///
/// Nothing is mirrored: left stays left. A sample hangs on the case, the centre, the seed and its index alone, not on
/// the thread it is made on or the samples before it; several may be made at once.
public struct Augmentation: Sendable {
  /// Voxels of a sample, z, y, x.
  public let patch: Axes
  /// How often and how far samples are changed.
  public let options: AugmentationOptions
  private let spatial: SpatialAugmentation
  /// What is done to intensities, in this order; a new one is added here.
  let steps: [any IntensityAugmentation]

  /// Samples of a size.
  public init(patch: Axes, options: AugmentationOptions = .nnUNet) {
    self.patch = patch
    self.options = options
    let apart = options.keepsSlicesApart(patch)
    spatial = SpatialAugmentation(
      patch: patch, rotation: options.rotation, scaling: options.scaling, keepsSlicesApart: apart)
    steps = [
      GaussianNoise(deviation: options.noise),
      GaussianBlur(sigma: options.blur, channelProbability: options.channelProbability),
      Brightness(factor: options.brightness),
      Contrast(factor: options.contrast),
      LowResolution(
        zoom: options.lowResolution, channelProbability: options.channelProbability, keepsSlicesApart: apart),
      Gamma(exponent: options.invertedGamma, from: .brightest),
      Gamma(exponent: options.gamma, from: .darkest),
    ]
  }

  /// One sample around a voxel of a case.
  ///
  /// Beyond the case the image is 0 and the labels are background.
  ///
  /// - Parameters:
  ///   - centre: voxel (z, y, x) of the case that becomes voxel patch / 2 of an unturned patch; it may lie outside.
  ///   - seed: of the training run.
  ///   - index: of the sample within the run; its numbers are its own.
  public func sample(
    from source: TrainingCase, centre: Axes, seed: UInt64, index: Int
  ) -> TrainingSample {
    let placement = spatial.placement(centre: centre, seed: seed, index: index)
    var sample = placement.sample(of: source)
    for step in steps {
      var random = SampleRandom(seed: seed, index: index, purpose: step.name)
      if random.bernoulli(step.probability) { step.apply(to: &sample, &random) }
    }
    return sample
  }
}
