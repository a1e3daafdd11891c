import Foundation
import Networks
import Tensors
import Testing

@testable import Learning

/// What rivals minimise: gradients are those of the losses, and each does what its paper says.
@Suite struct RivalObjectiveTests {
  private let engine: Engine

  init() throws { engine = try Engine(pool: ThreadPool(threads: 2)) }

  /// The slope of the loss along the gradient, by a difference quotient through the whole network.
  @Test(arguments: RivalScene.names) func gradientsAreThoseOfTheLoss(_ name: String) throws {
    let objective = try RivalScene.objective(name), batch = RivalScene.batch()
    var network = try RivalScene.student()
    let start = network.parameters, outcome = try network.step(batch, objective, on: engine)
    let slope = outcome.gradients.squares
    let step = Float(0.01 / slope)
    func loss(_ factor: Float) throws -> Double {
      network.parameters = start.moved(by: outcome.gradients, times: factor)
      return try network.step(batch, objective, on: engine).loss
    }
    let quotient = (try loss(step) - loss(-step)) / (2 * Double(step))
    #expect(abs(quotient / slope - 1) < 0.01, "\(quotient) for \(slope)")
  }

  @Test(arguments: RivalScene.names) func threadsChangeNoBit(_ name: String) throws {
    let network = try RivalScene.student(), batch = RivalScene.batch()
    let outcomes = try [1, 2, 3].map { threads in
      try network.step(
        batch, RivalScene.objective(name), on: Engine(pool: ThreadPool(threads: threads)))
    }
    #expect(outcomes.allSatisfy { $0.loss == outcomes[0].loss && $0.gradients == outcomes[0].gradients })
  }

  @Test func withLabelsOfAllClassesNothingIsMerged() throws {
    let shape = Shape(batch: 2, channels: 5, Axes(4)), logits = try RivalScene.logits(shape, "all")
    let labels = RivalScene.labels(2 * 64, of: [0, 1, 2, 3, 4, DiceCrossEntropy.ignored], "all")
    let plain = try Tensor(shape, logits.values)
    let expected = try DiceCrossEntropy().backward(plain, labels: labels, on: engine)
    let given = try PartialLabels(all: 5).backward(
      logits, samples: 0..<2, labels: labels, into: logits, on: engine)
    #expect(given == expected && logits.values == plain.values)
  }

  /// Probability may move between the background and what the labels do not know without any loss.
  @Test func theBackgroundMayBeAnyUnlabelledClass() throws {
    let shape = Shape(batch: 1, channels: 5, Axes(4)), voxels = shape.voxels
    let partial = try PartialLabels(classes: 5, labelled: [2, 4])
    let labels = RivalScene.labels(voxels, of: [0, 2, 4], "background")
    let values = try RivalScene.logits(shape, "background").values
    func loss(_ order: [Int]) throws -> Double {
      let swapped = order.flatMap { values[($0 * voxels)..<(($0 + 1) * voxels)] }
      let logits = try Tensor(shape, swapped)
      return try partial.backward(logits, samples: 0..<1, labels: labels, into: logits, on: engine)
    }
    let straight = try loss([0, 1, 2, 3, 4])
    #expect(abs(try loss([1, 0, 2, 3, 4]) - straight) < 1e-6)
    #expect(abs(try loss([3, 0, 2, 1, 4]) - straight) < 1e-6)
    #expect(abs(try loss([0, 1, 4, 3, 2]) - straight) > 1e-3)
    #expect(throws: TensorError.label(operator: "partial labels", value: 5, classes: 5)) {
      try PartialLabels(classes: 5, labelled: [5])
    }
  }

  @Test func whoHasForgottenNothingPaysNothing() throws {
    let teacher = try RivalScene.teacher(), batch = RivalScene.batch(), classes = RivalScene.classes
    let fresh = try teacher.grown(to: classes, rows: .initial(seed: 4))
    let labels = try fresh.step(batch, on: engine)
    let lwf = try fresh.step(batch, LwFObjective(teacher: teacher, classes: classes, weight: 50), on: engine)
    #expect(abs(lwf.loss - labels.loss) < 1e-5)
    #expect(
      lwf.gradients.moved(by: labels.gradients, times: -1).squares < 1e-8 * labels.gradients.squares)
    // New rows that share the background's probability say of old classes what the old network said.
    let spread = try teacher.grown(to: classes, rows: .background)
    func mib(_ network: TrainingNetwork, _ weight: Double) throws -> Double {
      try network.step(
        batch,
        MiBObjective(teacher: teacher, classes: classes, labelled: RivalScene.labelled, weight: weight),
        on: engine
      ).loss
    }
    #expect(abs(try mib(spread, 50) - mib(spread, 0)) < 1e-5)
    #expect(try mib(fresh, 50) > mib(fresh, 0) + 0.1)
    // Its features are the teacher's too.
    let plop = try PLOPObjective(
      teacher: teacher, classes: classes, labelled: RivalScene.labelled,
      thresholds: EntropyThresholds([2, 2, 2]))
    let skips = try spread.inputs(batch, on: engine)
    let targets = try plop.targets(for: batch, inputs: skips, on: engine)
    let own = try spread.outputs(behind: skips, on: engine).features
    #expect(try targets.backward(features: own, on: engine)?.value == 0)
    let others = try RivalScene.student()
    let moved = try others.outputs(behind: others.inputs(batch, on: engine), on: engine).features
    let loss = try #require(try targets.backward(features: moved, on: engine))
    #expect(loss.value > 0 && loss.gradients.count == 2 && loss.gradients.allSatisfy { $0 != nil })
  }

  @Test func aJointLossIsTheMeanOfItsSamples() throws {
    let joint = try JointObjective(RivalScene.union, tasks: 2), batch = RivalScene.batch()
    #expect(batch.origins == [1, 0])
    let network = try RivalScene.student()
    let head = try #require(network.heads.last)
    let shape = Shape(batch: 2, channels: RivalScene.classes, batch.shape.extent), voxels = shape.voxels
    let logits = try RivalScene.logits(shape, "joint"), before = logits.values
    let targets = try joint.targets(for: batch, inputs: [], on: engine)
    // The first data set knows nothing of classes 3 and 4.
    let labels = batch.labels[..<voxels] + batch.labels[voxels...].map { $0 == 3 || $0 == 4 ? 0 : $0 }
    let loss = try targets.backward(logits, of: head, labels: Array(labels), on: engine)
    var sum = 0.0
    for (n, origin) in batch.origins.enumerated() {
      let one = Shape(channels: shape.channels, shape.extent), size = one.count
      let own = try Tensor(one, Array(before[(n * size)..<((n + 1) * size)]))
      sum += try joint.labels[origin].backward(
        own, samples: 0..<1, labels: labels[(n * voxels)..<((n + 1) * voxels)], weight: 0.5, into: own,
        on: engine)
      #expect(own.values == Array(logits.values[(n * size)..<((n + 1) * size)]))
    }
    #expect(abs(loss - sum) < 1e-12)
    var sample = TwoBalls(classes: [1, 2]).sample(0)
    sample.origin = 2
    #expect(throws: TensorError.self) {
      try joint.targets(for: TrainingBatch([sample]), inputs: [], on: engine)
    }
  }

  @Test func jointSamplesComeInTurnAndInTheUnionsClasses() throws {
    let sources: [any SampleSource] = [TwoBalls(classes: [1, 2]), TwoBalls(classes: [2, 3])]
    let joint = JointSamples(sources, RivalScene.union)
    for index in 0..<4 {
      let sample = try joint.sample(index), own = try sources[index % 2].sample(index / 2)
      #expect(sample.origin == index % 2 && sample.image == own.image)
      // The second task's labels are aorta, spleen, heart: classes 3, 2, 4.
      let map: [UInt16] = index % 2 == 0 ? [0, 1, 2] : [0, 3, 2, 4]
      #expect(sample.labels == own.labels.map { map[Int($0)] })
    }
    let wrong = JointSamples([TwoBalls(classes: [1, 3])], RivalScene.union)
    #expect(throws: TensorError.label(operator: "joint samples", value: 3, classes: 3)) {
      try wrong.sample(0)
    }
  }

  @Test func objectivesThatCannotBeAreRefused() throws {
    let teacher = try RivalScene.teacher(), thresholds = EntropyThresholds([1, 1, 1])
    #expect(throws: TensorError.self) { try LwFObjective(teacher: teacher, classes: 2) }
    #expect(throws: TensorError.self) { try MiBObjective(teacher: teacher, classes: 2, labelled: [1]) }
    #expect(throws: TensorError.self) { try MiBObjective(teacher: teacher, classes: 5, labelled: [5]) }
    #expect(throws: TensorError.self) { try MiBObjective(teacher: teacher, classes: 5, labelled: [0]) }
    #expect(throws: TensorError.self) {
      try PLOPObjective(
        teacher: teacher, classes: 5, labelled: [3], thresholds: EntropyThresholds([1, 1]))
    }
    #expect(throws: TensorError.self) {
      try PLOPObjective(teacher: teacher, classes: 5, labelled: [3], thresholds: thresholds, scales: 0)
    }
  }
}
