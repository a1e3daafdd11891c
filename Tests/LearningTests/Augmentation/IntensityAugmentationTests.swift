import Foundation
import Tensors
import Testing

@testable import Learning

/// Each change of intensities does what it says, held to slow and plain ways to do it.
@Suite struct IntensityAugmentationTests {
  private func random(_ index: Int = 0) -> SampleRandom {
    SampleRandom(seed: 3, index: index, purpose: "test")
  }
  private func always(_ range: ClosedRange<Double>) -> AugmentationOptions.Change {
    .init(probability: 1, range: range)
  }
  private func statistics(_ values: some Collection<Float>) -> (mean: Double, deviation: Double) {
    let mean = values.reduce(0) { $0 + Double($1) } / Double(values.count)
    let squares = values.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
    return (mean, (squares / Double(values.count)).squareRoot())
  }

  @Test func noiseHasItsDeviationAndIsTheSameInAllChannels() {
    var sample = TrainingSample(
      channels: 2, extent: Axes(24), image: [Float](repeating: 0, count: 2 * 13_824),
      labels: [UInt16](repeating: 0, count: 13_824))
    var random = random()
    GaussianNoise(deviation: always(0.08...0.08)).apply(to: &sample, &random)
    let (mean, deviation) = statistics(sample.image[..<13_824])
    #expect(abs(mean) < 0.003 && abs(deviation - 0.08) < 0.002)
    #expect(Array(sample.image[..<13_824]) == Array(sample.image[13_824...]))
  }

  /// Extents below, at and above the reach of the Gaussian, which mirrors at the borders.
  @Test(arguments: [Axes(6, 7, 9), Axes(1, 2, 3), Axes(4, 12, 5)])
  func blurIsTheConvolution(extent: Axes) {
    let sigmas = [0.5, 0.8, 1], scan = AugmentationFixtures.scan(extent)
    var blurred = AugmentationFixtures.sample(extent)
    blurred.changeChannel(0) {
      GaussianBlur.blur($0, extent, sigmas.map { GaussianBlur.weights(sigma: $0) })
    }
    func mirror(_ index: Int, _ count: Int) -> Int {
      var index = index
      while count > 1 && !(0..<count).contains(index) { index = index < 0 ? -index : 2 * (count - 1) - index }
      return count > 1 ? index : 0
    }
    let kernel = Axes(7).voxels.map { v -> (Axes, Double) in
      let away = [v.depth - 3, v.height - 3, v.width - 3]
      // The narrow Gaussian ends at two voxels.
      let parts = zip(away, sigmas).map {
        abs($0) <= ($1 < 0.6 ? 2 : 3) ? exp(-0.5 * pow(Double($0) / $1, 2)) : 0
      }
      return (Axes(away[0], away[1], away[2]), parts.reduce(1, *))
    }
    let total = kernel.reduce(0) { $0 + $1.1 }
    for (offset, v) in extent.voxels.enumerated() {
      var sum = 0.0
      for (away, weight) in kernel {
        let z = mirror(v.depth + away.depth, extent.depth), y = mirror(v.height + away.height, extent.height)
        let x = mirror(v.width + away.width, extent.width)
        sum += weight * Double(AugmentationFixtures.value(scan, z, y, x))
      }
      #expect(abs(Double(blurred.image[offset]) - sum / total) < 2e-6, "voxel \(v)")
    }
  }

  @Test func brightnessMultiplies() {
    let old = AugmentationFixtures.sample(Axes(5), channels: 2)
    var new = old, random = random()
    Brightness(factor: always(0.8...0.8)).apply(to: &new, &random)
    #expect(new.image == old.image.map { $0 * 0.8 })
  }

  @Test(arguments: [0.75, 1.25]) func contrastMovesFromTheMeanWithinTheRange(factor: Double) {
    let old = AugmentationFixtures.sample(Axes(8))
    var new = old, random = random()
    Contrast(factor: always(factor...factor)).apply(to: &new, &random)
    let mean = statistics(old.image).mean
    let low = Double(old.image.min() ?? 0), high = Double(old.image.max() ?? 0)
    for (a, b) in zip(old.image, new.image) {
      let moved = mean + factor * (Double(a) - mean)
      #expect(abs(Double(b) - min(max(moved, low), high)) < 1e-6)
    }
    #expect((new.image.max() == old.image.max()) == (factor > 1))
  }

  @Test(arguments: [0.7, 1.5]) func gammaKeepsMeanDeviationAndOrder(exponent: Double) {
    let old = AugmentationFixtures.sample(Axes(9), channels: 2), voxels = 729
    for origin in [Gamma.Origin.darkest, .brightest] {
      var new = old, random = random()
      Gamma(exponent: always(exponent...exponent), from: origin).apply(to: &new, &random)
      for channel in 0..<2 {
        let range = channel * voxels..<(channel + 1) * voxels
        let (a, b) = (statistics(old.image[range]), statistics(new.image[range]))
        #expect(abs(a.mean - b.mean) < 1e-6 && abs(a.deviation - b.deviation) < 1e-6)
        let order = range.sorted { old.image[$0] < old.image[$1] }
        #expect(zip(order, order.dropFirst()).allSatisfy { new.image[$0] <= new.image[$1] })
      }
      #expect(zip(old.image, new.image).map { abs($0 - $1) }.max() ?? 0 > 0.02)
    }
  }

  @Test func gammaIsAPowerOfTheRange() {
    // 0, 1/4, 1 squared is 0, 1/16, 1; from the bright end it is 0, 7/16, 1.
    for (origin, middle) in [(Gamma.Origin.darkest, 0.0625), (.brightest, 0.4375)] {
      var sample = TrainingSample(
        channels: 1, extent: Axes(1, 1, 3), image: [2, 3, 6], labels: [0, 0, 0])
      var random = random()
      Gamma(exponent: always(2...2), from: origin).apply(to: &sample, &random)
      let place = (sample.image[1] - sample.image[0]) / (sample.image[2] - sample.image[0])
      #expect(abs(Double(place) - middle) < 1e-6)
    }
    var flat = TrainingSample(channels: 1, extent: Axes(1, 1, 2), image: [3, 3], labels: [0, 0]),
      random = random()
    Gamma(exponent: always(2...2), from: .darkest).apply(to: &flat, &random)
    #expect(flat.image == [3, 3])
  }

  @Test func lowResolutionOfARow() {
    var sample = TrainingSample(
      channels: 1, extent: Axes(1, 1, 4), image: [9, 1, 7, 3], labels: [0, 1, 2, 3])
    var random = random()
    LowResolution(zoom: always(0.5...0.5), channelProbability: 1, keepsSlicesApart: false)
      .apply(to: &sample, &random)
    #expect(sample.image == [1, 1.5, 2.5, 3])
  }

  @Test(arguments: [Axes(5, 6, 4), Axes(3, 3, 3), Axes(7, 9, 10)])
  func lowResolutionTakesTheNearestAndInterpolates(coarse: Axes) {
    let extent = Axes(7, 9, 10), old = AugmentationFixtures.sample(extent)
    var new = old
    new.changeChannel(0) { LowResolution.coarsen($0, extent, to: coarse) }
    func left(_ z: Int, _ y: Int, _ x: Int) -> Double {
      func nearest(_ index: Int, _ coarse: Int, _ fine: Int) -> Int {
        Int((Double(min(index, coarse - 1)) + 0.5) * Double(fine) / Double(coarse))
      }
      let z = nearest(z, coarse.depth, extent.depth), y = nearest(y, coarse.height, extent.height)
      return Double(
        old.image[(z * extent.height + y) * extent.width + nearest(x, coarse.width, extent.width)])
    }
    for (offset, v) in extent.voxels.enumerated() {
      var p = (v.triple + 0.5) * coarse.triple / extent.triple - 0.5
      p.clamp(lowerBound: SIMD3(), upperBound: coarse.triple)
      let low = p.rounded(.down)
      var expected = 0.0
      for (from, weight) in AugmentationFixtures.parts(p - low) {
        let value = left(Int(low[0]) + from.depth, Int(low[1]) + from.height, Int(low[2]) + from.width)
        expected += weight * value
      }
      #expect(abs(Double(new.image[offset]) - expected) < 2e-6, "voxel \(v)")
    }
    if coarse == extent { #expect(new == old) }
  }

  @Test func factorsAreAsOftenBelowOneAsAbove() {
    var random = random()
    let factors = (0..<4_000).map { _ in random.factor(0.7...1.5) }
    #expect(abs(factors.filter { $0 < 1 }.count - 2_000) < 150)
    #expect(factors.allSatisfy { (0.7...1.5).contains($0) })
    #expect((0..<100).allSatisfy { _ in (1.1...1.2).contains(random.factor(1.1...1.2)) })
    #expect((0..<100).allSatisfy { _ in (0.5...0.6).contains(random.factor(0.5...0.6)) })
  }

  @Test(arguments: [1, 3, 4, 11]) func statisticsOfAnyLength(count: Int) {
    let values = Array(AugmentationFixtures.sample(Axes(1, 1, count)).image)
    let own = values.withUnsafeBufferPointer { ChannelStatistics($0) }, plain = statistics(values)
    #expect(abs(own.mean - plain.mean) < 1e-12 && abs(own.deviation - plain.deviation) < 1e-12)
    #expect(own.minimum == values.min() && own.maximum == values.max())
  }
}
