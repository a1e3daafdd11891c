import CKernels
import Tensors

extension OperatorTable {
  static let losses: [OperatorCase] = [
    loss(Shape(batch: 1, channels: 118, Axes(3, 4, 5)), firstClass: 1),
    loss(Shape(batch: 2, channels: 4, Axes(6, 5, 4)), firstClass: 0),
    loss(Shape(batch: 1, channels: 2, Axes(1, 1, 2)), firstClass: 1),
  ]

  /// Labels that depend on the shape alone: voxel i has class (i * 7 + i / 5) % classes, every 11th is ignored.
  static func labels(_ shape: Shape) -> [UInt16] {
    (0..<(shape.batch * shape.voxels)).map { i in
      i % 11 == 10 ? DiceCrossEntropy.ignored : UInt16((i * 7 + i / 5) % shape.channels)
    }
  }

  static func loss(_ shape: Shape, firstClass: Int) -> OperatorCase {
    let operation = DiceCrossEntropy(firstClass: firstClass, smooth: 1e-5), labels = labels(shape)
    let size = shape.channels * shape.voxels, voxels = Int64(shape.voxels)
    return OperatorCase(
      name: "Dice and cross-entropy \(shape) from \(firstClass)", inputs: [shape.count],
      forward: { inputs, engine in
        [Float(try operation.forward(Tensor(shape, inputs[0].map { $0 * 4 }), labels: labels, on: engine))]
      },
      backward: { inputs, gradient, engine in
        let logits = try Tensor(shape, inputs[0].map { $0 * 4 })
        _ = try operation.backward(logits, labels: labels, on: engine)
        return [logits.values.map { $0 * 4 * gradient[0] }]
      },
      oracle: { inputs in
        let sum = (0..<shape.batch).reduce(0.0) { sum, n in
          sum
            + ck_reference_loss(
              Int32(shape.channels), voxels, inputs[0][(n * size)..<((n + 1) * size)].map { $0 * 4 },
              Array(labels[(n * shape.voxels)..<((n + 1) * shape.voxels)]), DiceCrossEntropy.ignored,
              Int32(firstClass), 1e-5)
        }
        return [sum / Double(shape.batch)]
      },
      oracleBackward: { inputs, gradient in
        let data = (0..<shape.batch).flatMap { n in
          var result = [Double](repeating: 0, count: size)
          _ = ck_reference_loss_gradient(
            Int32(shape.channels), voxels, inputs[0][(n * size)..<((n + 1) * size)].map { $0 * 4 },
            Array(labels[(n * shape.voxels)..<((n + 1) * shape.voxels)]), DiceCrossEntropy.ignored,
            Int32(firstClass), 1e-5, &result)
          return result
        }
        return [data.map { $0 * 4 * gradient[0] / Double(shape.batch) }]
      })
  }
}
