import CKernels
import Tensors

extension OperatorTable {
  static let transposed: [OperatorCase] = [
    transposedConvolution(1, 32, 16, Axes(4, 5, 6), Axes(2)),
    transposedConvolution(2, 20, 17, Axes(3, 4, 5), Axes(1, 2, 2)),
    transposedConvolution(1, 3, 5, Axes(1, 1, 2), Axes(2)),
    transposedConvolution(1, 16, 16, Axes(26, 26, 26), Axes(1, 1, 2)),
  ].compactMap { $0 }

  static func transposedConvolution(
    _ batch: Int, _ sources: Int, _ targets: Int, _ extent: Axes, _ stride: Axes
  ) -> OperatorCase? {
    guard let operation = try? TransposedConvolution(sources, targets, stride: stride) else { return nil }
    let source = Shape(batch: batch, channels: sources, extent)
    return OperatorCase(
      name: "\(operation.name) \(source) to \(targets)",
      inputs: [source.count, operation.weightCount, targets],
      forward: { inputs, engine in
        let weights = try PreparedWeights(
          operation, inputs[1], bias: inputs[2], extent: extent, on: engine)
        return try operation.forward(Operand(plain: Tensor(source, inputs[0])), weights, on: engine).values
      },
      backward: { inputs, gradient, engine in
        let from = try Tensor(source, inputs[0]), target = try Tensor(operation.targetShape(source), gradient)
        let weights = try PreparedWeights(
          operation, inputs[1], direction: .gradient, extent: extent, on: engine)
        let result = try engine.tensor(source)
        try operation.backward(target, weights, into: result, on: engine)
        let parameters = try operation.parameterGradient(Operand(plain: from), target, on: engine)
        return [result.values, parameters.weights, parameters.bias]
      },
      oracle: { oracleTransposed(operation, source, $0) },
      oracleBackward: { oracleTransposedBackward(operation, source, $0, $1) },
      hasGolden: source.count < 28_000)
  }

  private static func geometry(
    _ operation: TransposedConvolution, _ extent: Axes
  ) -> ck_reference_convolution {
    ck_reference_convolution(
      sources: Int32(operation.sources), targets: Int32(operation.targets), extent: triple(extent),
      kernel: triple(operation.stride), stride: triple(operation.stride))
  }

  private static func oracleTransposed(
    _ operation: TransposedConvolution, _ source: Shape, _ inputs: [[Double]]
  ) -> [Double] {
    let from = source.channels * source.voxels,
      to = operation.targets * source.voxels * operation.stride.product
    var result: [Double] = []
    for n in 0..<source.batch {
      var target = [Double](repeating: 0, count: to)
      ck_reference_transposed(
        geometry(operation, source.extent), Array(inputs[0][(n * from)..<((n + 1) * from)]), inputs[1],
        inputs[2],
        &target)
      result += target
    }
    return result
  }

  private static func oracleTransposedBackward(
    _ operation: TransposedConvolution, _ source: Shape, _ inputs: [[Double]], _ gradient: [Double]
  ) -> [[Double]] {
    let from = source.channels * source.voxels,
      to = operation.targets * source.voxels * operation.stride.product
    var data: [Double] = []
    var weights = [Double](repeating: 0, count: inputs[1].count),
      bias = [Double](repeating: 0, count: inputs[2].count)
    for n in 0..<source.batch {
      var dx = [Double](repeating: 0, count: from), dw = weights, db = bias
      ck_reference_transposed_gradient(
        geometry(operation, source.extent), Array(inputs[0][(n * from)..<((n + 1) * from)]), inputs[1],
        Array(gradient[(n * to)..<((n + 1) * to)]), &dx, &dw, &db)
      data += dx
      weights = n == 0 ? dw : zip(weights, dw).map(+)
      bias = n == 0 ? db : zip(bias, db).map(+)
    }
    return [data, weights, bias]
  }
}
