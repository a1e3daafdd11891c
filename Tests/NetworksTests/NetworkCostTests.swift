import Networks
import Tensors
import Testing

/// Costs are counted from structure and weights; here once more by hand.
@Suite struct NetworkCostTests {
  /// One channel, stages of 4 and 6 channels, 3 classes; kernels 3x3x3, the second stage strided in plane only.
  static let architecture = UNetArchitecture(
    family: .plain, inputChannels: 1,
    stages: [
      .init(features: 4, kernel: Axes(3), stride: Axes(1), blocks: 1),
      .init(features: 6, kernel: Axes(1, 3, 3), stride: Axes(1, 2, 2), blocks: 2),
    ], decoderConvolutions: [1], classes: 3)

  static let patch = Axes(4, 8, 8)

  @Test func anEncoderCostsWhatItsConvolutionsDo() throws {
    let weights = try RandomWeights(seed: 3).weights(Self.architecture)
    let cost = try Encoder(Self.architecture, weights: weights).cost(patch: Self.patch)
    let fine = 4 * 8 * 8, coarse = 4 * 4 * 4
    #expect(cost.multiplyAdds == 27 * 4 * fine + 9 * 4 * 6 * coarse + 9 * 6 * 6 * coarse)
    // Weights, and scale and shift of every channel.
    #expect(cost.parameters == 27 * 4 + 9 * 4 * 6 + 9 * 6 * 6 + 2 * (4 + 6 + 6))
  }

  @Test func aDecoderCostsItsFinestHeadToo() throws {
    let weights = try RandomWeights(seed: 3).weights(Self.architecture)
    let cost = try Decoder(Self.architecture, weights: weights).cost(patch: Self.patch)
    let fine = 4 * 8 * 8
    // Up from 6 to 4 channels, a convolution of both fours, a head of 3 classes.
    #expect(cost.multiplyAdds == (6 * 4 + 27 * 8 * 4 + 4 * 3) * fine)
    #expect(cost.parameters == 6 * 4 * 4 + 4 + 27 * 8 * 4 + 2 * 4 + 4 * 3 + 3)
  }

  @Test func zerosAreParametersThatCostNothingToStore() throws {
    var weights = try RandomWeights(seed: 3).weights(Self.architecture)
    let before = try Encoder(Self.architecture, weights: weights).cost(patch: Self.patch)
    let name = try #require(weights.names.first { $0.hasPrefix("encoder.") && $0.hasSuffix("1.conv.weight") })
    let tensor = try #require(weights[name])
    let pruned = tensor.values.enumerated().map { $0 % 2 == 0 ? 0 : $1 }
    weights[name] = WeightTensor(shape: tensor.shape, values: pruned)
    let after = try Encoder(Self.architecture, weights: weights).cost(patch: Self.patch)
    #expect(after.parameters == before.parameters && after.multiplyAdds == before.multiplyAdds)
    #expect(before.nonZero - after.nonZero == (tensor.values.count + 1) / 2)
  }

  @Test func aPatchThatAStrideDoesNotDivideHasNoCost() throws {
    let weights = try RandomWeights(seed: 3).weights(Self.architecture)
    let encoder = try Encoder(Self.architecture, weights: weights)
    #expect(throws: NetworkError.self) { try encoder.cost(patch: Axes(4, 7, 8)) }
  }
}
