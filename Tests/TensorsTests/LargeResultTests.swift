import Tensors
import Testing

/// Results larger than the caches are written past them; nothing else may change.
@Suite struct LargeResultTests {
  @Test(arguments: InstructionSet.available, [1, 16])
  func aLargeResultIsThatOfItsParts(_ instructions: InstructionSet, _ sources: Int) throws {
    let engine = try Engine(instructions, pool: ThreadPool(threads: 2))
    let shape = Shape(channels: sources, Axes(64)), whole = try Convolution(sources, 32)
    let part = try Convolution(sources, 16)
    var numbers = Numbers("large")
    // A pattern is enough, and quick to make.
    let pattern = (0..<4093).map { _ in numbers.next() }
    let source = try Concatenation(
      Operand(plain: Tensor(shape, (0..<shape.count).map { pattern[$0 % pattern.count] })))
    let weights = (0..<whole.weightCount).map { _ in numbers.next() }
    func run(_ operation: Convolution, _ weights: ArraySlice<Float>) throws -> [Float] {
      let prepared = try PreparedWeights(operation, Array(weights), extent: shape.extent, on: engine)
      return try operation.forward(source, prepared, on: engine).tensor.values
    }
    let half = weights.count / 2
    let parts = try run(part, weights[..<half]) + run(part, weights[half...])
    #expect(try run(whole, weights[...]) == parts)
  }
}
