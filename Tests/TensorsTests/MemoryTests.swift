import Testing

@testable import Tensors

@Suite struct MemoryTests {
  private let shape = Shape(channels: 32, Axes(16))

  @Test func theRunTakesExactlyWhatWasPlanned() throws {
    var plan = MemoryPlan()
    let a = try plan.take(shape)
    let b = try plan.take(shape.with(channels: 64))
    plan.release(a)
    let c = try plan.take(shape)
    plan.release(b)
    plan.release(c)
    let arena = try plan.arena()
    var first: Tensor? = try Tensor(shape, in: arena)
    var second: Tensor? = try Tensor(shape.with(channels: 64), in: arena)
    #expect(first != nil)
    first = nil
    let third = try Tensor(shape, in: arena)
    #expect(second != nil)
    second = nil
    #expect(arena.peak == plan.bytes)
    #expect(arena.peak == arena.bytes)
    #expect(third.values.count == shape.count)
  }

  @Test func moreThanThereIsIsRefusedBeforeTheRun() throws {
    var plan = MemoryPlan()
    _ = try plan.take(shape)
    plan.set(beside: 1 << 20)
    let needed = plan.bytes
    #expect(throws: TensorError.memory(needed: needed, available: 1000)) { try plan.arena(available: 1000) }
    var huge = MemoryPlan()
    for _ in 0..<64 { _ = try huge.take(Shape(channels: 512, Axes(256))) }
    #expect(throws: TensorError.self) { try huge.arena() }
  }

  @Test func anArenaThatIsFullRefuses() throws {
    let arena = try Arena(bytes: 2 << 20)
    let small = try Tensor(Shape(channels: 16, Axes(8)), in: arena)
    #expect(throws: TensorError.self) { try Tensor(Shape(channels: 64, Axes(32)), in: arena) }
    #expect(small.shape.channels == 16)
  }

  @Test func usedMemoryGetsACleanBorder() throws {
    let arena = try Arena(bytes: 64 << 20), engine = try Engine(pool: ThreadPool(threads: 1), arena: arena)
    let operation = try Convolution(16, 16), extent = Axes(5, 6, 7), source = Shape(channels: 16, extent)
    var numbers = Numbers("border")
    let values = (0..<source.count).map { _ in numbers.next() }
    let dense = (0..<operation.weightCount).map { _ in numbers.next() }
    for method in Convolution.Method.allCases {
      let weights = try PreparedWeights(operation, dense, extent: extent, method: method, on: engine)
      func run(dirty: Bool) throws -> [Float] {
        if dirty {
          let large = Shape(channels: 48, Axes(20))
          _ = try Tensor(large, [Float](repeating: .infinity, count: large.count), in: arena)
        }
        let tensor = try Tensor(source, values, in: arena)
        return try operation.forward(Concatenation(Operand(plain: tensor)), weights, on: engine).tensor.values
      }
      #expect(try run(dirty: true) == run(dirty: false))
    }
  }

  @Test func readsWhatTheSystemSays() {
    #expect(MachineMemory.memAvailable("MemTotal: 5 kB\nMemAvailable:  1024 kB\n") == 1 << 20)
    #expect(MachineMemory.memAvailable("MemAvailable: x kB") == nil)
    #expect(MachineMemory.groupLimit(maximum: "max\n", current: "5\n") == nil)
    #expect(MachineMemory.groupLimit(maximum: "4096\n", current: "96\n") == 4000)
    #expect(MachineMemory.groupLimit(maximum: "10\n", current: "96\n") == 0)
  }

  @Test func rangesAreJoinedAgain() {
    var allocator = OffsetAllocator()
    let unit = OffsetAllocator.alignment
    let places = (0..<4).map { _ in allocator.place(unit) }
    for place in [places[1], places[3], places[2], places[0]] { allocator.give(back: place, unit) }
    #expect(allocator.place(4 * unit) == 0)
    #expect(allocator.peak == 4 * unit)
  }
}
