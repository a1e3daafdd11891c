import CKernels
import Tensors
import Testing

/// What losses between networks and merged logits are for, beyond their numbers; the table has those.
@Suite struct DistillationTests {
  private let engine: Engine

  init() throws { engine = try Engine(pool: ThreadPool(threads: 2)) }

  private func tensor(_ shape: Shape, _ seed: String, times factor: Float = 1) throws -> Tensor {
    var numbers = Numbers(seed)
    return try Tensor(shape, (0..<shape.count).map { _ in numbers.next() * factor })
  }

  @Test func whoAgreesLosesNothingAtAll() throws {
    let shape = Shape(batch: 2, channels: 21, Axes(3, 4, 5)), logits = try tensor(shape, "a", times: 30)
    let same = try Tensor(shape, logits.values)
    for temperature: Float in [0.5, 1, 4] {
      let loss = SoftCrossEntropy(temperature: temperature)
      #expect(try loss.forward(logits, teacher: same, on: engine) == 0)
      // The same probabilities by other logits.
      let shifted = try Tensor(shape, logits.values.map { $0 + 2 })
      #expect(abs(try loss.forward(shifted, teacher: same, on: engine)) < 1e-5)
      #expect(try loss.forward(tensor(shape, "b"), teacher: same, on: engine) > 0.1)
    }
    let gradient = try Tensor(shape, logits.values)
    #expect(try SoftCrossEntropy().backward(gradient, teacher: same, on: engine) == 0)
    #expect(gradient.values.allSatisfy { $0 == 0 })
    for loss in [
      try FeatureError().backward(Operand(plain: logits), teacher: Operand(plain: same), on: engine),
      try AttentionTransfer().backward(Operand(plain: logits), teacher: Operand(plain: same), on: engine),
      try StripError().backward(Operand(plain: logits), teacher: Operand(plain: same), on: engine),
    ] {
      #expect(loss.loss == 0)
      #expect(loss.gradient.values.allSatisfy { abs($0) < 1e-12 })
    }
  }

  @Test func entropyIsThatOfTheReference() throws {
    for (shape, factor) in [
      (Shape(batch: 2, channels: 5, Axes(3, 4, 5)), Float(3)),
      (Shape(batch: 1, channels: 118, Axes(2, 3, 4)), 20), (Shape(batch: 1, channels: 1, Axes(2)), 1),
    ] {
      let logits = try tensor(shape, "entropy", times: factor), values = logits.values.map(Double.init)
      let size = shape.channels * shape.voxels
      let expected = (0..<shape.batch).flatMap { n in
        var result = [Double](repeating: 0, count: shape.voxels)
        ck_reference_entropy(
          Int32(shape.channels), Int64(shape.voxels), Array(values[(n * size)..<((n + 1) * size)]), &result)
        return result
      }
      for instructions in InstructionSet.available {
        let own = try Engine(instructions, pool: ThreadPool(threads: 2))
        let given = try PredictiveEntropy().forward(logits, on: own)
        #expect(zip(given, expected).allSatisfy { abs(Double($0) - $1) < 3e-6 })
      }
    }
  }

  /// The probability of a group is the sum of its members'.
  @Test func mergedProbabilitiesAreSums() throws {
    let shape = Shape(batch: 1, channels: 20, Axes(2, 3, 4)), logits = try tensor(shape, "merge", times: 6)
    let groups = (0..<20).map { $0 < 3 || $0 > 16 ? 0 : $0 - 2 }
    let merged = try ChannelMerge(groups).forward(logits, on: engine)
    try Softmax().forward(merged, on: engine)
    try Softmax().forward(logits, on: engine)
    let whole = logits.values, parts = merged.values, voxels = shape.voxels
    for i in 0..<voxels {
      let sum = (0..<20).filter { groups[$0] == 0 }.reduce(Float(0)) { $0 + whole[$1 * voxels + i] }
      #expect(abs(sum - parts[i]) < 1e-6)
      for c in 3...16 { #expect(abs(whole[c * voxels + i] - parts[(c - 2) * voxels + i]) < 1e-6) }
    }
  }

  @Test func samplesAreMergedByThemselves() throws {
    let shape = Shape(batch: 3, channels: 7, Axes(2, 3, 4)), logits = try tensor(shape, "samples")
    let merge = try ChannelMerge([0, 0, 1, 2, 0, nil, 1]), size = merge.count * shape.voxels
    let all = try merge.forward(logits, on: engine).values
    let one = try merge.forward(logits, samples: 1..<2, on: engine)
    #expect(one.values == Array(all[size..<(2 * size)]))
    let target = try tensor(shape, "left alone"), before = target.values
    try merge.backward(logits, samples: 1..<2, gradient: one, into: target, on: engine)
    let after = target.values, own = shape.channels * shape.voxels
    #expect(after[..<own] == before[..<own] && after[(2 * own)...] == before[(2 * own)...])
    #expect(after[own..<(2 * own)] != before[own..<(2 * own)])
    #expect(throws: TensorError.self) { try merge.forward(logits, samples: 2..<4, on: engine) }
  }

  /// Moving a bright spot along an axis inside its strip costs less than moving it out.
  @Test func stripsForgiveWhatStaysWithinThem() throws {
    let shape = Shape(channels: 1, Axes(1, 1, 16))
    func spot(_ place: Int) throws -> Operand {
      Operand(plain: try Tensor(shape, (0..<16).map { $0 == place ? 1 : 0 }))
    }
    let loss = try StripError(scales: 3)
    let near = try loss.backward(spot(4), teacher: spot(7), on: engine).loss
    let far = try loss.backward(spot(4), teacher: spot(8), on: engine).loss
    #expect(far > near && near > 0)
  }

  @Test func weightsMultiplyLossAndGradient() throws {
    let shape = Shape(batch: 2, channels: 5, Axes(4)), engine = engine
    let student = Operand(plain: try tensor(shape, "student")),
      teacher = Operand(plain: try tensor(shape, "t"))
    func check(_ run: (Double) throws -> (loss: Double, gradient: Tensor)) throws {
      let one = try run(1), three = try run(3)
      #expect(abs(three.loss - 3 * one.loss) < 1e-12 + 1e-6 * one.loss)
      let pairs = zip(one.gradient.values, three.gradient.values)
      #expect(pairs.allSatisfy { abs(3 * $0 - $1) <= 1e-8 + 1e-5 * abs($1) })
    }
    try check { try FeatureError().backward(student, teacher: teacher, weight: $0, on: engine) }
    try check { try StripError().backward(student, teacher: teacher, weight: $0, on: engine) }
    try check { try AttentionTransfer().backward(student, teacher: teacher, weight: $0, on: engine) }
    try check { weight in
      let logits = try Tensor(shape, student.tensor.values)
      let loss = SoftCrossEntropy(temperature: 2)
      return (try loss.backward(logits, teacher: teacher.tensor, weight: weight, on: engine), logits)
    }
  }

  @Test func attentionKnowsNoSizeAndZerosAttendToNothing() throws {
    let shape = Shape(channels: 5, Axes(3)), feature = try tensor(shape, "attention")
    let louder = try Tensor(shape, feature.values.map { $0 * 3 })
    let same = try AttentionTransfer().backward(
      Operand(plain: louder), teacher: Operand(plain: feature), on: engine)
    #expect(same.loss < 1e-10)
    let silent = try Tensor(shape, [Float](repeating: 0, count: shape.count))
    let nothing = try AttentionTransfer().backward(
      Operand(plain: silent), teacher: Operand(plain: feature), on: engine)
    #expect(abs(nothing.loss - 1) < 1e-6 && nothing.gradient.values.allSatisfy { $0 == 0 })
  }

  @Test func whatDoesNotFitIsRefused() throws {
    let shape = Shape(channels: 4, Axes(3)), deeper = Shape(channels: 4, Axes(4, 3, 3)), engine = engine
    let logits = try tensor(shape, "a"), other = try tensor(deeper, "b")
    let student = Operand(plain: logits), teacher = Operand(plain: other)
    let merge = try ChannelMerge([0, 0, 1, 2])
    let merged = Shape(channels: 3, Axes(3))
    for (error, call) in [
      (
        TensorError.mismatch(operator: "soft cross-entropy", given: deeper, expected: shape),
        { _ = try SoftCrossEntropy().forward(logits, teacher: other, on: engine) }
      ),
      (
        .unusable(operator: "soft cross-entropy", shape: shape, reason: .temperature),
        { _ = try SoftCrossEntropy(temperature: 0).forward(logits, teacher: logits, on: engine) }
      ),
      (
        .mismatch(operator: "feature error", given: deeper, expected: shape),
        { _ = try FeatureError().backward(student, teacher: teacher, on: engine) }
      ),
      (
        .mismatch(operator: "strip error", given: deeper, expected: shape),
        { _ = try StripError().backward(student, teacher: teacher, on: engine) }
      ),
      (
        .mismatch(operator: "attention transfer", given: deeper, expected: shape),
        { _ = try AttentionTransfer().backward(student, teacher: teacher, on: engine) }
      ),
      (
        .mismatch(
          operator: "channel merge", given: shape.with(channels: 3), expected: shape.with(channels: 4)),
        { _ = try merge.forward(tensor(shape.with(channels: 3), "c"), on: engine) }
      ),
      (
        .mismatch(operator: "channel merge backward", given: shape, expected: merged),
        { try merge.backward(logits, gradient: logits, into: logits, on: engine) }
      ),
      (
        .unusable(operator: "channel merge backward", shape: shape, reason: .foreign),
        {
          try merge.backward(
            logits, gradient: tensor(merged, "d"), into: logits, accumulate: true, on: engine)
        }
      ),
      (.label(operator: "channel merge", value: 1, classes: 3), { _ = try ChannelMerge([0, 2, 2]) }),
      (.label(operator: "channel merge", value: -1, classes: 2), { _ = try ChannelMerge([0, -1]) }),
      (
        .unusable(operator: "channel merge", shape: Shape(channels: 2, Axes(1)), reason: .classes),
        { _ = try ChannelMerge([nil, nil]) }
      ),
      (
        .parameters(operator: "strip error", name: "scales", given: 6, expected: 5),
        { _ = try StripError(scales: 6) }
      ),
    ] as [(TensorError, () throws -> Void)] {
      #expect(throws: error) { try call() }
    }
  }

  @Test func notANumberIsNotHidden() throws {
    let shape = Shape(channels: 40, Axes(3)), good = try tensor(shape, "good")
    for value in [Float.nan, .infinity, -.infinity] {
      for channel in [0, 17, 39] {
        var values = good.values
        values[channel * 27 + 5] = value
        let bad = try Tensor(shape, values), engine = engine
        let error = TensorError.notFinite(operator: "soft cross-entropy", shape: shape, values: 1)
        #expect(throws: error) { try SoftCrossEntropy().forward(bad, teacher: good, on: engine) }
        #expect(throws: error) { try SoftCrossEntropy().forward(good, teacher: bad, on: engine) }
        #expect(
          throws: TensorError.notFinite(operator: "predictive entropy", shape: shape, values: 1)
        ) { try PredictiveEntropy().forward(bad, on: engine) }
        // A merged group hands it on to whoever reads it.
        let merged = try ChannelMerge((0..<40).map { $0 % 2 }).forward(bad, on: engine)
        #expect(throws: TensorError.self) { try Argmax().forward(merged, on: engine) }
      }
    }
  }
}
