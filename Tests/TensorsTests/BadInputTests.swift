import Tensors
import Testing

/// What does not fit is refused with the operator and both shapes; what is odd but meaningful is computed.
@Suite struct BadInputTests {
  private let engine: Engine

  init() throws { engine = try Engine(pool: ThreadPool(threads: 2)) }

  private func tensor(_ shape: Shape, _ value: Float = 0) throws -> Tensor {
    try Tensor(shape, [Float](repeating: value, count: shape.count))
  }

  @Test func shapesThatNoTensorHas() {
    for shape in [
      Shape(batch: -1, channels: 1, Axes(1)), Shape(channels: 0, Axes(1)), Shape(channels: 1, Axes(0, 1, 1)),
    ] {
      #expect(throws: TensorError.unusable(operator: "tensor", shape: shape, reason: .empty)) {
        try Tensor(shape)
      }
    }
    for shape in [
      Shape(channels: 20_000, Axes(1)), Shape(channels: 1, Axes(40_000, 1, 1)),
      Shape(batch: .max / 2, channels: 16_384, Axes(32_768)),
    ] {
      #expect(throws: TensorError.unusable(operator: "tensor", shape: shape, reason: .tooLarge)) {
        try Tensor(shape)
      }
    }
    #expect(throws: TensorError.parameters(operator: "tensor", name: "values", given: 3, expected: 8)) {
      try Tensor(Shape(channels: 1, Axes(2)), [1, 2, 3])
    }
  }

  @Test func channelsThatDoNotFit() throws {
    let operation = try Convolution(16, 16), source = Shape(channels: 17, Axes(4))
    let weights = try PreparedWeights(
      operation, [Float](repeating: 0, count: operation.weightCount), extent: Axes(4), on: engine)
    #expect(
      throws: TensorError.mismatch(
        operator: "convolution 3x3x3/1x1x1", given: source, expected: source.with(channels: 16))
    ) {
      try operation.forward(Concatenation(Operand(plain: tensor(source))), weights, on: engine)
    }
  }

  @Test func weightsOfAnotherLengthOrSize() throws {
    let operation = try Convolution(16, 16)
    #expect(
      throws: TensorError.parameters(
        operator: operation.name, name: "weights", given: 5, expected: operation.weightCount)
    ) {
      try PreparedWeights(operation, [0, 1, 2, 3, 4], extent: Axes(4), on: engine)
    }
    let weights = try PreparedWeights(
      operation, [Float](repeating: 0, count: operation.weightCount), extent: Axes(4), on: engine)
    #expect(throws: TensorError.self) {
      try operation.forward(
        Concatenation(Operand(plain: tensor(Shape(channels: 16, Axes(5))))), weights, on: engine)
    }
  }

  @Test func kernelsAndStridesThatDoNotExist() {
    #expect(throws: TensorError.self) { try Convolution(1, 1, kernel: Axes(5)) }
    #expect(throws: TensorError.self) { try Convolution(1, 1, stride: Axes(0)) }
    #expect(throws: TensorError.self) { try Convolution([], 1) }
    #expect(throws: TensorError.self) { try TransposedConvolution(1, 1, stride: Axes(3)) }
    #expect(throws: TensorError.self) { try AveragePool(Axes(0)) }
    #expect(throws: TensorError.self) { try InstanceNorm(4, epsilon: 0) }
  }

  @Test func partsOfDifferentSizes() throws {
    let first = try tensor(Shape(channels: 16, Axes(4))),
      second = try tensor(Shape(channels: 16, Axes(4, 4, 5)))
    #expect(
      throws: TensorError.mismatch(operator: "concatenation", given: second.shape, expected: first.shape)
    ) {
      try Concatenation([Operand(plain: first), Operand(plain: second)])
    }
    #expect(throws: TensorError.self) {
      try ResidualAdd().forward(Operand(plain: first), Operand(plain: second), on: engine)
    }
  }

  /// A gradient one voxel deeper than its result, at every operator that takes one.
  @Test func gradientsOfAnotherShape() throws {
    let shape = Shape(channels: 16, Axes(4)), deeper = Shape(channels: 16, Axes(5, 4, 4))
    let source = try tensor(shape), gradient = try tensor(deeper), engine = engine
    let convolution = try Convolution(16, 16), rise = try TransposedConvolution(16, 16, stride: Axes(1))
    let values = [Float](repeating: 0, count: convolution.weightCount)
    let back = try PreparedWeights(convolution, values, direction: .gradient, extent: Axes(4), on: engine)
    let risingBack = try PreparedWeights(
      rise, [Float](repeating: 0, count: rise.weightCount), direction: .gradient, extent: Axes(4), on: engine)
    let norm = try InstanceNorm(16), ones = [Float](repeating: 1, count: 16)
    let normed = try norm.forward(Moments(of: source, on: engine), gamma: ones, beta: ones)
    let refusals: [(operator: String, call: () throws -> Void)] = [
      (convolution.name, { try convolution.backward(gradient, back, into: [source], on: engine) }),
      (
        convolution.name,
        { _ = try convolution.parameterGradient(Concatenation(Operand(plain: source)), gradient, on: engine) }
      ),
      (rise.name, { try rise.backward(gradient, risingBack, into: source, on: engine) }),
      (rise.name, { _ = try rise.parameterGradient(Operand(plain: source), gradient, on: engine) }),
      ("average pool backward", { try AveragePool(Axes(1)).backward(gradient, into: source, on: engine) }),
      ("resample backward", { try Resample(to: Axes(4)).backward(gradient, into: source, on: engine) }),
      ("residual add backward", { try ResidualAdd().backward(source, gradient: gradient, on: engine) }),
      ("softmax backward", { try Softmax().backward(source, gradient: gradient, on: engine) }),
      (
        "instance norm backward",
        { _ = try norm.backward(source, normed, gamma: ones, gradient: gradient, on: engine) }
      ),
      ("addition", { try source.add(gradient, on: engine) }),
    ]
    for refusal in refusals {
      #expect(throws: TensorError.mismatch(operator: refusal.operator, given: deeper, expected: shape)) {
        try refusal.call()
      }
    }
  }

  /// Sources with a channel too many, at the operators that know their number of channels.
  @Test func sourcesOfAnotherChannelCount() throws {
    let shape = Shape(channels: 17, Axes(4)), expected = Shape(channels: 16, Axes(4)), engine = engine
    let source = try tensor(shape), ones = [Float](repeating: 1, count: 16)
    let rise = try TransposedConvolution(16, 16, stride: Axes(2)), head = try ClassHead(16, classes: 5)
    let rising = try PreparedWeights(
      rise, [Float](repeating: 0, count: rise.weightCount), extent: Axes(4), on: engine)
    let weights = try PreparedWeights(
      head.convolution, [Float](repeating: 0, count: 80), extent: Axes(4), on: engine)
    #expect(throws: TensorError.mismatch(operator: rise.name, given: shape, expected: expected)) {
      try rise.forward(Operand(plain: source), rising, on: engine)
    }
    #expect(throws: TensorError.mismatch(operator: head.convolution.name, given: shape, expected: expected)) {
      try head.forward(Operand(plain: source), weights, on: engine)
    }
    #expect(throws: TensorError.mismatch(operator: "instance norm", given: shape, expected: expected)) {
      try InstanceNorm(16).forward(Moments(of: source, on: engine), gamma: ones, beta: ones)
    }
  }

  /// One logit that is not a number is found by the pass that never stores logits, too.
  @Test func theClassHeadReportsWhatIsNotFinite() throws {
    let shape = Shape(channels: 16, Axes(3, 4, 5)), head = try ClassHead(16, classes: 5)
    var values = [Float](repeating: 1, count: shape.count)
    values[7] = .nan
    let weights = try PreparedWeights(
      head.convolution, [Float](repeating: 1, count: 80), extent: shape.extent, on: engine)
    let expected = TensorError.notFinite(
      operator: "class head", shape: shape.with(channels: 5), values: 1)
    let source = try Tensor(shape, values)
    #expect(throws: expected) { try head.forward(Operand(plain: source), weights, on: engine) }
  }

  @Test func anEmptyBatchGivesAnEmptyBatch() throws {
    for method in Convolution.Method.allCases {
      let operation = try Convolution(16, 20), source = Shape(batch: 0, channels: 16, Axes(6))
      let weights = try PreparedWeights(
        operation, [Float](repeating: 1, count: operation.weightCount), extent: Axes(6), method: method,
        on: engine)
      let result = try operation.forward(
        Concatenation(Operand(plain: tensor(source))), weights, moments: true, on: engine)
      #expect(result.tensor.shape == Shape(batch: 0, channels: 20, Axes(6)))
      #expect(result.tensor.values.isEmpty)
      #expect(result.moments?.mean.isEmpty == true)
      let gradient = try operation.parameterGradient(
        Concatenation(Operand(plain: tensor(source))), result.tensor, method: method, on: engine)
      #expect(gradient.weights.allSatisfy { $0 == 0 })
    }
    let empty = try tensor(Shape(batch: 0, channels: 3, Axes(2)))
    #expect(try Argmax().forward(empty, on: engine).label.isEmpty)
    #expect(throws: TensorError.self) { try DiceCrossEntropy().forward(empty, labels: [], on: engine) }
  }

  @Test func notANumberIsNotHidden() throws {
    let shape = Shape(channels: 16, Axes(8))
    var values = [Float](repeating: 1, count: shape.count)
    values[5] = .nan
    let operation = try Convolution(16, 16), bad = try Tensor(shape, values)
    for method in Convolution.Method.allCases {
      let weights = try PreparedWeights(
        operation, [Float](repeating: 0.01, count: operation.weightCount), extent: Axes(8), method: method,
        on: engine)
      let (tensor, moments) = try operation.forward(
        Concatenation(Operand(plain: bad)), weights, moments: true, on: engine)
      #expect(tensor.values[5].isNaN)
      let norm = try InstanceNorm(16), ones = [Float](repeating: 1, count: 16)
      let found = try #require(moments)
      #expect(throws: TensorError.notFinite(operator: "instance norm", shape: shape, values: 16)) {
        try norm.forward(found, gamma: ones, beta: ones)
      }
    }
    for value in [Float.nan, .infinity, -.infinity] {
      values[5] = value
      let logits = try Tensor(shape, values)
      #expect(throws: TensorError.notFinite(operator: "argmax", shape: shape, values: 1)) {
        try Argmax().forward(logits, on: engine)
      }
      #expect(throws: TensorError.notFinite(operator: "Dice and cross-entropy", shape: shape, values: 1)) {
        try DiceCrossEntropy().forward(logits, labels: [UInt16](repeating: 3, count: 512), on: engine)
      }
    }
  }

  @Test func aConstantChannelBecomesItsShift() throws {
    let shape = Shape(channels: 2, Axes(3)), constant = try tensor(shape, 1e6)
    let norm = try InstanceNorm(2)
    let moments = Moments(of: constant, on: engine)
    #expect(moments.variance == [0, 0])
    let result = try norm.forward(moments, gamma: [3, 1], beta: [0.5, -1])
    let values = try Operand(constant, through: result.load).materialised(on: engine).values
    // Scale times a million cancels to within its rounding.
    #expect(values[..<27].allSatisfy { abs($0 - 0.5) < 64 })
    let small = try tensor(shape, 2)
    let exact = try norm.forward(Moments(of: small, on: engine), gamma: [3, 1], beta: [0.5, -1])
    let near = try Operand(small, through: exact.load).materialised(on: engine).values
    #expect(near[..<27].allSatisfy { abs($0 - 0.5) < 2e-4 })
    #expect(near[27...].allSatisfy { abs($0 + 0.01) < 2e-4 })
  }

  @Test func labelsThatAreNoClass() throws {
    let logits = try tensor(Shape(channels: 3, Axes(2)))
    var labels = [UInt16](repeating: 2, count: 8)
    labels[4] = 3
    #expect(throws: TensorError.label(operator: "Dice and cross-entropy", value: 3, classes: 3)) {
      try DiceCrossEntropy().forward(logits, labels: labels, on: engine)
    }
    #expect(throws: TensorError.self) {
      try DiceCrossEntropy().forward(logits, labels: [0], on: engine)
    }
    #expect(throws: TensorError.self) {
      try DiceCrossEntropy(firstClass: 3).forward(
        logits, labels: [UInt16](repeating: 0, count: 8), on: engine)
    }
    let many = try tensor(Shape(channels: 1025, Axes(1)))
    #expect(throws: TensorError.unusable(operator: "argmax", shape: many.shape, reason: .classes)) {
      try Argmax().forward(many, on: engine)
    }
  }

  @Test func errorsNameTheOperatorAndBothShapes() {
    let error = TensorError.mismatch(
      operator: "residual add", given: Shape(channels: 2, Axes(3)), expected: Shape(channels: 2, Axes(4)))
    #expect(error.description == "residual add: got 1x2x3x3x3, expected 1x2x4x4x4")
  }
}
