import CKernels

/// A 3-D convolution with kernels of 1 or 3 and strides of 1 or 2 along each axis.
///
/// Kernels of 3 are padded with one zero on each side, kernels of 1 not at all:
/// target extent = (source extent - 1) / stride + 1.
/// Weights are dense, [target][source][kz][ky][kx]; the bias has one value a target.
///
/// Stride-1 3x3x3 and 1x3x3 layers run as Winograd tiles (Lavin and Gray 2016, doi 10.1109/CVPR.2016.435), 2 to 8 times
/// fewer multiplications; the others as matrix products over gathered taps. A value that is not a number spreads to the
/// whole tile it meets, up to six voxels away.
public struct Convolution: Hashable, Sendable {
  /// Source channels of each concatenated part.
  public let sources: [Int]
  /// Target channels.
  public let targets: Int
  /// Kernel extents.
  public let kernel: Axes
  /// Strides.
  public let stride: Axes

  /// How the sums are done.
  public enum Method: String, CaseIterable, Sendable {
    /// Gathered taps times weights.
    case tapped
    /// Winograd F(2x2x2, 3x3x3).
    case winograd2
    /// Winograd F(4x4x4, 3x3x3).
    case winograd4
    /// Winograd F(1x4x4, 1x3x3).
    case winogradFlat

    /// Output voxels of a tile; nil without tiles.
    var tile: Axes? {
      switch self {
      case .tapped: nil
      case .winograd2: Axes(2)
      case .winograd4: Axes(4)
      case .winogradFlat: Axes(1, 4, 4)
      }
    }

    /// The kernel that it computes; nil for any.
    var kernel: Axes? {
      switch self {
      case .tapped: nil
      case .winograd2, .winograd4: Axes(3)
      case .winogradFlat: Axes(1, 3, 3)
      }
    }
  }

  /// A convolution of `sources` to `targets` channels.
  public init(
    _ sources: Int, _ targets: Int, kernel: Axes = Axes(3), stride: Axes = Axes(1)
  ) throws(TensorError) {
    try self.init([sources], targets, kernel: kernel, stride: stride)
  }

  /// A convolution of several concatenated parts with `sources` channels each.
  public init(
    _ sources: [Int], _ targets: Int, kernel: Axes = Axes(3), stride: Axes = Axes(1)
  ) throws(TensorError) {
    self.sources = sources
    self.targets = targets
    self.kernel = kernel
    self.stride = stride
    let shape = Shape(channels: targets, kernel)
    guard !sources.isEmpty, targets > 0, targets <= 16_384, sources.allSatisfy({ $0 > 0 && $0 <= 16_384 })
    else {
      throw .unusable(operator: "convolution", shape: shape, reason: .empty)
    }
    guard kernel.values.allSatisfy({ $0 == 1 || $0 == 3 }), stride.values.allSatisfy({ $0 == 1 || $0 == 2 })
    else { throw .unusable(operator: "convolution", shape: shape, reason: .kernel) }
  }

  /// "convolution 3x3x3/2x2x2".
  public var name: String { "convolution \(kernel)/\(stride)" }

  /// Source channels of all parts.
  public var sourceChannels: Int { sources.reduce(0, +) }

  /// Values of the weights.
  public var weightCount: Int { targets * sourceChannels * kernel.product }

  var split: ChannelSplit { ChannelSplit(parts: sources) }

  /// Extents of the target of a source of `extent`.
  public func targetExtent(_ extent: Axes) -> Axes { extent.zip(stride) { ($0 - 1) / $1 + 1 } }

  /// The shape of the result for a source of `shape`.
  public func targetShape(_ shape: Shape) throws(TensorError) -> Shape {
    guard shape.channels == sourceChannels else {
      throw .mismatch(operator: name, given: shape, expected: shape.with(channels: sourceChannels))
    }
    return Shape(batch: shape.batch, channels: targets, targetExtent(shape.extent))
  }

  /// The method that measures fastest on maps of `extent`.
  public func method(for extent: Axes) -> Method {
    guard stride == Axes(1), sourceChannels > 1 else { return .tapped }
    if kernel == Axes(1, 3, 3) { return min(extent.height, extent.width) >= 12 ? .winogradFlat : .tapped }
    guard kernel == Axes(3) else { return .tapped }
    let least = extent.values.min() ?? 0
    return least >= 12 ? .winograd4 : least >= 6 ? .winograd2 : .tapped
  }

  /// Whether `method` can compute this convolution at all.
  public func allows(_ method: Method) -> Bool {
    method.kernel.map { $0 == kernel && stride == Axes(1) } ?? true
  }

  /// The result, in `target` if given, else in a new tensor; with its moments if wanted.
  public func forward(
    _ source: Concatenation, _ weights: PreparedWeights, moments: Bool = false, on engine: Engine
  ) throws(TensorError) -> (tensor: Tensor, moments: Moments?) {
    let shape = try targetShape(source.shape)
    try check(source)
    try weights.check(self, .forward, source.shape.extent)
    let tensor = try engine.tensor(shape)
    let target = Concatenation(Operand(plain: tensor))
    let result = try weights.run(
      source, target, accumulate: false, moments: moments, on: engine)
    return (tensor, result)
  }

  func check(_ source: Concatenation) throws(TensorError) {
    guard source.split == sources else {
      throw .mismatch(
        operator: name, given: source.shape,
        expected: source.shape.with(channels: sourceChannels))
    }
  }
}
