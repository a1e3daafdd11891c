import Foundation
import Imaging
import Networks
import Phantoms
import Segmentation
import Tensors
import Testing

@testable import Learning

/// Labels follow the image onto the plan's grid, and what was made is found again.
@Suite struct DataPreparationTests {
  private func resampled(
    _ ids: [UInt16], _ old: Axes, to new: Axes, separate: Int? = nil, threads: Int = 1
  ) throws -> [UInt16] {
    let buffer = try Voxels.buffer(.uint16, count: ids.count, file: "test")
    for (offset, id) in ids.enumerated() { buffer.base.assumingMemoryBound(to: UInt16.self)[offset] = id }
    buffer.publish(ids.count)
    let placement = Placement(
      scanShape: old, scanSpacing: [1, 1, 1], cropOrigin: Axes(0), cropShape: old, preparedShape: new,
      storageOrigin: 0, storageStrides: Axes(old.height * old.width, old.width, 1))
    return LabelResampling(placement, separate: separate).run(buffer, pool: ThreadPool(threads: threads))
  }

  @Test func labelsOfARowAreThoseOfTheHand() throws {
    // Three voxels become six, at -0.25, 0.25, 0.75, 1.25, 1.75, 2.25: the nearest has 3/4 of the weight.
    #expect(try resampled([1, 0, 2], Axes(1, 1, 3), to: Axes(1, 1, 6)) == [1, 1, 0, 0, 2, 2])
    // Four become two, at 0.5 and 2.5: halves, where the higher id wins.
    #expect(try resampled([0, 5, 5, 0], Axes(1, 1, 4), to: Axes(1, 1, 2)) == [5, 5])
    #expect(try resampled([5, 2, 0, 0], Axes(1, 1, 4), to: Axes(1, 1, 2)) == [5, 0])
    // Five become three, at 1/3, 2, 11/3: the line between two voxels in thirds.
    #expect(try resampled([7, 1, 3, 9, 4], Axes(1, 1, 5), to: Axes(1, 1, 3)) == [7, 3, 4])
  }

  /// No class has a half at the middle of a square of three ids; nearest voxel or a threshold would choose another.
  @Test func theLargestShareWins() throws {
    // One voxel at the middle of 2 x 2: 4 has two quarters.
    #expect(try resampled([4, 0, 9, 4], Axes(1, 2, 2), to: Axes(1, 1, 1)) == [4])
    // 2 x 2 x 2: 3 has three eighths, 8 and 1 two each, 0 one.
    #expect(try resampled([3, 8, 1, 3, 8, 0, 3, 1], Axes(2, 2, 2), to: Axes(1, 1, 1)) == [3])
  }

  @Test func aSeparateAxisTakesTheNearestPlane() throws {
    let planes: [UInt16] = [1, 1, 2, 2]
    // Planes at 1/6, 5/6 and 3/2 of two: with linear weights the middle one could be mixed, here it is a plane.
    #expect(
      try resampled(planes, Axes(2, 1, 2), to: Axes(3, 1, 2), separate: 0) == [1, 1, 2, 2, 2, 2])
  }

  @Test func threadsAndEqualGridsChangeNothing() throws {
    var random = SampleRandom(seed: 5, index: 0, purpose: "ids")
    let old = Axes(9, 11, 13), ids = (0..<old.product).map { _ in UInt16(random.integer(below: 4)) * 300 }
    #expect(try resampled(ids, old, to: old) == ids)
    let one = try resampled(ids, old, to: Axes(12, 7, 15)),
      four = try resampled(ids, old, to: Axes(12, 7, 15), threads: 4)
    #expect(one == four && Set(one) == [0, 300, 600, 900])
  }

  @Test func foregroundVoxelsAreChosenEvenlyAndForEachClassAlone() throws {
    var labels = [UInt16](repeating: 0, count: 3000)
    for offset in 500..<2500 { labels[offset] = 2 }
    for offset in 2600..<2610 { labels[offset] = 1 }
    labels[2999] = DiceCrossEntropy.ignored
    let chosen = ForegroundVoxels.chosen(labels, classes: 4, most: 400)
    #expect(chosen[0] == (2600..<2610).map { Int32($0) } && chosen[2].isEmpty)
    #expect(chosen[1].count == 400 && chosen[1] == chosen[1].sorted() && Set(chosen[1]).count == 400)
    #expect(chosen[1].allSatisfy { labels[Int($0)] == 2 })
    // 200 of each half within four standard deviations.
    #expect((160...240).contains(chosen[1].count { $0 < 1500 }))
    labels[2605] = 0
    #expect(ForegroundVoxels.chosen(labels, classes: 4, most: 400)[1] == chosen[1])
  }

  // MARK: - Whole cases

  private static func plan(_ spacing: [Double], classes: Int) -> Plan {
    Plan(
      configuration: "test", spacing: spacing, patch: Axes(16), transpose: [0, 1, 2], orientation: .canonical,
      pipeline: .nnUNet, intensities: Plan.Intensities(low: -1000, high: 1000, mean: 50, deviation: 200),
      scanInterpolation: Plan.Interpolation(order: 3, orderAcross: 0, separateAcross: nil),
      logitInterpolation: Plan.Interpolation(order: 1, orderAcross: 0, separateAcross: nil), tileStep: 0.5,
      architecture: UNetArchitecture(
        family: .plain, inputChannels: 1,
        stages: [
          .init(features: 8, kernel: Axes(3), stride: Axes(1), blocks: 2),
          .init(features: 16, kernel: Axes(3), stride: Axes(2), blocks: 2),
        ], decoderConvolutions: [2], classes: classes))
  }

  /// The same patient in any of the file's orders, labels in another than the image, is the same case.
  @Test func storageOrderChangesNoCase() throws {
    let phantom = SpherePhantom(), names = ["RAS", "LPS", "SAR"]
    let folder = try DataFolder(labels: #""background": 0, "sphere": 1"#)
    for (number, code) in names.enumerated() {
      try VolumeWriter.write(phantom.make(orientation: code).ct, to: folder.image(code))
      try VolumeWriter.write(
        phantom.make(orientation: names[(number + 1) % 3]).labels.volume, to: folder.labels(code))
    }
    let dataset = try TrainingDataset(folder.path)
    let preparation = try CasePreparation(
      dataset, plan: Self.plan([2.5, 1.5, 2], classes: 2), store: nil, pool: ThreadPool(threads: 2))
    let made = try dataset.cases.map { try preparation.prepare($0) }
    #expect(made[0].extent == Axes(20, 32, 24) && made[0].foreground[0].count > 500)
    for item in made {
      #expect(item.image == made[0].image && item.labels == made[0].labels)
      #expect(item.foreground == made[0].foreground)
      // Where the label is, the image has the sphere's HU.
      #expect(zip(item.image, item.labels).allSatisfy { ($0 > 0) == ($1 == 1) })
    }
  }

  @Test func aPhantomKeepsItsOrgansAtAnotherSpacing() throws {
    let folder = NSTemporaryDirectory() + "fabrica-phantoms-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = try DatasetMaker(.headNeck, training: 2, spacing: 8).make(in: folder)
    let dataset = try TrainingDataset(path), review = try dataset.check()
    // Coarse voxels may miss the thinnest organs, and nothing else may be wrong.
    #expect(review.errors.allSatisfy { if case .absentClass = $0.problem { true } else { false } })
    let preparation = try CasePreparation(
      dataset, plan: Self.plan([6, 6, 6], classes: dataset.classes), store: nil, pool: ThreadPool(threads: 2))
    for (item, facts) in zip(dataset.cases, review.facts) {
      let made = try preparation.prepare(item)
      for label in 1..<dataset.classes where facts.classVoxels[label] >= 100 {
        let before = Double(facts.classVoxels[label]) * 512
        let after = Double(made.labels.count { $0 == label }) * 216
        #expect(abs(after / before - 1) < 0.15, "\(item.name), class \(label)")
      }
    }
  }

  @Test func preparedCasesAreKeptAndDamagedOnesMadeAgain() throws {
    let folder = try DataFolder()
    let shape = GridShape(x: 20, y: 18, z: 16)
    try folder.add("a", shape: shape, id: { x, _, _ in UInt16(x / 7) })
    let dataset = try TrainingDataset(folder.path), item = dataset.cases[0]
    let store = CaseStore(folder.path + "/store"), file = folder.path + "/store/a.case"
    func prepared(_ spacing: Double) throws -> TrainingCase {
      try CasePreparation(
        dataset, plan: Self.plan([spacing, 2, 2], classes: 3), store: store, pool: ThreadPool(threads: 1)
      ).prepare(item)
    }
    func number() throws -> Int? {
      try FileManager.default.attributesOfItem(atPath: file)[.systemFileNumber] as? Int
    }
    let made = try prepared(2), first = try number()
    #expect(try prepared(2) == made && number() == first)
    #expect(made.extent == Axes(16, 18, 20) && made.foreground[1].count > 100)
    // Another plan, another case.
    #expect(try prepared(4).extent == Axes(8, 18, 20))
    _ = try prepared(2)
    // A flipped bit, a missing end, nothing at all.
    let whole = try Data(contentsOf: URL(filePath: file))
    for cut in [whole.count / 2, 100, 0] {
      try whole.prefix(cut).write(to: URL(filePath: file))
      #expect(try prepared(2) == made)
    }
    for place in [3, 20, 100, 140, whole.count / 2, whole.count - 1] {
      var damaged = try Data(contentsOf: URL(filePath: file))
      #expect(damaged == whole)
      damaged[place] ^= 4
      try damaged.write(to: URL(filePath: file))
      #expect(try prepared(2) == made)
    }
    // A store that cannot be written.
    try Data().write(to: URL(filePath: folder.path + "/full"))
    let error = #expect(throws: TrainingDataError.self) {
      try CasePreparation(
        dataset, plan: Self.plan([2, 2, 2], classes: 3), store: CaseStore(folder.path + "/full/store"),
        pool: ThreadPool(threads: 1)
      ).prepare(item)
    }
    if case .storage = error?.problem {
      #expect(error?.name == "a")
    } else {
      Issue.record("\(String(describing: error))")
    }
    // A new label map.
    try folder.add("a", shape: shape, id: { _, y, _ in UInt16(y / 7) })
    #expect(try prepared(2).labels != made.labels)
  }
}
