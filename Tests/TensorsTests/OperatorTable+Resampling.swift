import CKernels
import Tensors

extension OperatorTable {
  static let resampling: [OperatorCase] =
    [
      pool(Shape(batch: 2, channels: 18, Axes(4, 6, 8)), Axes(2)),
      pool(Shape(batch: 1, channels: 16, Axes(5, 7, 9)), Axes(1, 2, 2)),
      pool(Shape(batch: 1, channels: 3, Axes(3, 4, 7)), Axes(3, 1, 2)),
    ].compactMap { $0 }
    + Resample.Interpolation.allCases.flatMap { interpolation in
      [
        resample(Shape(batch: 1, channels: 17, Axes(3, 4, 5)), Axes(6, 8, 10), interpolation),
        resample(Shape(batch: 2, channels: 16, Axes(5, 6, 7)), Axes(3, 6, 4), interpolation),
        resample(Shape(batch: 1, channels: 2, Axes(1, 2, 1)), Axes(4, 3, 2), interpolation),
      ]
    }

  static func pool(_ shape: Shape, _ window: Axes) -> OperatorCase? {
    guard let operation = try? AveragePool(window), let target = try? operation.targetShape(shape) else {
      return nil
    }
    let planes = Int32(shape.batch * shape.channels)
    let from = shape.extent.values.map(Int32.init), by = window.values.map(Int32.init)
    return OperatorCase(
      name: "average pool \(window) \(shape)", inputs: [shape.count],
      forward: { inputs, engine in
        try operation.forward(Tensor(shape, inputs[0]), on: engine).values
      },
      backward: { _, gradient, engine in
        let result = try engine.tensor(shape)
        try operation.backward(Tensor(target, gradient), into: result, on: engine)
        return [result.values]
      },
      oracle: { inputs in
        var result = [Double](repeating: 0, count: target.count)
        ck_reference_pool(planes, from, by, inputs[0], &result)
        return result
      },
      oracleBackward: { _, gradient in
        var result = [Double](repeating: 0, count: shape.count)
        ck_reference_pool_gradient(planes, from, by, gradient, &result)
        return [result]
      })
  }

  static func resample(_ shape: Shape, _ extent: Axes, _ interpolation: Resample.Interpolation)
    -> OperatorCase
  {
    let operation = Resample(to: extent, interpolation), nearest: Int32 = interpolation == .nearest ? 1 : 0
    let target = Shape(batch: shape.batch, channels: shape.channels, extent)
    let planes = Int32(shape.batch * shape.channels)
    let from = shape.extent.values.map(Int32.init), to = extent.values.map(Int32.init)
    return OperatorCase(
      name: "resample \(interpolation.rawValue) \(shape) to \(extent)", inputs: [shape.count],
      forward: { inputs, engine in
        try operation.forward(Tensor(shape, inputs[0]), on: engine).values
      },
      backward: { _, gradient, engine in
        let result = try engine.tensor(shape)
        try operation.backward(Tensor(target, gradient), into: result, on: engine)
        return [result.values]
      },
      oracle: { inputs in
        var result = [Double](repeating: 0, count: target.count)
        ck_reference_resample(planes, from, to, nearest, inputs[0], &result)
        return result
      },
      oracleBackward: { _, gradient in
        var result = [Double](repeating: 0, count: shape.count)
        ck_reference_resample_gradient(planes, from, to, nearest, gradient, &result)
        return [result]
      })
  }
}
