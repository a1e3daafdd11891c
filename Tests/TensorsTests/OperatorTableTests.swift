import Tensors
import Testing

/// The operator table, three ways: values, gradients, and the same bits for any number of threads.
/// Speed is the fourth, in the kernel benchmark.
@Suite struct OperatorTableTests {
  @Test("values agree with the oracle", arguments: OperatorTable.cases, InstructionSet.available)
  func values(_ row: OperatorCase, _ instructions: InstructionSet) throws {
    let engine = try Engine(instructions, pool: ThreadPool(threads: 2))
    let inputs = row.sampleInputs()
    let error = relativeError(try row.forward(inputs, engine), row.oracle(double(inputs)))
    #expect(error <= row.tolerance)
  }

  @Test("gradients agree with the oracle", arguments: OperatorTable.cases, InstructionSet.available)
  func gradients(_ row: OperatorCase, _ instructions: InstructionSet) throws {
    let engine = try Engine(instructions, pool: ThreadPool(threads: 2))
    let inputs = row.sampleInputs(), gradient = outputGradient(row)
    let given = try row.backward(inputs, gradient, engine)
    let expected = row.oracleBackward(double(inputs), gradient.map(Double.init))
    #expect(given.count == row.inputs.count)
    for (index, (a, b)) in zip(given, expected).enumerated() {
      #expect(relativeError(a, b) <= row.gradientTolerance, "input \(index)")
    }
  }

  /// Of some inputs, the difference quotient of the oracle against its gradient, both in double.
  @Test("the oracle's gradients are those of its values", arguments: OperatorTable.operators)
  func finiteDifferences(_ row: OperatorCase) {
    let inputs = double(row.sampleInputs()), weights = outputGradient(row).map(Double.init)
    let gradients = row.oracleBackward(inputs, weights)
    var numbers = Numbers(row.name + " differences")
    let step = 1e-5
    for (index, input) in inputs.enumerated() {
      let scale = (gradients[index].reduce(0) { $0 + $1 * $1 } / Double(input.count)).squareRoot()
      for _ in 0..<4 {
        let place = numbers.below(input.count)
        func value(_ offset: Double) -> Double {
          var moved = inputs
          moved[index][place] += offset
          return zip(row.oracle(moved), weights).reduce(0) { $0 + $1.0 * $1.1 }
        }
        let quotient = (value(step) - value(-step)) / (2 * step)
        #expect(abs(quotient - gradients[index][place]) <= 1e-5 * max(scale, 1e-3), "input \(index)")
      }
    }
  }

  @Test("any number of threads gives the same bits", arguments: OperatorTable.cases)
  func threads(_ row: OperatorCase) throws {
    let inputs = row.sampleInputs(), gradient = outputGradient(row)
    var values: [[Float]] = [], gradients: [[[Float]]] = []
    for threads in [1, 2, 5] {
      let engine = try Engine(pool: ThreadPool(threads: threads))
      values.append(try row.forward(inputs, engine))
      gradients.append(try row.backward(inputs, gradient, engine))
    }
    #expect(values.allSatisfy { $0 == values[0] })
    #expect(gradients.allSatisfy { $0 == gradients[0] })
  }

  @Test("values and gradients agree with PyTorch", arguments: OperatorTable.cases.filter(\.hasGolden))
  func golden(_ row: OperatorCase) throws {
    let golden = try #require(
      try GoldenValues.load()[row.goldenName], "no golden values: run Scripts/make-operator-fixtures")
    let engine = try Engine(pool: ThreadPool(threads: 2))
    #expect(golden.inputs.map(\.count) == row.inputs)
    #expect(relativeError(try row.forward(golden.inputs, engine), golden.output.map(Double.init)) <= 4e-6)
    let gradients = try row.backward(golden.inputs, golden.gradient, engine)
    for (index, (a, b)) in zip(gradients, golden.gradients).enumerated() {
      #expect(relativeError(a, b.map(Double.init)) <= 1e-5, "input \(index)")
    }
  }

  /// The same random gradient of the output for every engine.
  private func outputGradient(_ row: OperatorCase) -> [Float] {
    var numbers = Numbers(row.name + " gradient")
    return row.oracle(double(row.sampleInputs())).map { _ in numbers.next() }
  }
}
