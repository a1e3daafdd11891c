import Tensors
import Testing

@testable import Learning

/// Samples as a whole: what makes them equal, how often they are changed, and by what.
@Suite struct AugmentationTests {
  let scan = AugmentationFixtures.scan(Axes(20, 22, 24), channels: 2)

  @Test func aSampleHangsOnSeedAndIndexAlone() {
    var options = AugmentationOptions.nnUNet
    for change in AugmentationOptions.changes { options[keyPath: change].probability = 0.9 }
    let augmentation = Augmentation(patch: Axes(12), options: options)
    func sample(_ seed: UInt64, _ index: Int) -> TrainingSample {
      augmentation.sample(from: scan, centre: Axes(10, 11, 12), seed: seed, index: index)
    }
    let first = (0..<8).map { sample(1, $0) }
    let again = (0..<8).reversed().map { sample(1, $0) }.reversed()
    #expect(first == Array(again))
    for (a, b) in first.indices.flatMap({ a in (0..<a).map { (a, $0) } }) {
      #expect(first[a].image != first[b].image)
    }
    #expect((0..<8).allSatisfy { sample(2, $0).image != first[$0].image })
  }

  @Test func samplesMadeAtOnceAreThoseMadeInTurn() async {
    let augmentation = Augmentation(patch: Axes(12)), scan = scan
    @Sendable func sample(_ index: Int) -> TrainingSample {
      augmentation.sample(from: scan, centre: Axes(index, 11, 12), seed: 9, index: index)
    }
    let inTurn = (0..<16).map(sample)
    let atOnce = await withTaskGroup(of: (Int, TrainingSample).self) { group in
      for index in 0..<16 { group.addTask { (index, sample(index)) } }
      var samples = [TrainingSample?](repeating: nil, count: 16)
      for await (index, sample) in group { samples[index] = sample }
      return samples
    }
    #expect(atOnce == inTurn)
  }

  @Test func withoutChangesASampleIsACrop() {
    let augmentation = Augmentation(patch: Axes(9, 8, 7), options: .none), centre = Axes(3, 20, 12)
    let crop = PatchPlacement(patch: Axes(9, 8, 7), centre: centre).sample(of: scan)
    #expect(
      (0..<50).allSatisfy { augmentation.sample(from: scan, centre: centre, seed: 4, index: $0) == crop })
  }

  @Test func everyChangeChangesTheImageAndOnlyTurnsAndScalesTheLabels() {
    let patch = Axes(12), centre = Axes(10, 11, 12)
    let crop = PatchPlacement(patch: patch, centre: centre).sample(of: scan)
    #expect(AugmentationFixtures.changes.count == AugmentationOptions.changes.count)
    for (name, path, range) in AugmentationFixtures.changes {
      var options = AugmentationFixtures.only(path)
      options[keyPath: path].range = range
      let augmentation = Augmentation(patch: patch, options: options)
      let sample = augmentation.sample(from: scan, centre: centre, seed: 4, index: 1)
      #expect(sample.image[..<1_728] != crop.image[..<1_728], "\(name)")
      #expect(sample.image[1_728...] != crop.image[1_728...], "\(name), second channel")
      #expect(sample.image.allSatisfy { $0.isFinite }, "\(name)")
      let isSpatial = path == \.rotation || path == \.scaling
      #expect((sample.labels != crop.labels) == isSpatial, "\(name)")
    }
  }

  /// Each by itself, as often as nnU-Net does it; two of them only to half the channels.
  @Test func changesComeAsOftenAsTheySay() {
    let scan = AugmentationFixtures.scan(Axes(6)), patch = Axes(4), centre = Axes(3), draws = 2_000
    let crop = PatchPlacement(patch: patch, centre: centre).sample(of: scan)
    let shares: [String: Double] = [
      "rotation": 0.2, "scaling": 0.2, "noise": 0.1, "blur": 0.1, "brightness": 0.15, "contrast": 0.15,
      "low resolution": 0.125, "inverted gamma": 0.1, "gamma": 0.3,
    ]
    for (name, path, range) in AugmentationFixtures.changes {
      var options = AugmentationOptions.none
      options[keyPath: path] = .init(
        probability: AugmentationOptions.nnUNet[keyPath: path].probability, range: range)
      let augmentation = Augmentation(patch: patch, options: options)
      let changed = (0..<draws).filter {
        augmentation.sample(from: scan, centre: centre, seed: 6, index: $0).image != crop.image
      }
      let share = shares[name] ?? -1
      let slack = 4 * (share * (1 - share) * Double(draws)).squareRoot()
      #expect(abs(Double(changed.count) - share * Double(draws)) < slack, "\(name): \(changed.count)")
    }
  }

  /// What is drawn for one change must not hang on whether another is made.
  @Test func changesDrawFromStreamsOfTheirOwn() {
    let names = Augmentation(patch: Axes(8)).steps.map(\.name) + ["rotation", "scaling"]
    #expect(Set(names).count == AugmentationOptions.changes.count)
    var options = AugmentationFixtures.only(\.brightness)
    let patch = Axes(8), centre = Axes(10)
    let bright = Augmentation(patch: patch, options: options)
      .sample(from: scan, centre: centre, seed: 1, index: 2)
    options.scaling = .init(probability: 1, range: 1...1)
    options.contrast = .init(probability: 1, range: 1...1)
    let more = Augmentation(patch: patch, options: options)
      .sample(from: scan, centre: centre, seed: 1, index: 2)
    #expect(zip(bright.image, more.image).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  @Test func allChangesTogetherKeepWhatHoldsForEach() {
    var options = AugmentationOptions.nnUNet
    for change in AugmentationOptions.changes { options[keyPath: change].probability = 1 }
    let augmentation = Augmentation(patch: Axes(3, 14, 11), options: options)
    for index in 0..<20 {
      let sample = augmentation.sample(from: scan, centre: Axes(index, 11, 12), seed: 8, index: index)
      #expect(sample.extent == Axes(3, 14, 11) && sample.image.count == 2 * 462)
      #expect(sample.image.allSatisfy { $0.isFinite && abs($0) < 10 })
    }
  }
}
