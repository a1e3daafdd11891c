import Networks
import Tensors

@testable import Learning

/// A small teacher and what trimming makes of it.
enum TrimmingFixtures {
  static let architecture = UNetArchitecture(
    family: .plain, inputChannels: 1,
    stages: [
      .init(features: 16, kernel: Axes(3), stride: Axes(1), blocks: 1),
      .init(features: 24, kernel: Axes(3), stride: Axes(2), blocks: 1),
      .init(features: 32, kernel: Axes(3), stride: Axes(2), blocks: 1),
    ], decoderConvolutions: [2, 2], classes: 3)

  static let patch = Axes(8)

  static func space() throws -> TrimmingSpace { try TrimmingSpace(architecture) }

  static func weights(seed: UInt64 = 5) -> WeightTable {
    var table = InitialWeights(seed: seed).weights(architecture)
    // Normalisations without effect would make all channels alike.
    for name in table.names where name.contains(".norm.") {
      guard let old = table[name] else { continue }
      let values = old.values.indices.map { old.values[$0] + Float(($0 * 7) % 5) * 0.1 }
      table[name] = WeightTensor(shape: old.shape, values: values)
    }
    return table
  }

  static func teacher() throws -> TrainingNetwork {
    var network = try TrainingNetwork(architecture, weights: weights())
    network.learnsEncoder = false
    return network
  }

  static func batch(_ number: Int = 0) -> TrainingBatch {
    TrainingBatch(
      (0..<2).map { sample -> TrainingSample in
        var random = SampleRandom(seed: 3, index: 2 * number + sample, purpose: "trimming test")
        let image = (0..<patch.product).map { _ in Float(random.normal()) }
        let labels: [UInt16] = (0..<patch.product).map(label)
        return TrainingSample(channels: 1, extent: patch, image: image, labels: labels)
      })
  }

  /// Background on one side, two classes in layers on the other.
  private static func label(of place: Int) -> UInt16 {
    let layer = (place / 64) % 2
    return place % 8 < 4 ? 0 : UInt16(1 + layer)
  }

  static func engine(_ threads: Int = 2) throws -> Engine { try Engine(pool: ThreadPool(threads: threads)) }

  /// The logits of the finest head.
  static func logits(_ network: TrainingNetwork) throws -> [Float] {
    let engine = try engine()
    let skips = try network.inputs(batch(), on: engine)
    return try network.outputs(behind: skips, on: engine).logits.last?.values ?? []
  }
}
