import Tensors

/// Weights that recognise nothing, for benchmarks and tests: uniform with the variance of He et al. (2015,
/// arXiv 1502.01852), norms without effect.
public struct RandomWeights: Sendable {
  private let seed: UInt64

  /// Weights that follow from `seed`.
  public init(seed: UInt64) { self.seed = seed }

  /// All tensors that an encoder and a decoder of the architecture read.
  public func weights(_ architecture: UNetArchitecture) throws(NetworkError) -> WeightTable {
    var random = BenchmarkRandom(seed: seed), table = WeightTable()
    for walk in [try NetworkWalk.encoder(architecture), try NetworkWalk.decoder(architecture)] {
      for step in walk.steps { Self.fill(step, &table, &random) }
    }
    let name = "decoder.seg_layers.\(architecture.stages.count - 2)"
    let features = architecture.finestFeatures, classes = architecture.classes
    table["\(name).weight"] = WeightTensor(
      shape: [classes, features, 1, 1, 1],
      values: random.values(classes * features, (1 / Float(features)).squareRoot()))
    table["\(name).bias"] = WeightTensor(shape: [classes], values: random.values(classes, 0.1))
    return table
  }

  private static func fill(
    _ step: NetworkWalk.Step, _ table: inout WeightTable, _ random: inout BenchmarkRandom
  ) {
    guard let name = step.name else { return }
    switch step.operation {
    case .convolution(let operation, let norm):
      let fan = operation.sourceChannels * operation.kernel.product
      table["\(name).conv.weight"] = WeightTensor(
        shape: [operation.targets, operation.sourceChannels] + operation.kernel.values,
        values: random.values(operation.weightCount, (2 / Float(fan)).squareRoot()))
      table["\(name).norm.weight"] = WeightTensor(
        shape: [norm.channels], values: [Float](repeating: 1, count: norm.channels))
      table["\(name).norm.bias"] = WeightTensor(
        shape: [norm.channels], values: [Float](repeating: 0, count: norm.channels))
    case .transposed(let operation, let biased):
      table["\(name).weight"] = WeightTensor(
        shape: [operation.sources, operation.targets] + operation.stride.values,
        values: random.values(operation.weightCount, (1 / Float(operation.sources)).squareRoot()))
      if biased {
        table["\(name).bias"] = WeightTensor(
          shape: [operation.targets], values: random.values(operation.targets, 0.1))
      }
    case .pool, .sum: return
    }
  }
}
