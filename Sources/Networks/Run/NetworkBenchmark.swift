import Tensors

/// Measures a network on one patch as segmentation runs it: prepared weights, one encoder pass, logits in rows.
public struct NetworkBenchmark: Sendable {
  /// How the encoder is built.
  public var family = UNetArchitecture.Family.plain
  /// Logits of a voxel.
  public var classes = 118
  /// Voxels of the patch, a multiple of 32 along each axis.
  public var patch = Axes(128)
  /// Threads.
  public var threads = 2
  /// Runs of which the median counts.
  public var repeats = 3

  /// The network of the kernels' benchmark: six stages 32-64-128-256-320-320, two convolutions or blocks a stage.
  public init() {}

  /// What is measured.
  public var architecture: UNetArchitecture {
    let stages = [32, 64, 128, 256, 320, 320].enumerated().map { number, features in
      UNetArchitecture.Stage(
        features: features, kernel: Axes(3), stride: Axes(number == 0 ? 1 : 2), blocks: 2)
    }
    return UNetArchitecture(
      family: family, inputChannels: 1, stages: stages, decoderConvolutions: [2, 2, 2, 2, 2], classes: classes
    )
  }

  /// Seconds to prepare and to run, bytes planned and held. The reader of the rows does nothing with them.
  public func run() throws(NetworkError) -> [BenchmarkRow] {
    let engine = try NetworkError.adopting { () throws(TensorError) in
      try Engine(pool: ThreadPool(threads: threads))
    }
    let start = KernelBenchmark.seconds
    let predictor = try predictor(on: engine)
    let prepared = KernelBenchmark.seconds - start
    var random = BenchmarkRandom(seed: 7)
    let image = random.values(patch.product, 1)
    let times = try NetworkError.adopting { () throws(TensorError) in
      try KernelBenchmark.median(repeats) { () throws(TensorError) in
        try predictor.logits(of: image) { _, _, _ in }
      }
    }
    let gibibyte = Double(1 << 30)
    return [
      BenchmarkRow("weights made and prepared", prepared, "s"),
      BenchmarkRow("patch to rows of logits", times.wall, "s"),
      BenchmarkRow("patch to rows of logits, processor time", times.processor, "s"),
      BenchmarkRow("planned memory", Double(predictor.plannedBytes) / gibibyte, "GiB"),
      BenchmarkRow("peak memory of the process", Double(MachineMemory.peakResident) / gibibyte, "GiB"),
    ]
  }

  /// The dense weights go when this returns.
  private func predictor(on engine: Engine) throws(NetworkError) -> NetworkPredictor {
    let architecture = architecture, weights = try RandomWeights(seed: 1).weights(architecture)
    return try NetworkPredictor(
      Encoder(architecture, weights: weights), [Decoder(architecture, weights: weights)], patch: patch,
      on: engine)
  }
}
