/// One way to change the intensities of a sample at random; labels and extent stay.
///
/// What it does hangs on the sample and the random numbers alone.
protocol IntensityAugmentation: Sendable {
  /// Names its stream of random numbers: no two the same, and never renamed, or runs change when resumed.
  var name: String { get }
  /// Share of the samples it happens to.
  var probability: Double { get }

  /// Changes the sample; the decision that it happens has been drawn already.
  func apply(to sample: inout TrainingSample, _ random: inout SampleRandom)
}

extension TrainingSample {
  /// Changes one channel in place.
  mutating func changeChannel(_ channel: Int, _ change: (UnsafeMutableBufferPointer<Float>) -> Void) {
    let voxels = extent.product
    image.withUnsafeMutableBufferPointer {
      change(UnsafeMutableBufferPointer(rebasing: $0[channel * voxels..<(channel + 1) * voxels]))
    }
  }
}

extension SampleRandom {
  /// A factor of a range about 1: as often below 1 as above, however far the range reaches on either side.
  mutating func factor(_ range: ClosedRange<Double>) -> Double {
    if bernoulli(0.5) && range.lowerBound < 1 {
      return uniform(range.lowerBound...min(1, range.upperBound))
    }
    return uniform(min(max(range.lowerBound, 1), range.upperBound)...range.upperBound)
  }
}
