import Tensors

/// Seconds of decoders on one patch behind one encoder, as segmentation runs them: prepared weights, logits in rows.
public struct DecoderBenchmark {
  private let runs: [DecoderRun]
  private let features: Features
  private let engine: Engine

  /// Prepares decoders that read the skips of one encoder; the features are those of noise.
  public init(
    _ encoder: Encoder, _ decoders: [Decoder], patch: Axes, on engine: Engine
  ) throws(NetworkError) {
    self.engine = engine
    let run = try EncoderRun(encoder, patch: patch, on: engine)
    var random = BenchmarkRandom(seed: 11)
    let image = random.values(run.input.count, 1)
    features = try NetworkError.adopting { () throws(TensorError) in try run.features(of: image, on: engine) }
    var runs: [DecoderRun] = []
    for decoder in decoders { runs.append(try DecoderRun(decoder, patch: patch, on: engine)) }
    self.runs = runs
  }

  /// The median of some runs of each decoder, one after the other in turn, so that a busy machine slows all of them.
  public func seconds(repeats: Int = 5) throws(TensorError) -> [Double] {
    let clock = ContinuousClock()
    var times = [[Double]](repeating: [], count: runs.count)
    // The first round fills memory.
    for round in 0...repeats {
      for (index, run) in runs.enumerated() {
        let start = clock.now
        let finest = try run.finest(reading: features, on: engine)
        try run.forEachRows(of: finest, on: engine) { _, _ in }
        if round > 0 { times[index].append((clock.now - start) / .seconds(1)) }
      }
    }
    return times.map { $0.sorted()[$0.count / 2] }
  }
}
