import Tensors
import Testing

@testable import Networks

/// Plans waste little: what a run reserves is close to what lives in it at once.
@Suite struct NetworkMemoryTests {
  /// Adds up the tensors that live, as if memory had no holes.
  private final class LiveBytes: WalkCarrier {
    typealias Value = Shape
    private var live = 0
    private(set) var most = 0

    func patch(_ shape: Shape) throws(TensorError) -> Shape { try room(shape) }

    func room(_ shape: Shape) throws(TensorError) -> Shape {
      live += try Tensor.bytes(of: shape)
      most = max(most, live)
      return shape
    }

    func perform(_ index: Int, _ step: NetworkWalk.Step, _ sources: [Shape]) throws(TensorError) -> Shape {
      try room(try step.operation.targetShape(sources))
    }

    func release(_ value: Shape) { live -= (try? Tensor.bytes(of: value)) ?? 0 }
  }

  struct Case: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var architecture: UNetArchitecture
    var patch: Axes
  }

  static let cases: [Case] = {
    let flat = Axes(1, 3, 3), half = Axes(1, 2, 2)
    var plain = NetworkBenchmark().architecture, residual = plain, thin = plain
    residual.family = .residual
    residual.stages[2].blocks = 4
    plain.classes = 118
    for stage in 0...1 { thin.stages[stage].kernel = flat }
    thin.stages[1].stride = half
    return [
      Case(testDescription: "plain", architecture: plain, patch: Axes(128)),
      Case(testDescription: "residual", architecture: residual, patch: Axes(96, 160, 160)),
      Case(testDescription: "anisotropic", architecture: thin, patch: Axes(48, 192, 192)),
    ]
  }()

  @Test("holes take less than a tenth with one decoder, a quarter with several", arguments: cases, [1, 3])
  func holesAreSmall(_ example: Case, _ decoders: Int) throws {
    let memory = try NetworkMemory(
      example.architecture, [UNetArchitecture](repeating: example.architecture, count: decoders),
      patch: example.patch, threads: 2)
    let carrier = LiveBytes()
    let input = Shape(channels: 1, example.patch)
    let skips = try NetworkWalk.encoder(example.architecture).carryEncoder(input, on: carrier)
    let decoder = try NetworkWalk.decoder(example.architecture)
    for index in 0..<decoders {
      var values: [Shape?] = skips
      let finest = try decoder.carryDecoder(
        &values, inputs: index + 1 == decoders ? .spent : .kept, on: carrier)
      carrier.release(try #require(finest))
    }
    // Several decoders leave the skips in the middle of what the first has freed.
    let bound = decoders == 1 ? 1.1 : 1.25
    #expect(memory.arenaBytes >= carrier.most)
    #expect(Double(memory.arenaBytes) < bound * Double(carrier.most))
  }
}
