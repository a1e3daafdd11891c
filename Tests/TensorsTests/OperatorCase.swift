import Tensors

/// A row of the operator table: one operator at one shape, by the kernels and by the oracle.
struct OperatorCase: Sendable, CustomStringConvertible {
  /// Names the operator and its shapes; golden values are found by it.
  let name: String
  /// Values of each input; all are differentiated.
  let inputs: [Int]
  /// Bounds of the relative L2 errors of values and of gradients against the oracle.
  var tolerance = 2e-6
  var gradientTolerance = 4e-6
  /// The output.
  let forward: @Sendable (_ inputs: [[Float]], Engine) throws -> [Float]
  /// The gradient of every input from that of the output.
  let backward: @Sendable (_ inputs: [[Float]], _ gradient: [Float], Engine) throws -> [[Float]]
  /// The same in double, by plain loops.
  let oracle: @Sendable (_ inputs: [[Double]]) -> [Double]
  let oracleBackward: @Sendable (_ inputs: [[Double]], _ gradient: [Double]) -> [[Double]]
  /// Whether PyTorch has the operator, so that golden values must exist.
  var hasGolden = true

  var description: String { name }

  /// Inputs that are the same in every run: uniform in [-1, 1), from the name.
  func sampleInputs() -> [[Float]] {
    var numbers = Numbers(name)
    return inputs.map { count in (0..<count).map { _ in numbers.next() } }
  }
}

/// A small linear congruential generator seeded by text: test inputs need no better.
struct Numbers {
  private var state: UInt64

  init(_ seed: String) {
    state = seed.utf8.reduce(14_695_981_039_346_656_037) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
  }

  /// Uniform in [-1, 1) with 24 bits.
  mutating func next() -> Float {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Float(state >> 40) / 8_388_608 - 1
  }

  mutating func below(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % bound
  }
}

/// The L2 norm of the difference over that of the expected values (or 1e-6, for values that are all zero).
func relativeError<Given: BinaryFloatingPoint>(_ given: [Given], _ expected: [Double]) -> Double {
  guard given.count == expected.count else { return .infinity }
  var difference = 0.0, norm = 0.0
  for (a, b) in zip(given, expected) {
    difference += (Double(a) - b) * (Double(a) - b)
    norm += b * b
  }
  return difference.squareRoot() / max(norm.squareRoot(), 1e-6)
}

func double(_ values: [[Float]]) -> [[Double]] { values.map { $0.map(Double.init) } }
