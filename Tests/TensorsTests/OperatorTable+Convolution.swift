import CKernels
import Tensors

extension OperatorTable {
  static let convolutions: [OperatorCase] = [
    // Stride-1 3x3x3 by every method, at whole tiles, at cut tiles, with padded and with concatenated channels.
    convolution(1, [16], 32, Axes(8, 8, 8)),
    convolution(1, [20], 18, Axes(13, 7, 10)),
    convolution(2, [3], 5, Axes(5, 6, 4)),
    convolution(1, [20, 12], 17, Axes(6, 9, 5)),
    convolution(1, [48], 40, Axes(4, 4, 4)),
    convolution(1, [2], 3, Axes(1, 1, 1)),
    convolution(1, [132], 130, Axes(6, 5, 4)),
    // One channel, strides, anisotropic kernels.
    convolution(1, [1], 32, Axes(6, 7, 9)),
    convolution(1, [1], 16, Axes(7, 6, 9), stride: Axes(2)),
    convolution(1, [16], 32, Axes(8, 10, 12), stride: Axes(2)),
    convolution(2, [17], 33, Axes(7, 5, 9), stride: Axes(2)),
    convolution(1, [16], 16, Axes(6, 7, 8), stride: Axes(1, 2, 2)),
    convolution(1, [16], 16, Axes(5, 9, 80), kernel: Axes(1, 3, 3)),
    // Flat tiles: whole and cut ones, padded and concatenated channels, several samples, many channels.
    convolution(2, [20, 12], 17, Axes(3, 14, 22), kernel: Axes(1, 3, 3)),
    convolution(1, [132], 130, Axes(2, 13, 12), kernel: Axes(1, 3, 3)),
    convolution(1, [288], 256, Axes(1, 9, 10), kernel: Axes(1, 3, 3)),
    convolution(1, [18], 20, Axes(6, 7, 8), kernel: Axes(3, 1, 3), stride: Axes(2, 1, 2)),
    convolution(1, [16], 16, Axes(7, 8, 9), kernel: Axes(1, 3, 3), stride: Axes(1, 2, 2)),
    convolution(2, [33], 118, Axes(3, 4, 5), kernel: Axes(1)),
    convolution(1, [16], 16, Axes(7, 6, 5), kernel: Axes(1), stride: Axes(2)),
  ].flatMap { $0 }

  /// A convolution with bias by every method it allows, in one row each.
  static func convolution(
    _ batch: Int, _ sources: [Int], _ targets: Int, _ extent: Axes, kernel: Axes = Axes(3),
    stride: Axes = Axes(1)
  ) -> [OperatorCase] {
    guard let operation = try? Convolution(sources, targets, kernel: kernel, stride: stride) else {
      return []
    }
    let source = Shape(batch: batch, channels: operation.sourceChannels, extent)
    let parts = sources.map(String.init).joined(separator: "+")
    let name = "\(operation.name) \(batch)x\(parts)x\(extent) to \(targets)"
    return Convolution.Method.allCases.filter(operation.allows).map { method in
      let isLarge = method == .winograd4 || method == .winogradFlat
      return OperatorCase(
        name: "\(name), \(method.rawValue)", inputs: [source.count, operation.weightCount, targets],
        // The larger tiles add more terms of both signs.
        tolerance: isLarge ? 5e-6 : 2e-6, gradientTolerance: isLarge ? 8e-6 : 4e-6,
        forward: { inputs, engine in
          try convolve(operation, method, source, inputs, engine).tensor.values
        },
        backward: { inputs, gradient, engine in
          try convolveBackward(operation, method, source, inputs, gradient, engine)
        },
        oracle: { oracleConvolution(operation, source, $0) },
        oracleBackward: { oracleConvolutionBackward(operation, source, $0, $1) },
        // The fixtures stay small.
        hasGolden: source.count + operation.weightCount < 28_000)
    }
  }

  /// The dense source as concatenated tensors.
  static func parts(_ values: [Float], _ source: Shape, _ sources: [Int]) throws -> [Tensor] {
    var start = 0
    return try sources.map { channels in
      var part: [Float] = []
      for n in 0..<source.batch {
        let first = (n * source.channels + start) * source.voxels
        part += values[first..<(first + channels * source.voxels)]
      }
      start += channels
      return try Tensor(source.with(channels: channels), part)
    }
  }

  /// The inverse of `parts`.
  static func joined(_ parts: [Tensor]) -> [Float] {
    let dense = parts.map(\.values)
    var result: [Float] = []
    for n in 0..<(parts.first?.shape.batch ?? 0) {
      for (part, values) in zip(parts, dense) {
        let size = part.shape.channels * part.shape.voxels
        result += values[(n * size)..<((n + 1) * size)]
      }
    }
    return result
  }

  static func convolve(
    _ operation: Convolution, _ method: Convolution.Method, _ source: Shape, _ inputs: [[Float]],
    _ engine: Engine, moments: Bool = false
  ) throws -> (tensor: Tensor, moments: Moments?) {
    let weights = try PreparedWeights(
      operation, inputs[1], bias: inputs[2], extent: source.extent, method: method, on: engine)
    let tensors = try parts(inputs[0], source, operation.sources)
    return try operation.forward(
      Concatenation(tensors.map { Operand(plain: $0) }), weights, moments: moments, on: engine)
  }

  static func convolveBackward(
    _ operation: Convolution, _ method: Convolution.Method, _ source: Shape, _ inputs: [[Float]],
    _ gradient: [Float], _ engine: Engine
  ) throws -> [[Float]] {
    let tensors = try parts(inputs[0], source, operation.sources)
    let target = try Tensor(operation.targetShape(source), gradient)
    let weights = try PreparedWeights(
      operation, inputs[1], direction: .gradient, extent: source.extent, method: method, on: engine)
    // Twice added to zeros and once replaced: adding must add, replacing must not.
    let results = try tensors.map { try Tensor($0.shape, [Float](repeating: 0, count: $0.shape.count)) }
    try operation.backward(target, weights, into: results, on: engine)
    try operation.backward(target, weights, into: results, accumulate: true, on: engine)
    let parameters = try operation.parameterGradient(
      Concatenation(tensors.map { Operand(plain: $0) }), target, method: method, on: engine)
    return [joined(results).map { $0 / 2 }, parameters.weights, parameters.bias]
  }

  static func geometry(_ operation: Convolution, _ extent: Axes) -> ck_reference_convolution {
    ck_reference_convolution(
      sources: Int32(operation.sourceChannels), targets: Int32(operation.targets), extent: triple(extent),
      kernel: triple(operation.kernel), stride: triple(operation.stride))
  }

  static func triple(_ axes: Axes) -> (Int32, Int32, Int32) {
    (Int32(axes.depth), Int32(axes.height), Int32(axes.width))
  }

  static func oracleConvolution(_ operation: Convolution, _ source: Shape, _ inputs: [[Double]]) -> [Double] {
    let from = source.channels * source.voxels
    let to = operation.targets * operation.targetExtent(source.extent).product
    var result: [Double] = []
    for n in 0..<source.batch {
      var target = [Double](repeating: 0, count: to)
      ck_reference_convolve(
        geometry(operation, source.extent), Array(inputs[0][(n * from)..<((n + 1) * from)]), inputs[1],
        inputs[2],
        &target)
      result += target
    }
    return result
  }

  static func oracleConvolutionBackward(
    _ operation: Convolution, _ source: Shape, _ inputs: [[Double]], _ gradient: [Double]
  ) -> [[Double]] {
    let from = source.channels * source.voxels
    let to = operation.targets * operation.targetExtent(source.extent).product
    var data: [Double] = []
    var weights = [Double](repeating: 0, count: inputs[1].count),
      bias = [Double](repeating: 0, count: inputs[2].count)
    for n in 0..<source.batch {
      var dx = [Double](repeating: 0, count: from), dw = weights, db = bias
      ck_reference_convolve_gradient(
        geometry(operation, source.extent), Array(inputs[0][(n * from)..<((n + 1) * from)]), inputs[1],
        Array(gradient[(n * to)..<((n + 1) * to)]), &dx, &dw, &db)
      data += dx
      weights = n == 0 ? dw : zip(weights, dw).map(+)
      bias = n == 0 ? db : zip(bias, db).map(+)
    }
    return [data, weights, bias]
  }
}
