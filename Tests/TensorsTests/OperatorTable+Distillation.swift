import CKernels
import Tensors

/// Losses between two networks, and logits merged into groups.
extension OperatorTable {
  static let distillation: [OperatorCase] = [
    softCrossEntropy(Shape(batch: 1, channels: 118, Axes(3, 4, 5)), temperature: 1),
    softCrossEntropy(Shape(batch: 2, channels: 5, Axes(6, 5, 4)), temperature: 2),
    softCrossEntropy(Shape(batch: 1, channels: 2, Axes(1, 1, 2)), temperature: 0.5),
    // A background that takes in half of the classes, in several blocks.
    merge(Shape(batch: 1, channels: 118, Axes(3, 4, 5)), (0..<118).map { $0 % 2 == 0 ? 0 : $0 / 2 + 1 }),
    // Two groups of several members, a group of one, channels of no group.
    merge(Shape(batch: 2, channels: 9, Axes(2, 3, 4)), [2, 0, nil, 1, 0, 1, 1, nil, 0]),
    merge(Shape(batch: 1, channels: 40, Axes(2, 1, 3)), (0..<40).map { 39 - $0 }),
    merge(Shape(batch: 1, channels: 3, Axes(1, 1, 2)), [0, 0, 0]),
    featureError(Shape(batch: 1, channels: 16, Axes(5, 6, 7))),
    featureError(Shape(batch: 2, channels: 21, Axes(3, 4, 5))),
    featureError(Shape(batch: 1, channels: 1, Axes(1))),
    attention(Shape(batch: 1, channels: 16, Axes(4, 5, 6)), teacher: 16),
    attention(Shape(batch: 2, channels: 5, Axes(3, 4, 5)), teacher: 37),
    attention(Shape(batch: 1, channels: 20, Axes(1, 1, 2)), teacher: 3),
    strips(Shape(batch: 1, channels: 16, Axes(8, 8, 8)), scales: 3),
    strips(Shape(batch: 2, channels: 21, Axes(3, 9, 20)), scales: 5),
    strips(Shape(batch: 1, channels: 3, Axes(1, 2, 5)), scales: 2),
  ]

  /// Values that are the same in every run, for what is not differentiated.
  private static func fixed(_ count: Int, _ seed: String, times factor: Float = 1) -> [Float] {
    var numbers = Numbers(seed)
    return (0..<count).map { _ in numbers.next() * factor }
  }

  static func softCrossEntropy(_ shape: Shape, temperature: Float) -> OperatorCase {
    let operation = SoftCrossEntropy(temperature: temperature)
    let name = "soft cross-entropy \(shape) at \(temperature)"
    let teacher = fixed(shape.count, name + " teacher", times: 4), size = shape.channels * shape.voxels
    let range = { @Sendable (n: Int) in (n * size)..<((n + 1) * size) }, other = teacher.map(Double.init)
    return OperatorCase(
      name: name, inputs: [shape.count],
      forward: { inputs, engine in
        let logits = try Tensor(shape, inputs[0].map { $0 * 4 })
        return [Float(try operation.forward(logits, teacher: Tensor(shape, teacher), on: engine))]
      },
      backward: { inputs, gradient, engine in
        let logits = try Tensor(shape, inputs[0].map { $0 * 4 })
        _ = try operation.backward(logits, teacher: Tensor(shape, teacher), on: engine)
        return [logits.values.map { $0 * 4 * gradient[0] }]
      },
      oracle: { inputs in
        let sum = (0..<shape.batch).reduce(0.0) { sum, n in
          sum
            + ck_reference_divergence(
              Int32(shape.channels), Int64(shape.voxels), inputs[0][range(n)].map { $0 * 4 },
              Array(other[range(n)]), Double(temperature))
        }
        return [sum / Double(shape.batch)]
      },
      oracleBackward: { inputs, gradient in
        let data = (0..<shape.batch).flatMap { n in
          var result = [Double](repeating: 0, count: size)
          ck_reference_divergence_gradient(
            Int32(shape.channels), Int64(shape.voxels), inputs[0][range(n)].map { $0 * 4 },
            Array(other[range(n)]), Double(temperature), &result)
          return result
        }
        return [data.map { $0 * 4 * gradient[0] / Double(shape.batch) }]
      }, hasGolden: false)
  }

  static func merge(_ shape: Shape, _ groups: [Int?]) -> OperatorCase {
    let count = (groups.compactMap { $0 }.max() ?? 0) + 1
    let numbers = groups.map { Int32($0 ?? -1) }, size = shape.channels * shape.voxels
    let range = { @Sendable (n: Int) in (n * size)..<((n + 1) * size) }, merged = count * shape.voxels
    return OperatorCase(
      name: "channel merge \(shape) to \(count)", inputs: [shape.count],
      forward: { inputs, engine in
        let logits = try Tensor(shape, inputs[0].map { $0 * 4 })
        return try ChannelMerge(groups).forward(logits, on: engine).values
      },
      backward: { inputs, gradient, engine in
        let logits = try Tensor(shape, inputs[0].map { $0 * 4 }), operation = try ChannelMerge(groups)
        let above = try Tensor(shape.with(channels: count), gradient)
        // Twice half of it into another tensor, and all of it in place, must be the same.
        let other = try engine.tensor(shape)
        try operation.backward(logits, gradient: above, factor: 0.5, into: other, on: engine)
        try operation.backward(
          logits, gradient: above, factor: 0.5, into: other, accumulate: true, on: engine)
        try operation.backward(logits, gradient: above, into: logits, on: engine)
        guard logits.values == other.values else { return [] }
        return [logits.values.map { $0 * 4 }]
      },
      oracle: { inputs in
        (0..<shape.batch).flatMap { n in
          var target = [Double](repeating: 0, count: merged)
          ck_reference_merge(
            Int32(shape.channels), Int32(count), numbers, Int64(shape.voxels),
            inputs[0][range(n)].map { $0 * 4 }, &target)
          return target
        }
      },
      oracleBackward: { inputs, gradient in
        let data = (0..<shape.batch).flatMap { n in
          var source = [Double](repeating: 0, count: size)
          ck_reference_merge_gradient(
            Int32(shape.channels), Int32(count), numbers, Int64(shape.voxels),
            inputs[0][range(n)].map { $0 * 4 }, Array(gradient[(n * merged)..<((n + 1) * merged)]), &source)
          return source
        }
        return [data.map { $0 * 4 }]
      }, hasGolden: false)
  }

  /// A loss on features, of which the student's is read through a deferred load.
  private static func featureLoss(
    _ name: String, _ shape: Shape, teacher: Int,
    _ loss: @escaping @Sendable (Operand, Operand, Engine) throws -> (loss: Double, gradient: Tensor),
    _ oracle:
      @escaping @Sendable (_ student: [Double], _ teacher: [Double], _ gradient: inout [Double]) ->
      Double
  ) -> OperatorCase {
    let scale = fixed(shape.batch * shape.channels, name + " scale").map { $0 + 1.5 }
    let shift = fixed(shape.batch * shape.channels, name + " shift"), slope: Float = 0.25
    let otherShape = shape.with(channels: teacher), other = fixed(otherShape.count, name + " teacher")
    let run = { @Sendable (inputs: [[Float]], engine: Engine) in
      let load = try DeferredLoad(shape, scale: scale, shift: shift, slope: slope)
      return try loss(
        Operand(Tensor(shape, inputs[0]), through: load), Operand(plain: Tensor(otherShape, other)), engine)
    }
    // What readers see, and its derivative.
    let seen = { @Sendable (input: [Double]) in
      input.indices.map { i -> (value: Double, derivative: Double) in
        let channel = i / shape.voxels, factor = Double(scale[channel])
        let z = input[i] * factor + Double(shift[channel])
        return z < 0 ? (z * Double(slope), factor * Double(slope)) : (z, factor)
      }
    }
    let all = { @Sendable (input: [Double]) in
      var gradient = [Double](repeating: 0, count: shape.count)
      return (oracle(seen(input).map(\.value), other.map(Double.init), &gradient), gradient)
    }
    return OperatorCase(
      name: name, inputs: [shape.count], forward: { [Float(try run($0, $1).loss)] },
      backward: { inputs, gradient, engine in
        let result = try run(inputs, engine).gradient.values
        return [zip(result, seen(inputs[0].map(Double.init))).map { $0 * gradient[0] * Float($1.derivative) }]
      },
      oracle: { [all($0[0]).0] },
      oracleBackward: { inputs, gradient in
        [zip(all(inputs[0]).1, seen(inputs[0])).map { $0 * gradient[0] * $1.derivative }]
      }, hasGolden: false)
  }

  static func featureError(_ shape: Shape) -> OperatorCase {
    featureLoss(
      "feature error \(shape)", shape, teacher: shape.channels,
      { try FeatureError().backward($0, teacher: $1, on: $2) },
      { student, teacher, gradient in
        let off = zip(student, teacher).map { $0 - $1 }, count = Double(off.count)
        gradient = off.map { 2 * $0 / count }
        return off.reduce(0) { $0 + $1 * $1 } / count
      })
  }

  static func attention(_ shape: Shape, teacher channels: Int) -> OperatorCase {
    featureLoss(
      "attention transfer \(shape) from \(channels)", shape, teacher: channels,
      { try AttentionTransfer().backward($0, teacher: $1, on: $2) },
      { student, teacher, gradient in
        let own = shape.channels * shape.voxels, other = channels * shape.voxels
        var scratch = [Double](repeating: 0, count: 2 * shape.voxels), loss = 0.0
        gradient = (0..<shape.batch).flatMap { n in
          var part = [Double](repeating: 0, count: own)
          loss += ck_reference_attention(
            Int32(shape.channels), Int32(channels), Int64(shape.voxels),
            Array(student[(n * own)..<((n + 1) * own)]), Array(teacher[(n * other)..<((n + 1) * other)]),
            &scratch, &part)
          return part.map { $0 / Double(shape.batch) }
        }
        return loss / Double(shape.batch)
      })
  }

  static func strips(_ shape: Shape, scales: Int) -> OperatorCase {
    featureLoss(
      "strip error \(shape) at \(scales)", shape, teacher: shape.channels,
      { try StripError(scales: scales).backward($0, teacher: $1, on: $2) },
      { student, teacher, gradient in
        let off = zip(student, teacher).map { $0 - $1 }, size = shape.channels * shape.voxels
        let extent = shape.extent.values.map(Int32.init)
        var loss = 0.0
        gradient = (0..<shape.batch).flatMap { n in
          var part = [Double](repeating: 0, count: size)
          loss += ck_reference_strips(
            Int32(shape.channels), extent, Int32(scales), Array(off[(n * size)..<((n + 1) * size)]), &part)
          return part.map { $0 / Double(shape.batch) }
        }
        return loss / Double(shape.batch)
      })
  }
}
