import Tensors
import Testing

/// The network the benchmarks measure computes what it says: it is only fast if it is right.
@Suite struct BenchmarkNetworkTests {
  private func network() throws -> BenchmarkNetwork {
    try BenchmarkNetwork(channels: [16, 32, 48], classes: 19, extent: Axes(16, 24, 32))
  }

  @Test("labels are those of the logits, in the planned memory", arguments: InstructionSet.available)
  func labels(_ instructions: InstructionSet) throws {
    let network = try network(), plan = try network.forwardPlan()
    let engine = try Engine(instructions, pool: ThreadPool(threads: 2))
    let weights = try BenchmarkNetwork.Prepared(network, on: engine), patch = network.randomPatch()
    let logits = try network.logits(patch, weights, on: engine)
    let expected = try Argmax().forward(logits, on: engine)
    let arena = try plan.arena()
    engine.arena = arena
    for _ in 0..<2 { #expect(try network.forward(patch, weights, on: engine) == expected) }
    #expect(arena.peak <= plan.bytes)
  }

  /// The loss falls along its gradient by what the gradient promises.
  @Test func theGradientIsThatOfTheLoss() throws {
    let network = try network(), engine = try Engine(pool: ThreadPool(threads: 2))
    let patch = network.randomPatch(), labels = network.randomLabels()
    let (loss, gradients) = try network.trainingStep(patch, labels: labels, on: engine)
    let squared = gradients.squaredNorm, step = 0.02 / squared.squareRoot()
    let after = try network.moved(by: gradients, -step).trainingStep(patch, labels: labels, on: engine).loss
    let before = try network.moved(by: gradients, step).trainingStep(patch, labels: labels, on: engine).loss
    #expect(after < loss)
    #expect(abs((before - after) / (2 * step * squared) - 1) < 0.02)
  }

  @Test func aStepIsTheSameOnAnyNumberOfThreads() throws {
    let network = try network(), patch = network.randomPatch(), labels = network.randomLabels()
    let one = try network.trainingStep(patch, labels: labels, on: Engine(pool: ThreadPool(threads: 1)))
    let three = try network.trainingStep(patch, labels: labels, on: Engine(pool: ThreadPool(threads: 3)))
    #expect(one.loss == three.loss)
    #expect(one.gradients == three.gradients)
  }

  @Test func aPatchMustHalveEvenly() {
    #expect(throws: TensorError.self) { try BenchmarkNetwork(extent: Axes(100)) }
  }
}
