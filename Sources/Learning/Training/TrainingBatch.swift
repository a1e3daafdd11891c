import Tensors

/// Samples one after the other, as a network takes them.
public struct TrainingBatch: Sendable {
  /// Values of a dense tensor of `shape`.
  public let image: [Float]
  /// Batch x depth x height x width; `DiceCrossEntropy.ignored` counts nowhere.
  public let labels: [UInt16]
  /// Batch x channels x depth x height x width.
  public let shape: Shape
  /// The data set that each sample comes from, where several are learned together.
  public let origins: [Int]

  /// A batch out of one data set; see the properties.
  public init(image: [Float], labels: [UInt16], shape: Shape) {
    self.image = image
    self.labels = labels
    self.shape = shape
    origins = [Int](repeating: 0, count: shape.batch)
  }

  /// A batch of samples of one extent, one at least.
  public init(_ samples: [TrainingSample]) {
    precondition(!samples.isEmpty, "a batch holds a sample")
    image = samples.flatMap(\.image)
    labels = samples.flatMap(\.labels)
    shape = Shape(batch: samples.count, channels: samples[0].channels, samples[0].extent)
    origins = samples.map(\.origin)
  }
}

extension TrainingNetwork {
  /// Seconds of a step on this machine: the least of three, for the first also fills memory.
  func secondsOfStep(on engine: Engine, batch: (Int) throws -> TrainingBatch) throws -> Double {
    let clock = ContinuousClock(), frozen = frozenEncoder
    return try (0..<3).reduce(.infinity) { least, number in
      let batch = try batch(number)
      return min(
        least,
        try clock.measure { _ = try step(batch, LabelObjective(), behind: frozen, on: engine) } / .seconds(1))
    }
  }
}
