import CKernels
import Glibc

/// Measures the operators and the whole benchmark network on this machine.
///
/// Nothing here knows a peer: `Scripts/bench-peers` runs these parts and the peers' in turn and forms the ratios.
public enum KernelBenchmark {
  /// What can be measured.
  public enum Part: String, CaseIterable, Sendable {
    /// Seconds of a forward pass with argmax, wall clock and processor time.
    case forward
    /// Seconds of a training step.
    case training
    /// GFLOP/s of single layers on one thread, forward and weight gradient.
    case layers
    /// GFLOP/s of single matrix products on one thread.
    case products
    /// Error of whole-network logits against double.
    case accuracy
    /// Speed-up from one thread to all.
    case scaling
  }

  /// How to measure.
  public struct Options: Sendable {
    /// What to measure.
    public var parts: [Part] = Part.allCases
    /// Threads of the whole-network parts.
    public var threads = 2
    /// Runs of which the median counts.
    public var repeats = 3
    /// Voxels of the patch.
    public var extent = Axes(128)
    /// Kernels to use.
    public var instructions = InstructionSet.best

    /// The defaults: all parts, two threads, three runs, a patch of 128^3, the best instruction set.
    public init() {}
  }

  /// The name of the row with the seconds of a training step.
  public static let trainingStep = "training step"

  /// Runs the parts in order. Memory is checked before; refuses with `TensorError.memory`.
  public static func run(_ options: Options = Options()) throws(TensorError) -> [BenchmarkRow] {
    var rows: [BenchmarkRow] = []
    for part in options.parts {
      switch part {
      case .forward: rows += try forward(options)
      case .training: rows += try training(options)
      case .layers: rows += try layers(options)
      case .products: rows += try products(options)
      case .accuracy: rows += try accuracy(options)
      case .scaling: rows += try scaling(options)
      }
    }
    return rows
  }

  static func forward(_ options: Options) throws(TensorError) -> [BenchmarkRow] {
    let (times, planned) = try forwardTimes(options, threads: options.threads)
    let gibibyte = Double(1 << 30)
    return [
      BenchmarkRow("forward", times.wall, "s"), BenchmarkRow("forward, processor time", times.processor, "s"),
      BenchmarkRow("forward, planned memory", Double(planned) / gibibyte, "GiB", atMost: 1.4),
      BenchmarkRow(
        "forward plus argmax, peak memory of the process", Double(ck_peak_resident()) / gibibyte, "GiB",
        atMost: 1.4),
    ]
  }

  static func training(_ options: Options) throws(TensorError) -> [BenchmarkRow] {
    let network = try BenchmarkNetwork(extent: options.extent)
    let engine = try Engine(options.instructions, pool: ThreadPool(threads: options.threads))
    let arena = try network.trainingPlan().arena()
    engine.arena = arena
    let patch = network.randomPatch(), labels = network.randomLabels()
    let times = try median(options.repeats) { () throws(TensorError) in
      _ = try network.trainingStep(patch, labels: labels, on: engine)
    }
    return [
      BenchmarkRow(trainingStep, times.wall, "s"),
      BenchmarkRow("training step, processor time", times.processor, "s"),
      BenchmarkRow(
        "training step, peak memory of the process", Double(ck_peak_resident()) / Double(1 << 30), "GiB",
        atMost: 5),
    ]
  }

  static func scaling(_ options: Options) throws(TensorError) -> [BenchmarkRow] {
    let one = try forwardTimes(options, threads: 1).times,
      all = try forwardTimes(options, threads: options.threads).times
    let bound = options.threads == 2 ? 1.85 : 0
    return [
      BenchmarkRow("forward, 1 -> \(options.threads) threads", one.wall / all.wall, "x", atLeast: bound)
    ]
  }

  private static func forwardTimes(
    _ options: Options, threads: Int
  ) throws(TensorError) -> (times: Times, planned: Int) {
    let engine = try Engine(options.instructions, pool: ThreadPool(threads: threads))
    let (network, weights) = try prepared(options, on: engine)
    var plan = try network.forwardPlan()
    let arena = try plan.arena()
    engine.arena = arena
    plan.set(beside: weights.bytes)
    let patch = network.randomPatch()
    let times = try median(options.repeats) { () throws(TensorError) in
      _ = try network.forward(patch, weights, on: engine)
    }
    return (times, plan.bytes)
  }

  /// The network with its weights in prepared form only: the dense ones go when this returns.
  private static func prepared(
    _ options: Options, on engine: Engine
  ) throws(TensorError) -> (BenchmarkNetwork, BenchmarkNetwork.Prepared) {
    let network = try BenchmarkNetwork(extent: options.extent)
    return (network.withoutWeights(), try BenchmarkNetwork.Prepared(network, on: engine))
  }
}

extension KernelBenchmark {
  /// Seconds by the wall and of all threads together.
  public struct Times: Sendable {
    /// By the wall.
    public var wall: Double
    /// Of all threads together.
    public var processor: Double
  }

  /// The medians of `repeats` runs after one that warms caches and touches memory.
  public static func median(
    _ repeats: Int, _ body: () throws(TensorError) -> Void
  ) throws(TensorError) -> Times {
    try body()
    var wall: [Double] = [], processor: [Double] = []
    for _ in 0..<max(repeats, 1) {
      let start = (seconds(CLOCK_MONOTONIC), seconds(CLOCK_PROCESS_CPUTIME_ID))
      try body()
      wall.append(seconds(CLOCK_MONOTONIC) - start.0)
      processor.append(seconds(CLOCK_PROCESS_CPUTIME_ID) - start.1)
    }
    return Times(wall: wall.sorted()[wall.count / 2], processor: processor.sorted()[processor.count / 2])
  }

  /// Seconds of a clock that never goes back.
  public static var seconds: Double { seconds(CLOCK_MONOTONIC) }

  static func seconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }
}
