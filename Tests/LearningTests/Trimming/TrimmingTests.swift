import Foundation
import Networks
import Tensors
import Testing

@testable import Learning

/// Students: what they take over, what holds them to their teacher, and which of them are kept.
@Suite struct TrimmingTests {
  typealias Fixtures = TrimmingFixtures

  @Test func aTeacherIsItsOwnBestStudent() throws {
    let teacher = try Fixtures.teacher(), engine = try Fixtures.engine(), batch = Fixtures.batch()
    let plain = try teacher.step(batch, on: engine)
    let held = try teacher.step(batch, DistillationObjective(teacher: teacher), on: engine)
    #expect(abs(held.loss - plain.loss) < 1e-5)
    let other = try TrainingNetwork(Fixtures.architecture, weights: Fixtures.weights(seed: 8))
    let strange = try teacher.step(batch, DistillationObjective(teacher: other), on: engine)
    #expect(strange.loss > plain.loss + 0.05)
  }

  @Test func aNarrowStudentLearnsFromAWideTeacher() throws {
    let search = try SearchNetwork(
      Fixtures.architecture, weights: Fixtures.weights(), space: Fixtures.space(), seed: 2)
    let students = StudentWeights(space: search.space, search: search)
    let choice = StageChoice(features: 8, slots: [.separable, nil])
    let student = try students.student(replacing: 1, of: try Fixtures.teacher(), by: choice)
    let stages = student.architecture.decoderStages
    #expect(stages.map(\.features) == [24, 8] && stages[1].kernels == [Axes(1, 3, 3), Axes(3, 1, 1)])
    let narrower = try students.student(
      replacing: 0, of: student, by: StageChoice(features: 16, slots: [.full, .pointwise]))
    #expect(narrower.architecture.decoderStages.map(\.features) == [16, 8])
    #expect(narrower.parameters.count < student.parameters.count)
    let objective = DistillationObjective(teacher: try Fixtures.teacher()), engine = try Fixtures.engine()
    let outcome = try narrower.step(Fixtures.batch(), objective, on: engine)
    #expect(outcome.loss.isFinite && outcome.gradients.encoder.allSatisfy { $0 == nil })
    // A model with such a decoder segments: the walk that trains is the walk that runs.
    let weights = narrower.weights
    let predictor = try NetworkPredictor(
      Encoder(narrower.architecture, weights: weights), [Decoder(narrower.architecture, weights: weights)],
      patch: Fixtures.patch, on: engine)
    let image = Array(Fixtures.batch().image.prefix(Fixtures.patch.product))
    let logits = try #require(predictor.logits(of: image).first?.values)
    let trained = try Fixtures.logits(narrower)
    for (a, b) in zip(logits, trained.prefix(logits.count)) { #expect(abs(a - b) < 1e-3) }
  }

  @Test func aMilderChoiceEndsAtTheTeacher() throws {
    let space = try Fixtures.space()
    // Weights for a price, but a flat kernel costs more than a cube.
    var price = try SearchPrice.parameters(Fixtures.architecture, space)
    let planar = try #require(space.stages[0].slots[1].firstIndex(of: .planar))
    price.stages[0].slots[1][planar] = [9e9, 9e9, 9e9]
    var choice = StageChoice(features: 8, slots: [.planar, nil]), seen: [StageChoice] = []
    while let next = space.milder(choice, stage: 0, price: price), seen.count < 9 {
      seen.append(next)
      choice = next
    }
    #expect(
      seen == [
        StageChoice(features: 16, slots: [.planar, nil]), StageChoice(features: 24, slots: [.planar, nil]),
        StageChoice(features: 24, slots: [.separable, nil]), StageChoice(features: 24, slots: [.full, nil]),
        StageChoice(features: 24, slots: [.full, .separable]), space.teacher[0],
      ])
    let dearer = StageChoice(features: 24, slots: [.full, .planar])
    #expect(space.milder(dearer, stage: 0, price: price) == space.teacher[0])
  }

  @Test func masksCutTheSmallestAndKeepThemOut() throws {
    let network = try Fixtures.teacher()
    let mask = WeightMask(ofSmallest: 0.75, in: network.parameters)
    #expect(abs(mask.kept - 0.25) < 1e-3)
    var cut = network.parameters
    mask.apply(to: &cut)
    var largest: Float = 0, least = Float.infinity
    for (old, new) in zip(network.parameters.decoder, cut.decoder) {
      for (before, after) in zip(old?.weights ?? [], new?.weights ?? []) {
        if after == 0 { largest = max(largest, abs(before)) } else { least = min(least, abs(after)) }
      }
    }
    #expect(largest <= least && largest > 0)
    try TrainerTests.withFolder { folder in
      var trainer = try Trainer(
        network, TrainingSettings(steps: 3, checkpointInterval: 2), samples: BallSource(), in: folder)
      trainer.mask = mask
      let trained = try trainer.run(threads: 2)
      var again = trained.parameters
      mask.apply(to: &again)
      #expect(again == trained.parameters)
      #expect(trained.parameters.encoder == network.parameters.encoder)
      #expect(trained.parameters.decoder != cut.decoder)
    }
  }

  @Test func onlyPointsThatNoneOutdoesAreBest() {
    func point(_ dice: Double, _ parameters: Int, _ seconds: Double, kept: Bool = true) -> TrimmedPoint {
      TrimmedPoint(step: "", dice: dice, parameters: parameters, seconds: seconds, isKept: kept)
    }
    let points = [
      point(0.9, 100, 1), point(0.89, 50, 0.5), point(0.88, 60, 0.6), point(0.95, 10, 0.1, kept: false),
    ]
    #expect(TrimmedPoint.marked(points).map(\.isBest) == [true, true, false, false])
  }

  @Test(arguments: TrimmingOptions.Method.allCases)
  func aTrimmedDecoderTakesItsTeachersPlaceAndNothingElseChanges(_ method: TrimmingOptions.Method) throws {
    try TrainerTests.withFolder { folder in
      let path = try DecoderTests.model(folder)
      _ = try DecoderTests.decoder(folder, path).run(threads: 2)
      let before = try ModelBundle.open(path), data = try DecoderTests.data.get()
      // With a tolerance of 1 every step is kept.
      let job = try TrimmingJob(
        data, TrainingRecipe(steps: 27), TrimmingOptions(method: method, tolerance: 1, priceWeight: 20),
        of: path, id: "head", in: folder + "/trim.run", program: "fabrica 0")
      let report = try job.run(threads: 2)
      #expect(report.chosen == report.points.lastIndex(where: \.isKept) && report.points.count > 2)
      let teacher = try #require(report.points.first)
      #expect(report.points[report.chosen].parameters < teacher.parameters)
      let after = try ModelBundle.open(path), member = try after.member("member-1")
      let old = try before.member("member-1")
      #expect(after.manifest.revision == before.manifest.revision + 1)
      #expect(member.encoders == old.encoders && member.decoders.first == old.decoders.first)
      #expect(member.decoders.map(\.id) == ["decoder-1", "head"])
      #expect((member.decoders.last?.form != nil) == (method == .distillation))
      #expect(try after.certificateFacts().map(\.holds) == [true])
      #expect(try after.select(revision: before.manifest.revision).manifest == before.manifest)
      // The same run again picks another student without learning.
      let other = try TrimmingJob(
        data, TrainingRecipe(steps: 27), TrimmingOptions(method: method, tolerance: 1, priceWeight: 20),
        of: path, id: "head", in: folder + "/trim.run", program: "fabrica 0")
      #expect(try other.run(threads: 2, pick: 1).chosen == 1)
      #expect(throws: TrimmingError.noPoint(99, of: report.points.count - 1)) {
        _ = try ModelBundle.open(path).select(revision: before.manifest.revision)
        _ = try other.run(threads: 2, pick: 99)
      }
    }
  }
}
