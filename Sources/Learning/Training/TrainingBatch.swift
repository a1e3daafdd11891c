import Tensors

/// Samples one after the other, as a network takes them.
struct TrainingBatch {
  let image: [Float]
  let labels: [UInt16]
  let shape: Shape

  /// A batch of samples of one extent, one at least.
  init(_ samples: [TrainingSample]) {
    precondition(!samples.isEmpty, "a batch holds a sample")
    image = samples.flatMap(\.image)
    labels = samples.flatMap(\.labels)
    shape = Shape(batch: samples.count, channels: samples[0].channels, samples[0].extent)
  }
}

extension TrainingNetwork {
  /// Forward, loss and backward of a batch.
  func step(_ batch: TrainingBatch, on engine: Engine) throws(TensorError) -> Outcome {
    try step(batch.image, labels: batch.labels, shape: batch.shape, on: engine)
  }

  /// Seconds of a step on this machine: the least of three, for the first also fills memory.
  func secondsOfStep(on engine: Engine, batch: (Int) throws -> TrainingBatch) throws -> Double {
    let clock = ContinuousClock()
    return try (0..<3).reduce(.infinity) { least, number in
      let batch = try batch(number)
      return min(least, try clock.measure { _ = try step(batch, on: engine) } / .seconds(1))
    }
  }
}
