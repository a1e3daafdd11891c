/// The network that benchmarks measure: a 3-D U-Net of two convolutions a stage, instance norm and leaky ReLU after
/// each, strided convolutions down, transposed ones up, skips concatenated, a 1x1x1 head.
///
/// Weights are random with the variance of He et al. (2015, arXiv 1502.01852); it recognises nothing.
public struct BenchmarkNetwork: Sendable {
  /// A convolution with its normalisation.
  struct Layer: Sendable {
    var convolution: Convolution
    var norm: InstanceNorm
    var weights: [Float]
    var gamma: [Float]
    var beta: [Float]
  }

  /// A transposed convolution and its weights.
  struct Upward: Sendable {
    var convolution: TransposedConvolution
    var weights: [Float]
  }

  /// Channels of each stage, finest first.
  public let channels: [Int]
  /// Classes of the head.
  public let classes: Int
  /// Voxels of the patch.
  public let extent: Axes

  /// Two layers a stage of the encoder, two a stage of the decoder (finest first).
  var encoder: [[Layer]] = []
  var decoder: [[Layer]] = []
  var upward: [Upward] = []
  var head: ClassHead
  var headWeights: [Float]
  var headBias: [Float]

  /// A network of stages with these channels on patches of `extent`, which must halve evenly.
  public init(
    channels: [Int] = [32, 64, 128, 256, 320, 320], classes: Int = 118, extent: Axes = Axes(128),
    seed: UInt64 = 1
  ) throws(TensorError) {
    let factor = 1 << max(0, channels.count - 1)
    guard !channels.isEmpty, extent.values.allSatisfy({ $0 > 0 && $0 % factor == 0 }) else {
      throw .unusable(operator: "benchmark network", shape: Shape(channels: 1, extent), reason: .window)
    }
    self.channels = channels
    self.classes = classes
    self.extent = extent
    var random = BenchmarkRandom(seed: seed)
    var sources = 1
    for (stage, width) in channels.enumerated() {
      let stride = Axes(stage == 0 ? 1 : 2)
      encoder.append([
        try Self.layer([sources], width, stride, &random), try Self.layer([width], width, Axes(1), &random),
      ])
      sources = width
    }
    for (width, below) in zip(channels, channels.dropFirst()) {
      decoder.append([
        try Self.layer([width, width], width, Axes(1), &random),
        try Self.layer([width], width, Axes(1), &random),
      ])
      let convolution = try TransposedConvolution(below, width)
      upward.append(
        Upward(
          convolution: convolution,
          weights: random.values(convolution.weightCount, (1 / Float(below)).squareRoot())))
    }
    head = try ClassHead(channels[0], classes: classes)
    headWeights = random.values(channels[0] * classes, (1 / Float(channels[0])).squareRoot())
    headBias = random.values(classes, 0.1)
  }

  private static func layer(
    _ sources: [Int], _ targets: Int, _ stride: Axes, _ random: inout BenchmarkRandom
  ) throws(TensorError) -> Layer {
    let convolution = try Convolution(sources, targets, stride: stride)
    let deviation = (2 / Float(27 * convolution.sourceChannels)).squareRoot()
    return Layer(
      convolution: convolution, norm: try InstanceNorm(targets),
      weights: random.values(convolution.weightCount, deviation),
      gamma: [Float](repeating: 1, count: targets), beta: [Float](repeating: 0, count: targets))
  }

  /// The same layers without their dense weights, for who has prepared them.
  public func withoutWeights() -> BenchmarkNetwork {
    var lean = self
    for stage in lean.encoder.indices { for layer in 0..<2 { lean.encoder[stage][layer].weights = [] } }
    for stage in lean.decoder.indices { for layer in 0..<2 { lean.decoder[stage][layer].weights = [] } }
    for stage in lean.upward.indices { lean.upward[stage].weights = [] }
    return lean
  }

  /// Extents at a stage.
  func extent(_ stage: Int) -> Axes { extent.zip(Axes(1 << stage), /) }

  /// A patch (depth x height x width) of random values with mean 0 and variance 1.
  public func randomPatch(seed: UInt64 = 7) -> [Float] {
    var random = BenchmarkRandom(seed: seed)
    return random.values(extent.product, 1)
  }

  /// Random labels of a patch.
  public func randomLabels(seed: UInt64 = 9) -> [UInt16] {
    var random = BenchmarkRandom(seed: seed)
    return (0..<extent.product).map { _ in UInt16(random.next() % UInt64(classes)) }
  }
}

/// Reproducible numbers for benchmarks (xorshift64*, Vigna 2016, doi 10.1145/2845077).
public struct BenchmarkRandom: Sendable {
  private var state: UInt64

  /// Numbers that follow from `seed`.
  public init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func next() -> UInt64 {
    state ^= state >> 12
    state ^= state << 25
    state ^= state >> 27
    return (state &* 0x2545_F491_4F6C_DD1D) >> 11
  }

  /// `count` values uniform with standard deviation `deviation`.
  public mutating func values(_ count: Int, _ deviation: Float) -> [Float] {
    let half = deviation * Float(3).squareRoot()
    return (0..<count).map { _ in (Float(next() >> 29) / 8_388_608 - 1) * half }
  }
}
