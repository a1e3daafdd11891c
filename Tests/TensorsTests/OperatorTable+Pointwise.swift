import CKernels
import Tensors

extension OperatorTable {
  private static let epsilon = 1e-5
  private static let slope = 0.01

  static let normalisations: [OperatorCase] = [
    normalisation(Shape(batch: 1, channels: 16, Axes(5, 6, 7))),
    normalisation(Shape(batch: 2, channels: 21, Axes(3, 4, 20))),
    normalisation(Shape(batch: 1, channels: 2, Axes(1, 1, 3))),
    // The load of a normalisation must leave the border of zeros alone, in every method.
    normalisedConvolution([20], 16, Axes(6, 7, 9)),
    normalisedConvolution([16, 24], 16, Axes(4, 5, 6)),
    normalisedConvolution([20], 16, Axes(6, 7, 9), stride: Axes(2)),
    normalisedConvolution([1], 16, Axes(6, 7, 9)),
    normalisedConvolution([17], 118, Axes(3, 4, 5), kernel: Axes(1)),
    normalisedConvolution([16, 20], 16, Axes(2, 10, 9), kernel: Axes(1, 3, 3)),
  ].flatMap { $0 }

  static let pointwise: [OperatorCase] = [
    residual(Shape(batch: 2, channels: 17, Axes(3, 5, 6))),
    softmax(Shape(batch: 1, channels: 118, Axes(2, 3, 4))),
    softmax(Shape(batch: 2, channels: 5, Axes(3, 1, 6))),
    softmax(Shape(batch: 1, channels: 1, Axes(2))),
  ]

  /// Instance norm and leaky ReLU, read through its deferred load.
  static func normalisation(_ shape: Shape) -> [OperatorCase] {
    guard let norm = try? InstanceNorm(shape.channels) else { return [] }
    return [
      OperatorCase(
        name: "instance norm \(shape)", inputs: [shape.count, shape.channels, shape.channels],
        forward: { inputs, engine in
          let tensor = try Tensor(shape, inputs[0])
          let result = try norm.forward(Moments(of: tensor, on: engine), gamma: inputs[1], beta: inputs[2])
          return try Operand(tensor, through: result.load).materialised(on: engine).values
        },
        backward: { inputs, gradient, engine in
          let tensor = try Tensor(shape, inputs[0]), target = try Tensor(shape, gradient)
          let result = try norm.forward(Moments(of: tensor, on: engine), gamma: inputs[1], beta: inputs[2])
          let parameters = try norm.backward(tensor, result, gamma: inputs[1], gradient: target, on: engine)
          return [target.values, parameters.gamma, parameters.beta]
        },
        oracle: { oracleNorm(shape, $0) },
        oracleBackward: { oracleNormBackward(shape, $0, $1) })
    ]
  }

  static func oracleNorm(_ shape: Shape, _ inputs: [[Double]]) -> [Double] {
    let size = shape.channels * shape.voxels
    return (0..<shape.batch).flatMap { n in
      var target = [Double](repeating: 0, count: size)
      ck_reference_norm(
        Int32(shape.channels), Int64(shape.voxels), Array(inputs[0][(n * size)..<((n + 1) * size)]),
        inputs[1],
        inputs[2], epsilon, slope, &target)
      return target
    }
  }

  static func oracleNormBackward(_ shape: Shape, _ inputs: [[Double]], _ gradient: [Double]) -> [[Double]] {
    let size = shape.channels * shape.voxels
    var data: [Double] = [], gamma = [Double](repeating: 0, count: shape.channels), beta = gamma
    for n in 0..<shape.batch {
      let range = (n * size)..<((n + 1) * size)
      var dx = [Double](repeating: 0, count: size), dg = gamma, db = beta
      ck_reference_norm_gradient(
        Int32(shape.channels), Int64(shape.voxels), Array(inputs[0][range]), inputs[1], inputs[2], epsilon,
        slope,
        Array(gradient[range]), &dx, &dg, &db)
      data += dx
      gamma = n == 0 ? dg : zip(gamma, dg).map(+)
      beta = n == 0 ? db : zip(beta, db).map(+)
    }
    return [data, gamma, beta]
  }

  /// A convolution that reads its source through the load of an instance norm; gradients of all five inputs.
  static func normalisedConvolution(
    _ sources: [Int], _ targets: Int, _ extent: Axes, kernel: Axes = Axes(3), stride: Axes = Axes(1)
  ) -> [OperatorCase] {
    guard let operation = try? Convolution(sources, targets, kernel: kernel, stride: stride),
      let norms = try? sources.map({ try InstanceNorm($0) })
    else { return [] }
    let source = Shape(channels: operation.sourceChannels, extent), channels = source.channels
    let parts = sources.map(String.init).joined(separator: "+")
    return Convolution.Method.allCases.filter(operation.allows).map { method in
      OperatorCase(
        name: "instance norm, \(operation.name) 1x\(parts)x\(extent) to \(targets), \(method.rawValue)",
        inputs: [source.count, operation.weightCount, targets, channels, channels],
        tolerance: 5e-6,
        // The gradient of a single gamma is one sum that nearly cancels.
        gradientTolerance: channels == 1 ? 3e-4 : 2e-5,
        forward: { inputs, engine in
          let whole = try normalised(norms, source, sources, inputs, engine).whole
          let weights = try PreparedWeights(
            operation, inputs[1], bias: inputs[2], extent: extent, method: method, on: engine)
          return try operation.forward(whole, weights, on: engine).tensor.values
        },
        backward: { inputs, gradient, engine in
          let (whole, results) = try normalised(norms, source, sources, inputs, engine)
          let target = try Tensor(operation.targetShape(source), gradient)
          let weights = try PreparedWeights(
            operation, inputs[1], direction: .gradient, extent: extent, method: method, on: engine)
          let data = try whole.parts.map { try engine.tensor($0.tensor.shape) }
          try operation.backward(target, weights, into: data, on: engine)
          let own = try operation.parameterGradient(whole, target, method: method, on: engine)
          var gammas: [Float] = [], betas: [Float] = [], start = 0
          for (index, norm) in norms.enumerated() {
            let gamma = Array(inputs[3][start..<(start + norm.channels)])
            let (dg, db) = try norm.backward(
              whole.parts[index].tensor, results[index], gamma: gamma, gradient: data[index], on: engine)
            gammas += dg
            betas += db
            start += norm.channels
          }
          return [joined(data), own.weights, own.bias, gammas, betas]
        },
        oracle: { inputs in
          let middle = oracleNorm(source, [inputs[0], inputs[3], inputs[4]])
          return oracleConvolution(operation, source, [middle, inputs[1], inputs[2]])
        },
        oracleBackward: { inputs, gradient in
          let middle = oracleNorm(source, [inputs[0], inputs[3], inputs[4]])
          let own = oracleConvolutionBackward(operation, source, [middle, inputs[1], inputs[2]], gradient)
          let before = oracleNormBackward(source, [inputs[0], inputs[3], inputs[4]], own[0])
          return [before[0], own[1], own[2], before[1], before[2]]
        }, hasGolden: false)
    }
  }

  private static func normalised(
    _ norms: [InstanceNorm], _ source: Shape, _ sources: [Int], _ inputs: [[Float]], _ engine: Engine
  ) throws -> (whole: Concatenation, results: [InstanceNorm.Result]) {
    var operands: [Operand] = [], results: [InstanceNorm.Result] = [], start = 0
    for (norm, tensor) in zip(norms, try parts(inputs[0], source, sources)) {
      let range = start..<(start + norm.channels)
      let result = try norm.forward(
        Moments(of: tensor, on: engine), gamma: Array(inputs[3][range]), beta: Array(inputs[4][range]))
      operands.append(try Operand(tensor, through: result.load))
      results.append(result)
      start += norm.channels
    }
    return (try Concatenation(operands), results)
  }

  static func residual(_ shape: Shape) -> OperatorCase {
    let operation = ResidualAdd(slope: 0.01)
    return OperatorCase(
      name: "residual add \(shape)", inputs: [shape.count, shape.count],
      forward: { inputs, engine in
        try operation.forward(
          Operand(plain: Tensor(shape, inputs[0])), Operand(plain: Tensor(shape, inputs[1])), on: engine
        ).values
      },
      backward: { inputs, gradient, engine in
        let sum = try operation.forward(
          Operand(plain: Tensor(shape, inputs[0])), Operand(plain: Tensor(shape, inputs[1])), on: engine)
        let target = try Tensor(shape, gradient)
        try operation.backward(sum, gradient: target, on: engine)
        return [target.values, target.values]
      },
      oracle: { inputs in zip(inputs[0], inputs[1]).map { $0 + $1 < 0 ? slope * ($0 + $1) : $0 + $1 } },
      oracleBackward: { inputs, gradient in
        let data = zip(zip(inputs[0], inputs[1]), gradient).map { $0.0 + $0.1 < 0 ? slope * $1 : $1 }
        return [data, data]
      })
  }

  static func softmax(_ shape: Shape) -> OperatorCase {
    let size = shape.channels * shape.voxels
    return OperatorCase(
      name: "softmax \(shape)", inputs: [shape.count],
      forward: { inputs, engine in
        let tensor = try Tensor(shape, inputs[0].map { $0 * 8 })
        try Softmax().forward(tensor, on: engine)
        return tensor.values
      },
      backward: { inputs, gradient, engine in
        let tensor = try Tensor(shape, inputs[0].map { $0 * 8 }), target = try Tensor(shape, gradient)
        try Softmax().forward(tensor, on: engine)
        try Softmax().backward(tensor, gradient: target, on: engine)
        return [target.values.map { $0 * 8 }]
      },
      oracle: { inputs in
        (0..<shape.batch).flatMap { n in
          var target = [Double](repeating: 0, count: size)
          ck_reference_softmax(
            Int32(shape.channels), Int64(shape.voxels),
            inputs[0][(n * size)..<((n + 1) * size)].map { $0 * 8 }, &target)
          return target
        }
      },
      oracleBackward: { inputs, gradient in
        let data = (0..<shape.batch).flatMap { n in
          let range = (n * size)..<((n + 1) * size)
          var probability = [Double](repeating: 0, count: size), target = probability
          ck_reference_softmax(
            Int32(shape.channels), Int64(shape.voxels), inputs[0][range].map { $0 * 8 }, &probability)
          ck_reference_softmax_gradient(
            Int32(shape.channels), Int64(shape.voxels), probability, Array(gradient[range]), &target)
          return target
        }
        return [data.map { $0 * 8 }]
      })
  }
}
