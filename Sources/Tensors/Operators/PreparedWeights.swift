import CKernels

/// Weights of a convolution in the order its kernels read them, for maps of one size.
///
/// Winograd weights take 64/27 (winograd2), 4 (winogradFlat) or 8 times (winograd4) the memory of dense ones.
/// Prepare once for many tiles, or anew for every step of a training.
public final class PreparedWeights {
  /// Which of the two directions they serve.
  public enum Direction: Sendable {
    /// The convolution.
    case forward
    /// Its data gradient.
    case gradient
  }

  /// The method they were prepared for.
  public let method: Convolution.Method
  /// Bytes of the prepared weights.
  public let bytes: Int

  private let key: AnyHashable
  private let direction: Direction
  private let extent: Axes
  private let name: String
  private let program: TapProgram?
  private let memory: UnsafeMutablePointer<Float>
  private let bias: UnsafeMutablePointer<Float>?

  private init(
    key: AnyHashable, name: String, direction: Direction, extent: Axes, method: Convolution.Method,
    program: TapProgram?, floats: Int, bias: [Float]?, targets: Int
  ) throws(TensorError) {
    let bytes = max(floats, 16) * MemoryLayout<Float>.stride
    guard let memory = ck_allocate(bytes) else {
      throw .memory(needed: bytes, available: MachineMemory.available() ?? 0)
    }
    self.key = key
    self.name = name
    self.direction = direction
    self.extent = extent
    self.method = method
    self.program = program
    self.bytes = bytes
    self.memory = memory.assumingMemoryBound(to: Float.self)
    if let bias {
      let padded = ChannelSplit.padded(targets)
      let copy = UnsafeMutablePointer<Float>.allocate(capacity: padded)
      copy.initialize(repeating: 0, count: padded)
      copy.update(from: bias, count: targets)
      self.bias = copy
    } else {
      self.bias = nil
    }
  }

  deinit {
    ck_release(memory, bytes)
    bias?.deallocate()
  }

  /// Target channels, whether the source has one unpadded channel, and the packed memory: for `ClassHead`.
  var targets: Int { program?.targets ?? 0 }
  var isSingle: Bool { program?.single ?? false }
  var packed: UnsafePointer<Float> { UnsafePointer(memory) }
  var paddedBias: UnsafePointer<Float>? { bias.map { UnsafePointer($0) } }

  func check<Key: Hashable>(
    _ key: Key, _ direction: Direction, _ extent: Axes
  ) throws(TensorError) {
    guard self.key == AnyHashable(key), self.direction == direction, self.extent == extent else {
      throw .mismatch(
        operator: "prepared weights of \(name)", given: Shape(channels: 1, extent),
        expected: Shape(channels: 1, self.extent))
    }
  }

  func run(
    _ source: Concatenation, _ target: Concatenation, accumulate: Bool, moments: Bool, on engine: Engine
  ) throws(TensorError) -> Moments? {
    if let program {
      return try program.run(
        source: source, target: target, weights: memory, bias: bias, accumulate: accumulate,
        wantsMoments: moments, on: engine)
    }
    return try WinogradRun(method, source: source, target: target, on: engine).forward(
      memory, bias: bias, accumulate: accumulate, wantsMoments: moments, on: engine)
  }

  /// Prepares dense weights of a convolution on maps of `extent`; `method` nil takes the fastest.
  public convenience init(
    _ operation: Convolution, _ weights: [Float], bias: [Float]? = nil, direction: Direction = .forward,
    extent: Axes, method: Convolution.Method? = nil, on engine: Engine
  ) throws(TensorError) {
    try Self.check(operation.name, "weights", weights.count, operation.weightCount)
    if let bias { try Self.check(operation.name, "bias", bias.count, operation.targets) }
    var method = method ?? operation.method(for: extent)
    if !operation.allows(method) { method = .tapped }
    let sources = operation.split.padded, targets = operation.targets
    let program: TapProgram? =
      method != .tapped
      ? nil
      : direction == .forward
        ? .forward(operation, extent: extent) : .gradient(operation, extent: extent)
    let kernels = engine.kernels.winograd(method)
    let floats =
      program?.packedStarts.last
      ?? Int(kernels.points) * ChannelSplit.padded(sources) * ChannelSplit.padded(targets)
    try self.init(
      key: operation, name: operation.name, direction: direction, extent: extent, method: method,
      program: program, floats: floats, bias: direction == .forward ? bias : nil, targets: targets)
    let dense = operation.split.spread(weights, outer: targets, inner: operation.kernel.product)
    let memory = self.memory
    dense.withUnsafeBufferPointer { buffer in
      guard let dense = buffer.baseAddress else { return }
      if let program {
        program.pack(dense, into: memory, on: engine)
      } else {
        let flip = direction == .gradient
        engine.pool.run(ChannelSplit.padded(flip ? sources : targets) / 16) { block, _ in
          kernels.weights(
            dense, Int32(targets), Int32(sources), flip, Int32(block), Int32(block + 1), memory)
        }
      }
    }
  }

  /// Prepares dense weights of a transposed convolution from maps of `extent`.
  public convenience init(
    _ operation: TransposedConvolution, _ weights: [Float], bias: [Float]? = nil,
    direction: Direction = .forward, extent: Axes, on engine: Engine
  ) throws(TensorError) {
    try Self.check(operation.name, "weights", weights.count, operation.weightCount)
    if let bias { try Self.check(operation.name, "bias", bias.count, operation.targets) }
    let program: TapProgram =
      direction == .forward
      ? .transposed(operation, extent: extent) : .transposedGradient(operation, extent: extent)
    try self.init(
      key: operation, name: operation.name, direction: direction, extent: extent, method: .tapped,
      program: program, floats: program.packedStarts.last ?? 0, bias: direction == .forward ? bias : nil,
      targets: operation.targets)
    let memory = self.memory
    weights.withUnsafeBufferPointer { buffer in
      if let dense = buffer.baseAddress { program.pack(dense, into: memory, on: engine) }
    }
  }

  private static func check(
    _ name: String, _ parameter: String, _ given: Int, _ expected: Int
  ) throws(TensorError) {
    guard given == expected else {
      throw .parameters(operator: name, name: parameter, given: given, expected: expected)
    }
  }
}
