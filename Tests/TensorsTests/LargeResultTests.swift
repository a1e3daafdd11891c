import Tensors
import Testing

/// Results larger than the caches are written past them, many channels go another way than few; nothing else may
/// change.
@Suite struct LargeResultTests {
  @Test(arguments: InstructionSet.available, [1, 16])
  func aLargeResultIsThatOfItsParts(_ instructions: InstructionSet, _ sources: Int) throws {
    let engine = try Engine(instructions, pool: ThreadPool(threads: 2))
    let shape = Shape(channels: sources, Axes(64)), whole = try Convolution(sources, 32)
    let part = try Convolution(sources, 16)
    let source = try Concatenation(Operand(plain: pattern(shape, "large")))
    var numbers = Numbers("large")
    let weights = (0..<whole.weightCount).map { _ in numbers.next() }
    func run(_ operation: Convolution, _ weights: ArraySlice<Float>) throws -> [Float] {
      let prepared = try PreparedWeights(operation, Array(weights), extent: shape.extent, on: engine)
      return try operation.forward(source, prepared, on: engine).tensor.values
    }
    let half = weights.count / 2
    let parts = try run(part, weights[..<half]) + run(part, weights[half...])
    #expect(try run(whole, weights[...]) == parts)
  }

  /// Many channels go another way than few: all tiles of a chunk point by point, and here in more than one chunk.
  /// Half of the targets still go the way of few.
  @Test(arguments: InstructionSet.available)
  func theWeightGradientOfManyChannelsIsThatOfItsParts(_ instructions: InstructionSet) throws {
    let shape = Shape(batch: 2, channels: 128, Axes(12))
    let source = try pattern(shape, "many"), gradient = try pattern(shape, "gradient")
    let one = try Engine(instructions, pool: ThreadPool(threads: 1))
    let three = try Engine(instructions, pool: ThreadPool(threads: 3))
    func run(_ gradient: Tensor, on engine: Engine) throws -> [Float] {
      try Convolution(128, gradient.shape.channels).parameterGradient(
        Concatenation(Operand(plain: source)), gradient, method: .winograd2, on: engine
      ).weights
    }
    let whole = try run(gradient, on: one)
    #expect(try run(gradient, on: three) == whole)
    let half = shape.with(channels: 64), values = gradient.values, size = half.count / 2
    let first = try Tensor(half, Array(values[..<size] + values[(2 * size)..<(3 * size)]))
    let second = try Tensor(half, Array(values[size..<(2 * size)] + values[(3 * size)...]))
    let parts = try run(first, on: one) + run(second, on: one)
    let largest = parts.reduce(0) { max($0, abs($1)) }
    #expect(zip(whole, parts).allSatisfy { abs($0 - $1) < 1e-5 * largest })
  }

  @Test(arguments: InstructionSet.available)
  func aForwardOfManyChannelsIsThatOfItsParts(_ instructions: InstructionSet) throws {
    let shape = Shape(channels: 256, Axes(16)), source = try pattern(shape, "wide")
    let engine = try Engine(instructions, pool: ThreadPool(threads: 2))
    let weights = try pattern(Shape(channels: 256, Axes(256, 27, 1)), "weights").values
    func run(_ targets: Int, _ weights: ArraySlice<Float>) throws -> [Float] {
      let operation = try Convolution(256, targets)
      let prepared = try PreparedWeights(
        operation, Array(weights), extent: shape.extent, method: .winograd2, on: engine)
      return try operation.forward(Concatenation(Operand(plain: source)), prepared, on: engine).tensor.values
    }
    let half = weights.count / 2
    #expect(try run(256, weights[...]) == run(128, weights[..<half]) + run(128, weights[half...]))
  }

  /// Numbers that repeat after a prime: enough, and quick to make.
  private func pattern(_ shape: Shape, _ name: String) throws -> Tensor {
    var numbers = Numbers(name)
    let pattern = (0..<4093).map { _ in numbers.next() }
    return try Tensor(shape, (0..<shape.count).map { pattern[$0 % pattern.count] })
  }
}
