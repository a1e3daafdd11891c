import Foundation
import Tensors

@testable import Learning

/// Small cases and slow, plain ways to compute what the room computes fast.
enum AugmentationFixtures {
  /// Random intensities of -1..<1 and labels in slabs along x: 1 on the low side, 2 on the high side, 3 in the middle,
  /// and some that count nowhere.
  static func scan(_ extent: Axes, channels: Int = 1) -> TrainingCase {
    var random = SampleRandom(seed: 11, index: 0, purpose: "test")
    let labels = (0..<extent.product).map { offset -> UInt16 in
      let x = offset % extent.width
      if offset % 97 == 5 { return 65_535 }
      if x * 5 < extent.width * 2 { return 1 }
      return x * 5 < extent.width * 3 ? 3 : 2
    }
    return TrainingCase(
      name: "scan", channels: channels, extent: extent,
      image: (0..<channels * extent.product).map { _ in Float(random.uniform(-1...1)) }, labels: labels,
      foreground: [])
  }

  static func sample(_ extent: Axes, channels: Int = 1) -> TrainingSample {
    let scan = scan(extent, channels: channels)
    return TrainingSample(channels: channels, extent: extent, image: scan.image, labels: scan.labels)
  }

  /// One change, always, and no other.
  static func only(
    _ change: WritableKeyPath<AugmentationOptions, AugmentationOptions.Change>
  ) -> AugmentationOptions {
    var options = AugmentationOptions.none
    options[keyPath: change].probability = 1
    options.channelProbability = 1
    return options
  }

  /// Every change, with an amount that is seen even in a few voxels.
  static let changes:
    [(
      name: String, path: WritableKeyPath<AugmentationOptions, AugmentationOptions.Change> & Sendable,
      ClosedRange<Double>
    )] = [
      ("rotation", \.rotation, 10...30), ("scaling", \.scaling, 1.3...1.4), ("noise", \.noise, 0.05...0.1),
      ("blur", \.blur, 0.5...1), ("brightness", \.brightness, 0.75...0.9),
      ("contrast", \.contrast, 0.75...0.9),
      ("low resolution", \.lowResolution, 0.5...0.5), ("inverted gamma", \.invertedGamma, 1.2...1.5),
      ("gamma", \.gamma, 1.2...1.5),
    ]

  /// A voxel of the first channel; 0 beyond the case.
  static func value(_ scan: TrainingCase, _ z: Int, _ y: Int, _ x: Int) -> Float {
    let e = scan.extent
    guard z >= 0 && y >= 0 && x >= 0 && z < e.depth && y < e.height && x < e.width else { return 0 }
    return scan.image[(z * e.height + y) * e.width + x]
  }

  /// The part that each of the eight voxels round a place has in it: z, y, x of the voxel from the lowest one.
  static func parts(_ f: SIMD3<Double>) -> [(voxel: Axes, weight: Double)] {
    (0..<8).map { corner in
      let voxel = Axes(corner >> 2, corner >> 1 & 1, corner & 1)
      let along = zip(voxel.values, [f[0], f[1], f[2]]).map { $0 == 1 ? $1 : 1 - $1 }
      return (voxel, along.reduce(1, *))
    }
  }

  /// Turns two coordinates by an angle in degrees, the first towards the second.
  static func turn(_ p: inout SIMD3<Double>, _ a: Int, _ b: Int, _ degrees: Double) {
    let c = cos(degrees * .pi / 180), s = sin(degrees * .pi / 180)
    let (first, second) = (p[a], p[b])
    p[a] = c * first - s * second
    p[b] = s * first + c * second
  }

  /// A label; background beyond the case.
  static func label(_ scan: TrainingCase, _ z: Int, _ y: Int, _ x: Int) -> UInt16 {
    let e = scan.extent
    guard z >= 0 && y >= 0 && x >= 0 && z < e.depth && y < e.height && x < e.width else { return 0 }
    return scan.labels[(z * e.height + y) * e.width + x]
  }
}

extension Axes {
  /// All voxels of such an extent, x fastest.
  var voxels: [Axes] {
    (0..<product).map { Axes($0 / (height * width), $0 / width % height, $0 % width) }
  }
}
