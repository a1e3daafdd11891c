import Foundation
import Networks
import Tensors
import Testing

@testable import Learning

/// A bright ball in noise, somewhere else in every sample.
struct BallSource: SampleSource {
  struct Broken: Error {}
  /// From this number on samples fail, as when a disk goes away.
  var breaksAt = Int.max

  func sample(_ index: Int) throws -> TrainingSample {
    guard index < breaksAt else { throw Broken() }
    let edge = 16
    var state = UInt64(index) &* 0x9E37_79B9_7F4A_7C15 &+ 77
    func draw() -> Float {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Float(state >> 40) / Float(1 << 24)
    }
    let middle = (4 + 8 * draw(), 4 + 8 * draw(), 4 + 8 * draw())
    var image: [Float] = [], labels: [UInt16] = []
    for z in 0..<edge {
      for y in 0..<edge {
        for x in 0..<edge {
          let d = (Float(z) - middle.0, Float(y) - middle.1, Float(x) - middle.2)
          let isIn = d.0 * d.0 + d.1 * d.1 + d.2 * d.2 < 16
          image.append((isIn ? 1.2 : 0) + draw() - 0.5)
          labels.append(isIn ? 1 : 0)
        }
      }
    }
    return TrainingSample(channels: 1, extent: Axes(edge), image: image, labels: labels)
  }
}

/// A run can be killed anywhere and goes on with the same bits; it learns, and it says what it does.
@Suite struct TrainerTests {
  static let architecture = UNetArchitecture(
    family: .plain, inputChannels: 1,
    stages: [
      .init(features: 6, kernel: Axes(3), stride: Axes(1), blocks: 1),
      .init(features: 8, kernel: Axes(3), stride: Axes(2), blocks: 1),
      .init(features: 10, kernel: Axes(3), stride: Axes(2), blocks: 1),
    ], decoderConvolutions: [1, 1], classes: 2, convolutionBias: false)

  static func network() throws -> TrainingNetwork {
    var weights = try RandomWeights(seed: 3).weights(architecture)
    // The benchmark weights have no head for the coarser resolution.
    weights["decoder.seg_layers.0.weight"] = WeightTensor(
      shape: [2, 8, 1, 1, 1], values: (0..<16).map { Float($0 % 5) * 0.1 - 0.2 })
    weights["decoder.seg_layers.0.bias"] = WeightTensor(shape: [2], values: [0, 0])
    return try TrainingNetwork(architecture, weights: weights)
  }

  static func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
    let folder = URL(filePath: NSTemporaryDirectory()).appending(path: "fabrica-run-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder.path(percentEncoded: false))
  }

  static func settings(_ steps: Int = 8) -> TrainingSettings {
    TrainingSettings(steps: steps, checkpointInterval: 3, validationInterval: 4)
  }

  static func trainer(
    _ folder: String, _ settings: TrainingSettings = settings(), source: BallSource = BallSource()
  ) throws -> Trainer {
    try Trainer(
      network(), settings, samples: source,
      validation: (1000..<1003).map { try BallSource().sample($0) }, in: folder)
  }

  static let whole: Result<NetworkParameters, any Error> = Result {
    try withFolder { try trainer($0).run(threads: 2).parameters }
  }

  @Test(arguments: [1, 3]) func threadsChangeNoBit(_ threads: Int) throws {
    let other = try Self.withFolder { try Self.trainer($0).run(threads: threads).parameters }
    #expect(try other == Self.whole.get())
  }

  /// Samples that stop coming leave what a kill leaves: the last checkpoint and lines of steps behind it.
  @Test(arguments: [1, 3, 5, 7, 8, 13, 15]) func whatIsKilledGoesOnWithTheSameBits(_ sample: Int) throws {
    try Self.withFolder { folder in
      #expect(throws: BallSource.Broken.self) {
        try Self.trainer(folder, source: BallSource(breaksAt: sample)).run(threads: 2)
      }
      let resumed = try Self.trainer(folder).run(threads: 2).parameters
      #expect(try resumed == Self.whole.get())
      let lines = ProgressLog.read(folder + "/" + ProgressLog.name)
      #expect(lines.map(\.step) == Array(1...8))
    }
  }

  @Test func stoppingLeavesACheckpointOfThatVeryStep() throws {
    try Self.withFolder { folder in
      var asked = 0
      #expect(throws: TrainingError.cancelled(step: 5, of: 8)) {
        try Self.trainer(folder).run(
          threads: 2,
          isCancelled: {
            asked += 1
            return asked > 5
          })
      }
      let state = try TrainingCheckpoint.read(
        folder + "/" + TrainingCheckpoint.name, of: Self.network(), settings: Self.settings())
      #expect(state.step == 5)
      #expect(try Self.trainer(folder).run(threads: 2).parameters == Self.whole.get())
    }
  }

  @Test func itLearns() throws {
    try Self.withFolder { folder in
      var settings = Self.settings(60)
      settings.averaging = nil
      settings.decay = PolynomialDecay(rate: 0.02, steps: 60)
      _ = try Self.trainer(folder, settings).run(threads: 2)
      let lines = ProgressLog.read(folder + "/" + ProgressLog.name)
      let dice = try #require(lines.last?.dice?.first ?? nil)
      #expect(dice > 0.8)
      let first = lines.prefix(5).map(\.loss).reduce(0, +), last = lines.suffix(5).map(\.loss).reduce(0, +)
      #expect(last < 0.6 * first)
      #expect(lines.filter { $0.dice != nil }.map(\.step) == Array(stride(from: 4, through: 60, by: 4)))
      #expect(lines.last?.left == 0)
    }
  }

  @Test func aFolderOfAnotherRunIsRefused() throws {
    try Self.withFolder { folder in
      _ = try Self.trainer(folder).run(threads: 1)
      let path = folder + "/" + TrainingCheckpoint.name
      #expect(throws: TrainingError.otherRun(file: path, field: "settings")) {
        try Self.trainer(folder, Self.settings(9)).run(threads: 1)
      }
      let bytes = try Data(contentsOf: URL(filePath: path))
      try bytes.prefix(bytes.count / 2).write(to: URL(filePath: path))
      #expect(throws: SafetensorsError.self) { try Self.trainer(folder).run(threads: 1) }
    }
  }

  /// Neither decay nor averaging moves what is frozen, or the decoder would learn for another encoder than the model's.
  @Test func aFrozenEncoderStaysToTheLastBit() throws {
    try Self.withFolder { folder in
      var network = try Self.network()
      network.learnsEncoder = false
      let trained = try Trainer(network, Self.settings(), samples: BallSource(), in: folder).run(threads: 2)
      #expect(trained.parameters.encoder == network.parameters.encoder)
      #expect(trained.parameters.decoder != network.parameters.decoder)
    }
  }

  @Test func settingsThatCannotBeAreRefused() throws {
    for change: (inout TrainingSettings) -> Void in [
      { $0.steps = 0 }, { $0.batch = 0 }, { $0.checkpointInterval = 0 }, { $0.averaging = 1 },
      { $0.decay = PolynomialDecay(rate: .nan, steps: 8) },
    ] {
      var settings = Self.settings()
      change(&settings)
      #expect(throws: TrainingError.self) { try Self.trainer("/nowhere", settings) }
    }
  }

  @Test func arraysInNNUNetsNamesGiveTheSameNetwork() throws {
    let network = try Self.network()
    let again = try TrainingNetwork(Self.architecture, weights: network.weights)
    #expect(again.parameters == network.parameters)
    #expect(network.weights.names == Self.architecture.weightShapes.map(\.name).sorted())
  }
}
