import Foundation
import Networks

/// The weights a network begins with: normal with the variance of He et al. (2015, arXiv 1502.01852) for a leaky ReLU, biases
/// zero, normalisations without effect, as nnU-Net's `InitWeights_He`; but for the gate of what supports a decoder.
public struct InitialWeights: Sendable {
  private let seed: UInt64

  /// Weights that follow from a seed; every array from its name, whatever else there is.
  public init(seed: UInt64) { self.seed = seed }

  /// All arrays of an architecture.
  public func weights(_ architecture: UNetArchitecture) -> WeightTable {
    var table = WeightTable()
    for shape in architecture.weightShapes { table[shape.name] = tensor(shape, slope: architecture.slope) }
    return table
  }

  /// The array of a name.
  func tensor(_ shape: WeightShape, slope: Float) -> WeightTensor {
    guard shape.shape.count == 5 else {
      let value: Float =
        shape.name == DecoderSupport.name + ".norm.weight"
        ? DecoderSupport.initialGate : shape.name.hasSuffix("norm.weight") ? 1 : 0
      return WeightTensor(shape: shape.shape, values: [Float](repeating: value, count: shape.count))
    }
    // PyTorch counts the second axis and the kernel, for transposed convolutions too.
    let fan = Double(shape.shape.dropFirst().reduce(1, *))
    let deviation = (2 / ((1 + Double(slope) * Double(slope)) * fan)).squareRoot()
    var random = SampleRandom(seed: seed, index: 0, purpose: "weights.\(shape.name)")
    return WeightTensor(
      shape: shape.shape, values: (0..<shape.count).map { _ in Float(deviation * random.normal()) })
  }
}

extension WeightTable {
  /// Gives the heads of a decoder the classes' shares of the voxels as their first answer: biases are their logarithms.
  ///
  /// With biases of zero a hundred classes begin alike, and hundreds of steps go by until the background is found; the same
  /// remedy as for detectors (Lin et al. 2017, arXiv 1708.02002, section 4.1).
  mutating func startHeads(at shares: [Double]) {
    for name in names where name.hasPrefix("decoder.seg_layers.") && name.hasSuffix(".bias") {
      guard let old = self[name], old.values.count == shares.count else { continue }
      self[name] = WeightTensor(shape: old.shape, values: shares.map { Float(log($0)) })
    }
  }
}
