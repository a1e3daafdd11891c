import CKernels
import Tensors
import Testing

@Suite struct ArgmaxTests {
  @Test("labels and probabilities agree with the oracle", arguments: InstructionSet.available)
  func agreesWithOracle(_ instructions: InstructionSet) throws {
    let engine = try Engine(instructions, pool: ThreadPool(threads: 2))
    for channels in [1, 3, 16, 118] {
      let shape = Shape(channels: channels, Axes(4, 3, 5)), voxels = shape.voxels
      var numbers = Numbers("argmax \(channels)")
      let logits = (0..<shape.count).map { _ in numbers.next() * 20 }
      var label = [UInt16](repeating: 0, count: voxels), probability = [Double](repeating: 0, count: voxels)
      ck_reference_argmax(Int32(channels), Int64(voxels), logits.map(Double.init), &label, &probability)
      let result = try Argmax().forward(Tensor(shape, logits), on: engine)
      #expect(result.label == label)
      #expect(relativeError(result.probability, probability) < 1e-6)
    }
  }

  @Test("the first of equals wins", arguments: InstructionSet.available)
  func ties(_ instructions: InstructionSet) throws {
    let engine = try Engine(instructions, pool: ThreadPool(threads: 1))
    let shape = Shape(channels: 40, Axes(1))
    var logits = [Float](repeating: -1, count: 40)
    logits[21] = 2
    logits[37] = 2
    #expect(try Argmax().forward(Tensor(shape, logits), on: engine).label == [21])
  }
}
