import CKernels
import Glibc

extension KernelBenchmark {
  /// A layer of the benchmark network: name, channels, map edge, kernel and stride.
  public struct Layer: Sendable {
    /// Source channels.
    public let sources: Int
    /// Target channels.
    public let targets: Int
    /// Edge of the source map.
    public let edge: Int
    /// Kernel extents.
    public let kernel: Axes
    /// Stride.
    public let stride: Int
    /// How the sums are done; nil for the fastest way.
    public let method: Convolution.Method?

    init(
      sources: Int, targets: Int, edge: Int, kernel: Axes = Axes(3), stride: Int = 1,
      method: Convolution.Method? = nil
    ) {
      self.sources = sources
      self.targets = targets
      self.edge = edge
      self.kernel = kernel
      self.stride = stride
      self.method = method
    }

    /// "64->32 @128 k3 s1", "64->32 @128 k1x3x3 s1 tapped".
    public var name: String {
      let extents = kernel == Axes(kernel.width) ? "\(kernel.width)" : "\(kernel)"
      return "\(sources)->\(targets) @\(edge) k\(extents) s\(stride)"
        + (method.map { " \($0.rawValue)" } ?? "")
    }

    /// Floating-point operations of the direct sum: two per multiplication.
    public var operations: Double {
      let voxels = Double((edge - 1) / stride + 1)
      return 2 * Double(sources * targets * kernel.product) * voxels * voxels * voxels
    }
  }

  /// The kinds of layer in the benchmark network, and of one that sees coarse slices, in flat tiles and by gathered taps.
  public static let benchmarkLayers: [Layer] =
    [
      Layer(sources: 1, targets: 32, edge: 128),
      Layer(sources: 32, targets: 32, edge: 128),
      Layer(sources: 64, targets: 32, edge: 128),
      Layer(sources: 32, targets: 64, edge: 128, stride: 2),
      Layer(sources: 64, targets: 64, edge: 64),
      Layer(sources: 128, targets: 64, edge: 64),
      Layer(sources: 64, targets: 128, edge: 64, stride: 2),
      Layer(sources: 128, targets: 128, edge: 32),
      Layer(sources: 256, targets: 128, edge: 32),
      Layer(sources: 128, targets: 256, edge: 32, stride: 2),
      Layer(sources: 256, targets: 256, edge: 16),
      Layer(sources: 512, targets: 256, edge: 16),
      Layer(sources: 320, targets: 320, edge: 8),
      Layer(sources: 320, targets: 320, edge: 4),
      Layer(sources: 32, targets: 118, edge: 128, kernel: Axes(1)),
    ]
    + [(32, 128), (64, 64), (128, 32)].flatMap { channels, edge in
      [nil, .tapped].map {
        Layer(sources: channels, targets: channels, edge: edge, kernel: Axes(1, 3, 3), method: $0)
      }
    }

  /// Direct-sum GFLOP/s of every layer on one thread, by its processor time: forward with moments, weight gradient.
  static func layers(_ options: Options) throws(TensorError) -> [BenchmarkRow] {
    let engine = try Engine(options.instructions, pool: ThreadPool(threads: 1))
    var rows: [BenchmarkRow] = []
    for layer in benchmarkLayers {
      let (forward, gradient) = try measure(layer, options.repeats, on: engine)
      rows.append(BenchmarkRow("\(layer.name), forward", layer.operations / forward * 1e-9, "GFLOP/s"))
      rows.append(
        BenchmarkRow("\(layer.name), weight gradient", layer.operations / gradient * 1e-9, "GFLOP/s"))
    }
    return rows
  }

  /// Seconds of processor time, medians.
  static func measure(
    _ layer: Layer, _ repeats: Int, on engine: Engine
  ) throws(TensorError) -> (forward: Double, gradient: Double) {
    let operation = try Convolution(
      layer.sources, layer.targets, kernel: layer.kernel, stride: Axes(layer.stride))
    let shape = Shape(channels: layer.sources, Axes(layer.edge))
    var random = BenchmarkRandom(seed: 3)
    let source = try Concatenation(Operand(plain: Tensor(shape, random.values(shape.count, 1))))
    let weights = try PreparedWeights(
      operation, random.values(operation.weightCount, 0.1), extent: shape.extent, method: layer.method,
      on: engine)
    // Two tensors' worth of memory, so that no run pays for fresh pages.
    let bytes = try Tensor.bytes(of: operation.targetShape(shape))
    engine.arena = try Arena(bytes: 2 * bytes + 2 * OffsetAllocator.alignment)
    defer { engine.arena = nil }
    let forward = try median(repeats) { () throws(TensorError) in
      _ = try operation.forward(source, weights, moments: true, on: engine)
    }
    let target = try operation.forward(source, weights, on: engine).tensor
    let gradient = try median(repeats) { () throws(TensorError) in
      _ = try operation.parameterGradient(source, target, method: layer.method, on: engine)
    }
    return (forward.processor, gradient.processor)
  }
}
